/** Seconds from the NTP epoch (1900) to the Unix epoch (RFC 5905 §6). */
const unixEpochSeconds = 2_208_988_800

/** NTP timestamp, 64 bits (RFC 3550 §4). */
export function ntpTime(unixMs: number): bigint {
  const seconds = Math.floor(unixMs / 1000)
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32)
  return (BigInt(seconds + unixEpochSeconds) << 32n) | BigInt(fraction)
}

/** The middle 32 bits of an NTP timestamp, as reports quote it: units of 1/65536 seconds (RFC 3550 §4). */
export function compactNtp(ntp: bigint): number {
  return Number((ntp >> 16n) & 0xffff_ffffn)
}

/** A duration in the units of {@link compactNtp}, at most 32 bits. */
export function compactDuration(ms: number): number {
  return Math.min(0xffff_ffff, Math.max(0, Math.round((ms * 65_536) / 1000)))
}

/** Prefix of each kind of SID: two letters, followed by 32 lower-case hexadecimal digits. */
export const sidPrefixes = Object.freeze({
  account: 'AC',
  application: 'AP',
  call: 'CA',
  conference: 'CF',
  voiceEvent: 'KX',
  notification: 'NO',
  phoneNumber: 'PN',
  queue: 'QU',
  recording: 'RE',
  apiKey: 'SK',
  userDefinedMessageSubscription: 'ZY',
  worker: 'WK',
  taskQueue: 'WQ',
  workspace: 'WS',
} as const)

/** One of {@link sidPrefixes}. */
export type SidPrefix = (typeof sidPrefixes)[keyof typeof sidPrefixes]

/** A SID of the kind that `Prefix` names, as far as the type system can tell. */
export type Sid<Prefix extends SidPrefix = SidPrefix> = `${Prefix}${string}`

/** SID of an account. */
export type AccountSid = Sid<'AC'>

/** SID of an application. */
export type ApplicationSid = Sid<'AP'>

/** SID of a call. */
export type CallSid = Sid<'CA'>

/** Id by which a client knows its outgoing call until the gateway tells the SID: `TJS` and a UUID. */
export type TempCallId = `TJS${string}`

/** Bytes of randomness in a SID or temporary call id. */
export const sidBytes = 16

/** Whether `value` is a SID with this prefix: 34 characters, the digits in lower case. */
export function isSid<Prefix extends SidPrefix>(value: unknown, prefix: Prefix): value is Sid<Prefix> {
  return typeof value === 'string' && value.startsWith(prefix) && /^[A-Z]{2}[\da-f]{32}$/.test(value)
}

/**
 * Make a SID from random bytes.
 *
 * @param bytes - exactly 16, from a cryptographic source
 * @throws TypeError if there are more or fewer
 */
export function formatSid<Prefix extends SidPrefix>(prefix: Prefix, bytes: Uint8Array): Sid<Prefix> {
  return `${prefix}${hex(bytes)}`
}

/** Whether `value` is a temporary call id: `TJS` and a UUID in lower case, of any version. */
export function isTempCallId(value: unknown): value is TempCallId {
  return typeof value === 'string' && /^TJS[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)
}

/**
 * Make a temporary call id from random bytes: `TJS` and a version 4 UUID (RFC 9562 §5.4).
 *
 * @param bytes - exactly 16, from a cryptographic source
 * @throws TypeError if there are more or fewer
 */
export function formatTempCallId(bytes: Uint8Array): TempCallId {
  const digits = hex(bytes)
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const groups = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`]
  return `TJS${[...groups, variant + digits.slice(17, 20), digits.slice(20)].join('-')}`
}

function hex(bytes: Uint8Array): string {
  if (bytes.length !== sidBytes) throw new TypeError(`${sidBytes} random bytes are needed, ${bytes.length} were given`)
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A codec that is carried: Opus at 48 kHz (RFC 7587), or G.711 µ-law at 8 kHz (RFC 3551). */
export type AudioCodec = 'opus' | 'pcmu'

/** A thing that an RTP packet of a call can hold. */
export type AudioFormat = AudioCodec | 'telephone-event'

/** RTP clock rates in Hz. Telephone events are negotiated at 8000 only, as the official service does it. */
export const clockRates = { opus: 48_000, pcmu: 8_000, 'telephone-event': 8_000 } as const satisfies Record<
  AudioFormat,
  number
>

/** The payload type (0 to 127) of each format that was negotiated. */
export type PayloadTypes = Readonly<Partial<Record<AudioFormat, number>>>

/** Who sends: seen from the side that wrote the description. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** Which side opens the DTLS association (RFC 5763 §5). */
export type SetupRole = 'actpass' | 'active' | 'passive'

/** A certificate's digest (RFC 8122 §5). */
export interface Fingerprint {
  readonly algorithm: 'sha-256' | 'sha-384' | 'sha-512'
  /** Upper-case hex pairs with colons. */
  readonly value: string
}

/** ICE credentials (RFC 8839 §5.4). */
export interface IceCredentials {
  readonly ufrag: string
  readonly password: string
}

/** A media section as far as it must be repeated in an answer that refuses it. */
export interface SectionOutline {
  readonly kind: string
  readonly protocol: string
  readonly formats: string
  readonly mid: string | undefined
}

/** What a session description says about the one audio section that is used. */
export interface AudioDescription {
  /** Every media section in order (RFC 3264 §6: an answer has the same). */
  readonly sections: readonly SectionOutline[]
  /** The place of the audio section that is used. */
  readonly audioIndex: number
  readonly isBundled: boolean
  readonly ice: IceCredentials
  readonly fingerprints: readonly Fingerprint[]
  readonly setup: SetupRole
  readonly direction: Direction
  readonly payloadTypes: PayloadTypes
  /** Opus `maxaveragebitrate` in bits a second (RFC 7587 §6.1). */
  readonly opusMaxBitrate: number | undefined
}

import type { AudioCodec } from './audio-description.js'

/** What happens at one media endpoint. */
export type MediaEvent =
  /** Media can flow both ways for the first time. */
  | { readonly type: 'connected' }
  /**
   * No packets and no connectivity checks for the engine's bound, or the transport failed. Reported again only after the
   * device was heard in between.
   */
  | { readonly type: 'lost'; readonly reason: string }
  /** One key press (RFC 4733), reported once, when it ends. */
  | { readonly type: 'dtmf'; readonly digit: string }

/** Figures of one endpoint since it was made. */
export interface MediaStats {
  /** What the device sent last; `undefined` until it sent audio. */
  readonly codec: AudioCodec | undefined
  readonly packetsReceived: number
  readonly packetsSent: number
  /** Packets that the device sent and the gateway never saw (RFC 3550 §6.4.1, cumulative). */
  readonly packetsLost: number
  /** Packets that arrived and were not used: repeated, too late, or of a payload type that the far device did not negotiate. */
  readonly packetsDiscarded: number
  /** Payload bytes, without RTP headers (RFC 3550 §6.4.1). */
  readonly bytesReceived: number
  /** Payload bytes, without RTP headers (RFC 3550 §6.4.1). */
  readonly bytesSent: number
  /** Interarrival jitter in milliseconds (RFC 3550 §6.4.1). */
  readonly jitterMs: number
  /** From the device's last receiver report (RFC 3550 §6.4.1); `undefined` until there is one. */
  readonly roundTripMs: number | undefined
}

/** Sound that the gateway itself makes for one endpoint, until another is asked for or the endpoint is bridged. */
export type LocalSound = 'silence' | 'ringback'

/**
 * One device's media: a peer connection, and what is sent into it. It is negotiated once, by `answer`, or by `offer` and
 * `acceptAnswer`; `restart` may follow as often as the device likes. After `close` the negotiating methods reject with
 * `closed` and the others do nothing.
 */
export interface MediaEndpoint {
  /**
   * Answer the device's offer. The answer holds every candidate and both Opus and PCMU where they were offered.
   *
   * @throws MediaError with code `bad-sdp`, `no-codec`, `no-port` or `closed`
   */
  answer(offerSdp: string): Promise<string>
  /**
   * Make an offer that holds every candidate, Opus, PCMU and telephone-event.
   *
   * @throws MediaError with code `no-port` or `closed`
   */
  offer(): Promise<string>
  /**
   * Take the device's answer to our offer. Several devices may be offered the same call: each has its own endpoint.
   *
   * @throws MediaError with code `bad-sdp`, `no-codec` or `closed`
   */
  acceptAnswer(answerSdp: string): Promise<void>
  /**
   * Answer a new offer of the same device with fresh ICE credentials (ICE restart); the DTLS association stays, and media
   * keeps to the old path until the device has chosen a new one.
   *
   * @throws MediaError with code `bad-sdp`, `no-codec` or `closed`
   */
  restart(offerSdp: string): Promise<string>
  /** Play to the device from its beginning. Ignored while the endpoint is bridged. */
  play(sound: LocalSound): void
  stats(): MediaStats
  /** Release every socket and timer, and part from the bridge. */
  close(): Promise<void>
}

/** Why the engine refused. */
export type MediaErrorCode = 'bad-sdp' | 'no-codec' | 'no-port' | 'closed'

/** A failure of media set-up. */
export class MediaError extends Error {
  override readonly name: string = 'MediaError'
  readonly code: MediaErrorCode

  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Carries audio between devices and the gateway. */
export interface MediaEngine {
  /**
   * A fresh endpoint, which holds no socket before it is negotiated. `onEvent` must not throw.
   *
   * @throws MediaError with code `closed`
   */
  createEndpoint(onEvent: (event: MediaEvent) => void): MediaEndpoint
  /**
   * Join two endpoints: each hears the other. An endpoint that was joined to another leaves it. A closed endpoint is not
   * joined.
   */
  bridge(a: MediaEndpoint, b: MediaEndpoint): void
  /** Part an endpoint from whatever it is joined to; it then hears silence until something is played. */
  unbridge(endpoint: MediaEndpoint): void
  /** How many endpoints are made and not closed. */
  readonly openEndpoints: number
  close(): Promise<void>
}

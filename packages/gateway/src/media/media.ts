/** What happens at one media endpoint. */
export type MediaEvent =
  | { readonly type: 'connected' }
  /** No packets and no connectivity checks for the engine's bound, or the transport failed. */
  | { readonly type: 'lost'; readonly reason: string }
  /** One key press (RFC 4733), reported once, when it ends. */
  | { readonly type: 'dtmf'; readonly digit: string }

/** Figures of one endpoint since it was made. */
export interface MediaStats {
  readonly codec: string | undefined
  readonly packetsReceived: number
  readonly packetsSent: number
  readonly packetsLost: number
  readonly bytesReceived: number
  readonly bytesSent: number
  /** Interarrival jitter in milliseconds (RFC 3550 §6.4.1). */
  readonly jitterMs: number
}

/** Sound that the gateway itself makes for one endpoint, until another is asked for or the endpoint is bridged. */
export type LocalSound = 'silence' | 'ringback'

/** One device's media: a peer connection, and what is sent into it. After `close` every method is a no-op. */
export interface MediaEndpoint {
  /**
   * Answer the device's offer. The answer holds every candidate and both Opus and PCMU where they were offered.
   *
   * @throws MediaError with code `bad-sdp` or `no-codec`
   */
  answer(offerSdp: string): Promise<string>
  /** Make an offer that holds every candidate, Opus, PCMU and telephone-event. */
  offer(): Promise<string>
  /**
   * Take the device's answer to our offer.
   *
   * @throws MediaError with code `bad-sdp` or `no-codec`
   */
  acceptAnswer(answerSdp: string): Promise<void>
  /**
   * Answer a new offer of the same device with fresh ICE credentials (ICE restart); the DTLS association stays.
   *
   * @throws MediaError with code `bad-sdp`
   */
  restart(offerSdp: string): Promise<string>
  /** Play to the device while it is not bridged. */
  play(sound: LocalSound): void
  stats(): MediaStats
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
  createEndpoint(onEvent: (event: MediaEvent) => void): MediaEndpoint
  /** Join two endpoints: each hears the other. An endpoint that was joined to another leaves it. */
  bridge(a: MediaEndpoint, b: MediaEndpoint): void
  /** Part an endpoint from whatever it is joined to; it then hears silence until something is played. */
  unbridge(endpoint: MediaEndpoint): void
  /** How many endpoints are open. */
  readonly openEndpoints: number
  close(): Promise<void>
}

import type { AudioCodec } from './audio-description.js'

/** What happens at one media endpoint. */
export type MediaEvent =
  /** Media can flow both ways for the first time. */
  | { readonly type: 'connected' }
  /**
   * No packets and no connectivity checks for the engine's bound, or the transport failed. Before the device was first
   * heard the bound counts from {@link MediaEndpoint.expectMedia}. Reported again only after the device was heard in
   * between.
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
  /**
   * Packets that arrived and were not used: repeated, too late, of a payload type that the far device did not negotiate,
   * or sent while the far device heard a key that the gateway pressed.
   */
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
  /**
   * Press keys for the device to hear, as telephone events (RFC 4733), one after another and after all that are pressed
   * already: 160 ms each and 80 ms in between. While a key sounds nothing else is sent to the device. Keys that are
   * pressed before it connects wait for it.
   *
   * @param keys - any number of 0-9, *, #, A-D, `w` (half a second of pause) and `W` (a second)
   * @throws MediaError with code `bad-keys`, or `no-codec` if the device did not negotiate telephone events
   * @throws TypeError before the endpoint was negotiated
   */
  sendKeys(keys: string): void
  /**
   * The device has been given the description: unless it connects within the engine's bound from now, it is lost. An
   * answer may be kept back for as long as the far side rings, so that `answer` alone begins nothing; `acceptAnswer`
   * does, since the device must have had the offer. A second time it does nothing.
   */
  expectMedia(): void
  stats(): MediaStats
  /** Release every socket and timer, and part from the bridge. */
  close(): Promise<void>
}

/** Why the engine refused. */
export type MediaErrorCode = 'bad-sdp' | 'no-codec' | 'no-port' | 'bad-keys' | 'closed'

/** A refusal of the engine. */
export class MediaError extends Error {
  override readonly name: string = 'MediaError'
  readonly code: MediaErrorCode

  constructor(code: MediaErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Why keys cannot be sent to a device that can only be talked to. */
export function noTelephoneEvents(): MediaError {
  return new MediaError('no-codec', 'The device did not negotiate telephone events; no keys can be sent to it.')
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

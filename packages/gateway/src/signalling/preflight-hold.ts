import type { GatewayMessage } from '@ringdown/protocol'

/**
 * How long a connection test talks at least, in milliseconds: until `twilio-client` 1.x has taken its first sample, which
 * it does a second after its media is connected.
 */
const shortestTalkMs = 2_000

/**
 * Keeps back the end of a connection test. `twilio-client` 1.x makes its report out of the first sample: of a call that
 * ends before it has taken one, its test fails within itself, and never says that it has ended.
 */
export class PreflightHold {
  readonly #now: () => number
  #callSid: string | undefined
  #talksSince = 0

  /** @param now - Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** How long to keep a message to the testing device back, in milliseconds. */
  delayOf({ type, payload }: GatewayMessage): number {
    if ((type === 'ringing' || type === 'answer') && payload.sdp !== undefined) {
      this.#callSid = payload.callsid
      this.#talksSince = this.#now()
    }
    // A test that is told an error takes that for its outcome, and makes no report.
    const isPlainEnd = type === 'hangup' && payload.error === undefined && payload.callsid === this.#callSid
    return isPlainEnd ? Math.max(0, this.#talksSince + shortestTalkMs - this.#now()) : 0
  }
}

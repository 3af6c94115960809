import { clockRates } from '../audio-description.js'

/** The keys of a telephone: each stands at the place that is its event code (RFC 4733 §3.2). */
export const telephoneEventKeys = '0123456789*#ABCD'

/** A key as it is at one moment. */
export interface TelephoneEvent {
  /** Event code, 0 to 255. */
  readonly event: number
  readonly isEnd: boolean
  /** Since the event began, in milliseconds; at most 8191. */
  readonly durationMs: number
}

const endBit = 0x80
/** Power of the tone in dBm0 without its sign (RFC 4733 §2.3.4): what browsers send. */
const volume = 10

/** The payload of one packet of a telephone event (RFC 4733 §2.3). */
export function writeTelephoneEvent({ event, isEnd, durationMs }: TelephoneEvent): Buffer {
  const payload = Buffer.from([event, (isEnd ? endBit : 0) | volume, 0, 0])
  payload.writeUInt16BE((durationMs * clockRates['telephone-event']) / 1000, 2)
  return payload
}

import { telephoneEventKeys } from './telephone-event.js'

const minimalPayloadBytes = 4
const endBit = 0x80
/** RFC 4733 §2.5.1.3: a longer event goes on in a new segment, as many timestamp units later. */
const longestSegment = 0xffff

/** One packet of a telephone event (RFC 4733 §2.3). */
export interface TelephoneEventPacket {
  readonly payload: Buffer
  /** RTP timestamp: the same in every packet of one segment of an event. */
  readonly timestamp: number
}

interface Press {
  readonly key: string
  readonly timestamp: number
}

/**
 * Turns the packets of telephone events into key presses: each press is reported once, at the first packet that has the
 * end bit, or, where the three of them were lost, at the next press or the next audio (RFC 4733 §2.5.1.4).
 */
export class TelephoneEventDecoder {
  readonly #onKey: (key: string) => void
  #pressed: Press | undefined
  /** The last press that was reported: its repeated end packets are still to come. */
  #reported: number | undefined

  /** @param onKey - called with one of `0`–`9`, `*`, `#`, `A`–`D` */
  constructor(onKey: (key: string) => void) {
    this.#onKey = onKey
  }

  /** Take the next packet; anything malformed, and events that are not keys, are passed over. */
  receive({ payload, timestamp }: TelephoneEventPacket): void {
    const [event, flags] = payload
    if (payload.length < minimalPayloadBytes || event === undefined || flags === undefined) return
    const key = telephoneEventKeys[event]
    if (key === undefined || timestamp === this.#reported || this.#isOlder(timestamp)) return
    if (this.#pressed && this.#pressed.timestamp !== timestamp && !this.#continues(key, timestamp)) this.end()
    this.#pressed = { key, timestamp }
    if ((flags & endBit) !== 0) this.end()
  }

  /** Audio follows, or nothing at all: whatever was pressed has been released. */
  end(): void {
    const pressed = this.#pressed
    if (!pressed) return
    this.#pressed = undefined
    this.#reported = pressed.timestamp
    this.#onKey(pressed.key)
  }

  #continues(key: string, timestamp: number): boolean {
    return this.#pressed?.key === key && (this.#pressed.timestamp + longestSegment) >>> 0 === timestamp
  }

  #isOlder(timestamp: number): boolean {
    const last = this.#pressed?.timestamp ?? this.#reported
    return last !== undefined && timestamp !== last && (timestamp - last) >>> 0 > 2 ** 31
  }
}

/** Anything that feeds an output: compared by identity. A change of source joins the timelines. */
export type RtpSource = object

/** A packet on its source's own timeline. */
export interface SourcePacket {
  readonly source: RtpSource
  /** Sequence number with its wraps counted. */
  readonly index: number
  /** RTP timestamp of the source. */
  readonly timestamp: number
  /** Of the timestamp, in Hz. */
  readonly clockRate: number
  /** Milliseconds from the timestamp on that belong to this packet: no other source begins within them. Default 0. */
  readonly coversMs?: number
}

/** The same packet's place in the one stream that the device receives. */
export interface OutputPlace {
  readonly index: number
  readonly timestamp: number
  /** The first packet of its source. */
  readonly isJoint: boolean
}

/** Where a stream begins. */
export interface OutputStart {
  readonly ssrc: number
  /** 0 to 32767, so that the first wrap is far off (RFC 3711 §3.3.1). */
  readonly index: number
  readonly timestamp: number
}

/** A step in sequence numbers that no loss explains (RFC 3550 appendix A.1, MAX_DROPOUT). */
const longestGap = 3_000

/**
 * The one RTP stream that a device receives, whatever feeds it: a constant SSRC, sequence numbers and timestamps that go
 * on when the source changes. Within one source, gaps and order are those of the source, so that the device sees and
 * reports what was really lost.
 */
export class RtpOutput {
  readonly ssrc: number
  #source: RtpSource | undefined
  #firstOfSource = 0
  #lastOfSource = 0
  #indexOffset = 0
  #timestampOffset = 0
  #highest: number
  #timestamp: number
  #clockRate = 0
  /** When `#timestamp` was reached. */
  #reachedAtMs: number | undefined
  #coversMs = 0

  constructor({ ssrc, index, timestamp }: OutputStart) {
    this.ssrc = ssrc
    this.#highest = index
    this.#timestamp = timestamp
  }

  /** Place a packet; `undefined` if it belongs before the latest change of source and comes too late. */
  place(packet: SourcePacket, nowMs: number): OutputPlace | undefined {
    const isJoint = packet.source !== this.#source || packet.index > this.#lastOfSource + longestGap
    if (isJoint) this.#join(packet, nowMs)
    if (packet.index < this.#firstOfSource) return undefined
    const index = packet.index + this.#indexOffset
    const timestamp = (packet.timestamp + this.#timestampOffset) >>> 0
    if (index >= this.#highest) {
      this.#highest = index
      this.#lastOfSource = packet.index
      // Every packet of a telephone event has the timestamp of its beginning: time goes on from there all the same.
      if (isJoint || timestamp !== this.#timestamp) this.#reachedAtMs = nowMs
      this.#timestamp = timestamp
      this.#clockRate = packet.clockRate
      this.#coversMs = packet.coversMs ?? 0
    }
    return { index, timestamp, isJoint }
  }

  /** Of the packet that was placed last, in Hz; `undefined` before the first. */
  get clockRate(): number | undefined {
    return this.#reachedAtMs === undefined ? undefined : this.#clockRate
  }

  /** The timestamp that a packet made now would have, for sender reports (RFC 3550 §6.4.1). */
  timestampAt(nowMs: number): number {
    return (this.#timestamp + unitsIn(this.#elapsedMs(nowMs), this.#clockRate)) >>> 0
  }

  #join({ source, index, timestamp, clockRate }: SourcePacket, nowMs: number): void {
    this.#source = source
    this.#firstOfSource = index
    this.#lastOfSource = index
    this.#indexOffset = this.#highest + 1 - index
    const passedMs = Math.max(this.#elapsedMs(nowMs), this.#coversMs)
    this.#timestampOffset = this.#timestamp + unitsIn(passedMs, clockRate) - timestamp
  }

  /** Time since the last timestamp; the wall clock may have been set back. */
  #elapsedMs(nowMs: number): number {
    return Math.max(0, nowMs - (this.#reachedAtMs ?? nowMs))
  }
}

function unitsIn(ms: number, clockRate: number): number {
  return Math.round((ms * clockRate) / 1000)
}

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
  #sentAtMs: number | undefined

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
      this.#timestamp = timestamp
      this.#clockRate = packet.clockRate
      this.#sentAtMs = nowMs
    }
    return { index, timestamp, isJoint }
  }

  /** The timestamp that a packet made now would have, for sender reports (RFC 3550 §6.4.1). */
  timestampAt(nowMs: number): number {
    return (this.#timestamp + this.#elapsed(nowMs, this.#clockRate)) >>> 0
  }

  #join({ source, index, timestamp, clockRate }: SourcePacket, nowMs: number): void {
    this.#source = source
    this.#firstOfSource = index
    this.#lastOfSource = index
    this.#indexOffset = this.#highest + 1 - index
    this.#timestampOffset = this.#timestamp + this.#elapsed(nowMs, clockRate) - timestamp
  }

  /** Time since the last packet in units of a clock; the wall clock may have been set back. */
  #elapsed(nowMs: number, clockRate: number): number {
    return Math.round((Math.max(0, nowMs - (this.#sentAtMs ?? nowMs)) * clockRate) / 1000)
  }
}

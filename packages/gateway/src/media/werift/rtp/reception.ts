/** What a receiver report says of one stream (RFC 3550 §6.4.1). */
export interface ReceptionReport {
  /** 0 to 255: lost of those expected since the last report, in 256ths. */
  readonly fractionLost: number
  readonly packetsLost: number
  /** 32 bits: wraps, then sequence number. */
  readonly highestSequence: number
  /** In units of the RTP clock. */
  readonly jitter: number
}

/** Counts and times the packets of one received RTP stream (RFC 3550 appendix A.3 and A.8). */
export class Reception {
  #first: number | undefined
  #highest = 0
  #received = 0
  #expectedAtReport = 0
  #receivedAtReport = 0
  #transit: number | undefined
  #clockRate = 0
  #jitter = 0

  /** Count a packet that was not seen before. */
  count(index: number): void {
    this.#first = Math.min(this.#first ?? index, index)
    this.#highest = Math.max(this.#highest, index)
    this.#received += 1
  }

  /**
   * Time a packet of audio. Those of telephone events are left out: they repeat one timestamp.
   *
   * @param timestamp - RTP timestamp
   * @param clockRate - in Hz; a change of codec begins anew
   * @param nowMs - arrival in milliseconds
   */
  time(timestamp: number, clockRate: number, nowMs: number): void {
    const transit = ((nowMs * clockRate) / 1000 - timestamp) % 2 ** 32
    if (clockRate !== this.#clockRate) {
      if (this.#clockRate > 0) this.#jitter *= clockRate / this.#clockRate
      this.#clockRate = clockRate
    } else if (this.#transit !== undefined) {
      const difference = Math.abs(transit - this.#transit)
      // The timestamp wrapped, or the device began a new timeline: neither is jitter.
      if (difference < clockRate) this.#jitter += (difference - this.#jitter) / 16
    }
    this.#transit = transit
  }

  /** Packets expected and not received, cumulative. */
  get packetsLost(): number {
    return this.#expected - this.#received
  }

  /** Interarrival jitter in milliseconds. */
  get jitterMs(): number {
    return this.#clockRate === 0 ? 0 : (this.#jitter * 1000) / this.#clockRate
  }

  /** What to report, counting from the report before. */
  report(): ReceptionReport {
    const expected = this.#expected - this.#expectedAtReport
    const lost = expected - (this.#received - this.#receivedAtReport)
    this.#expectedAtReport = this.#expected
    this.#receivedAtReport = this.#received
    return {
      fractionLost: expected > 0 && lost > 0 ? Math.min(255, Math.floor((lost * 256) / expected)) : 0,
      packetsLost: Math.min(this.packetsLost, 0x7f_ffff),
      highestSequence: this.#highest % 2 ** 32,
      jitter: Math.floor(this.#jitter),
    }
  }

  get #expected(): number {
    return this.#first === undefined ? 0 : this.#highest - this.#first + 1
  }
}

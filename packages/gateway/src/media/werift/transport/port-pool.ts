import type { PortRange } from '../werift-media-options.js'

/** Lends out the ports of a range, each to one borrower at a time. */
export class PortPool {
  readonly #range: PortRange
  readonly #taken = new Set<number>()
  #next: number

  /** @throws TypeError if the range is not made of ports, or is empty */
  constructor(range: PortRange) {
    const { min, max } = range
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max > 65_535 || min > max) {
      throw new TypeError(`The UDP port range ${min}-${max} is not a range of ports from 1 to 65535.`)
    }
    this.#range = range
    this.#next = min
  }

  /** How many ports there are, taken or not. */
  get size(): number {
    return this.#range.max - this.#range.min + 1
  }

  /**
   * Take the next free port, going round the range: a port that was given back rests as long as possible, so that late
   * packets of one call do not reach the next.
   */
  take(): number | undefined {
    for (let tried = 0; tried < this.size; tried += 1) {
      const port = this.#next
      this.#next = port === this.#range.max ? this.#range.min : port + 1
      if (!this.#taken.has(port)) {
        this.#taken.add(port)
        return port
      }
    }
    return undefined
  }

  /** Give a port back. */
  release(port: number): void {
    this.#taken.delete(port)
  }
}

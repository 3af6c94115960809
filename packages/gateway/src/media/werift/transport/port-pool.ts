import { countBrowserPorts, isBrowserPort } from '../../browser-port.js'
import type { PortRange } from '../werift-media-options.js'

/** Lends out the ports of a range, each to one borrower at a time, but for those that browsers refuse. */
export class PortPool {
  /** How many ports there are, taken or not. */
  readonly size: number
  readonly #range: PortRange
  readonly #taken = new Set<number>()
  #next: number

  /** @throws TypeError if the range is not made of ports, or has none that browsers send to */
  constructor(range: PortRange) {
    const { min, max } = range
    if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1 || max > 65_535 || min > max) {
      throw new TypeError(`The UDP port range ${min}-${max} is not a range of ports from 1 to 65535.`)
    }
    this.#range = range
    this.#next = min
    this.size = countBrowserPorts(min, max)
    if (this.size === 0) throw new TypeError(`Browsers send nothing to the UDP ports ${min}-${max}; choose others.`)
  }

  /**
   * Take the next free port, going round the range: a port that was given back rests as long as possible, so that late
   * packets of one call do not reach the next.
   */
  take(): number | undefined {
    if (this.#taken.size === this.size) return undefined
    for (;;) {
      const port = this.#next
      this.#next = port === this.#range.max ? this.#range.min : port + 1
      if (isBrowserPort(port) && !this.#taken.has(port)) {
        this.#taken.add(port)
        return port
      }
    }
  }

  /** Give a port back. */
  release(port: number): void {
    this.#taken.delete(port)
  }
}

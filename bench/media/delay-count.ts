import { createHistogram } from 'node:perf_hooks'

/** How packets fared that were sent within a while. */
export interface Delivery {
  readonly sent: number
  readonly lost: number
  /** From the sender's call to the receiver's callback, in milliseconds. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** Counts and times the packets that are sent between `mark` and `stop`, whenever they arrive. */
export class DelayCount {
  readonly #histogram = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })
  #fromMs = Infinity
  #untilMs = Infinity
  #sent = 0
  #received = 0

  /** Count from now on. */
  mark(): void {
    this.#histogram.reset()
    this.#sent = 0
    this.#received = 0
    this.#untilMs = Infinity
    this.#fromMs = performance.now()
  }

  /** What is sent from now on does not count. */
  stop(): void {
    this.#untilMs = performance.now()
  }

  /** A packet is about to be sent. */
  countSent(): void {
    if (this.#isWithin(performance.now())) this.#sent += 1
  }

  /** A packet has arrived. */
  countReceived(sentAtMs: number): void {
    if (!this.#isWithin(sentAtMs)) return
    this.#received += 1
    this.#histogram.record(Math.max(1, Math.round((performance.now() - sentAtMs) * 1000)))
  }

  /** The figures so far. */
  delivery(): Delivery {
    return {
      sent: this.#sent,
      lost: this.#sent - this.#received,
      p50Ms: this.#histogram.percentile(50) / 1000,
      p99Ms: this.#histogram.percentile(99) / 1000,
      maxMs: this.#histogram.max / 1000,
    }
  }

  #isWithin(momentMs: number): boolean {
    return momentMs >= this.#fromMs && momentMs < this.#untilMs
  }
}

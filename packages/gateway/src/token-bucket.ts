/** Lets a steady rate through, and bursts up to a size. */
export interface TokenBucket {
  /** Take one; false when the rate is exceeded. */
  take(nowMs: number): boolean
  /**
   * Take one now or, in advance, one that comes later.
   *
   * @returns how long to wait for it, in milliseconds; undefined, and nothing is taken, if that is longer than `longestMs`
   */
  reserve(nowMs: number, longestMs: number): number | undefined
  /** Whether {@link TokenBucket.take} would say yes now; takes nothing. */
  hasRoom(nowMs: number): boolean
  /** Whether it is as full as a new one, so that forgetting it changes nothing. */
  isFull(nowMs: number): boolean
}

/** Make a full bucket of `burst` that refills at `perSecond`. */
export function createTokenBucket(perSecond: number, burst: number, nowMs: number): TokenBucket {
  return new Bucket(perSecond, burst, nowMs)
}

// A class, for there is one for each device: functions made anew for each would take several times the memory.
class Bucket implements TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #level: number
  #filledAtMs: number

  constructor(perSecond: number, burst: number, nowMs: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#level = burst
    this.#filledAtMs = nowMs
  }

  take(nowMs: number): boolean {
    if (!this.hasRoom(nowMs)) return false
    this.#level -= 1
    return true
  }

  reserve(nowMs: number, longestMs: number): number | undefined {
    this.#refill(nowMs)
    const waitMs = Math.max(0, ((1 - this.#level) / this.#perSecond) * 1000)
    if (waitMs > longestMs) return undefined
    this.#level -= 1
    return waitMs
  }

  hasRoom(nowMs: number): boolean {
    this.#refill(nowMs)
    return this.#level >= 1
  }

  isFull(nowMs: number): boolean {
    this.#refill(nowMs)
    return this.#level >= this.#burst
  }

  #refill(nowMs: number): void {
    this.#level = Math.min(this.#burst, this.#level + ((nowMs - this.#filledAtMs) / 1000) * this.#perSecond)
    this.#filledAtMs = nowMs
  }
}

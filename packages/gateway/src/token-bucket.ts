/** Lets a steady rate through, and bursts up to a size. */
export interface TokenBucket {
  /** Take one; false when the rate is exceeded. */
  take(nowMs: number): boolean
  /** Whether {@link TokenBucket.take} would say yes now; takes nothing. */
  hasRoom(nowMs: number): boolean
  /** Whether it is as full as a new one, so that forgetting it changes nothing. */
  isFull(nowMs: number): boolean
}

/** Make a full bucket of `burst` that refills at `perSecond`. */
export function createTokenBucket(perSecond: number, burst: number, nowMs: number): TokenBucket {
  let level = burst
  let filledAtMs = nowMs

  function refill(now: number): void {
    level = Math.min(burst, level + ((now - filledAtMs) / 1000) * perSecond)
    filledAtMs = now
  }

  return {
    take(now) {
      refill(now)
      if (level < 1) return false
      level -= 1
      return true
    },
    hasRoom(now) {
      refill(now)
      return level >= 1
    },
    isFull(now) {
      refill(now)
      return level >= burst
    },
  }
}

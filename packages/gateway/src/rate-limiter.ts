import { createTokenBucket, type TokenBucket } from './token-bucket.js'

/** A rate for each of many keys: addresses, accounts. */
export interface RateLimiter {
  /** Whether one more of this key is allowed now. */
  allow(key: string): boolean
  /**
   * Allow one more of this key, now or later.
   *
   * @returns how long it is to wait, in milliseconds; undefined if that is longer than `longestMs`
   */
  reserve(key: string, longestMs: number): number | undefined
  /** Whether {@link RateLimiter.allow} would say yes now; takes nothing. */
  hasRoom(key: string): boolean
}

/** What {@link createRateLimiter} limits to. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** How many keys are remembered before those that are at rest are forgotten. */
const sweepAt = 10_000

/** Make a limiter. Its memory is bounded by the keys that are active at once. */
export function createRateLimiter({ perSecond, burst }: Rate, now: () => number): RateLimiter {
  const buckets = new Map<string, TokenBucket>()
  let nextSweep = sweepAt

  function sweep(nowMs: number): void {
    for (const [key, bucket] of buckets) if (bucket.isFull(nowMs)) buckets.delete(key)
    nextSweep = Math.max(sweepAt, buckets.size * 2)
  }

  function bucketOf(key: string, nowMs: number): TokenBucket {
    if (buckets.size >= nextSweep) sweep(nowMs)
    const bucket = buckets.get(key) ?? createTokenBucket(perSecond, burst, nowMs)
    buckets.set(key, bucket)
    return bucket
  }

  return {
    allow(key) {
      const nowMs = now()
      return bucketOf(key, nowMs).take(nowMs)
    },
    reserve(key, longestMs) {
      const nowMs = now()
      return bucketOf(key, nowMs).reserve(nowMs, longestMs)
    },
    hasRoom: (key) => buckets.get(key)?.hasRoom(now()) ?? true,
  }
}

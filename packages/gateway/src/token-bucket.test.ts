import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket.js'

test('a full bucket lets its burst through at once, and nothing more', () => {
  const bucket = createTokenBucket(10, 3, 0)
  expect([1, 2, 3, 4].map(() => bucket.take(0))).toEqual([true, true, true, false])
})

test('it refills at its rate, and never above its burst', () => {
  const bucket = createTokenBucket(10, 2, 0)
  bucket.take(0)
  bucket.take(0)
  expect(bucket.take(99)).toBe(false)
  expect(bucket.take(100)).toBe(true)
  expect([1, 2, 3].map(() => bucket.take(60_000))).toEqual([true, true, false])
  expect(bucket.isFull(60_100)).toBe(false)
  expect(bucket.isFull(60_200)).toBe(true)
})

test('what is reserved is waited for, in turn, and no longer than the bound', () => {
  const bucket = createTokenBucket(10, 2, 0)
  expect([1, 2, 3, 4, 5].map(() => bucket.reserve(0, 250))).toEqual([0, 0, 100, 200, undefined])
  expect(bucket.take(250)).toBe(false)
  expect(bucket.reserve(250, 250)).toBe(50)
  expect(bucket.isFull(400)).toBe(false)
  expect(bucket.isFull(60_000)).toBe(true)
})

test('whoever reserves and waits comes at no more than the rate', () => {
  const steps = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), steps, (rate, burst, delays) => {
      const bucket = createTokenBucket(rate, burst, 0)
      let now = 0
      const turns = delays.flatMap((delay) => {
        now += delay
        const waitMs = bucket.reserve(now, 1_000)
        return waitMs === undefined ? [] : [now + waitMs]
      })
      expect(turns).toEqual([...turns].sort((a, b) => a - b))
      for (const [index, turn] of turns.entries()) {
        expect(index + 1).toBeLessThanOrEqual(burst + (turn / 1000) * rate + 1e-6)
      }
    }),
  )
})

test('over any stretch of time no more pass than the burst and the rate allow', () => {
  const steps = fc.array(fc.nat({ max: 500 }), { maxLength: 200 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), steps, (rate, burst, delays) => {
      const bucket = createTokenBucket(rate, burst, 0)
      let now = 0
      let passed = 0
      for (const delay of delays) {
        now += delay
        if (bucket.take(now)) passed += 1
      }
      expect(passed).toBeLessThanOrEqual(burst + (now / 1000) * rate)
    }),
  )
})

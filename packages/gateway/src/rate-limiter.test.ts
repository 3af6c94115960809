import { expect, test } from 'vitest'
import { createRateLimiter } from './rate-limiter.js'

test('each key has a rate of its own', () => {
  const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => 0)
  expect(limiter.allow('a')).toBe(true)
  expect(limiter.allow('a')).toBe(false)
  expect(limiter.allow('b')).toBe(true)
})

test('each key reserves for itself', () => {
  const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => 0)
  expect(['a', 'a', 'b', 'a'].map((key) => limiter.reserve(key, 1_500))).toEqual([0, 1_000, 0, undefined])
})

test('a key can be asked whether it has room, which takes nothing of it', () => {
  let now = 0
  const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => now)
  expect([limiter.hasRoom('a'), limiter.hasRoom('a'), limiter.allow('a')]).toEqual([true, true, true])
  expect([limiter.hasRoom('a'), limiter.hasRoom('b')]).toEqual([false, true])
  now = 1_000
  expect([limiter.hasRoom('a'), limiter.allow('a'), limiter.allow('a')]).toEqual([true, true, false])
})

test('keys at rest are forgotten, and those at work are not', () => {
  let now = 0
  const limiter = createRateLimiter({ perSecond: 1, burst: 1 }, () => now)
  for (let key = 0; key < 9_999; key++) limiter.allow(`rest ${key}`)
  now = 60_000
  expect(limiter.allow('busy')).toBe(true)
  expect(limiter.allow('newcomer that makes room')).toBe(true)
  expect(limiter.allow('busy')).toBe(false)
})

import { afterEach, describe, expect, test, vi } from 'vitest'
import { checkMoment, checkTtl, defaultTtlSeconds, maxTtlSeconds, refuseTwoEnds, resolveLifetime } from './lifetime.js'
import { now } from './test-support/sample.js'

afterEach(() => {
  vi.useRealTimers()
})

describe('a time to live', () => {
  test.each([1, 5, 600, 3_599, maxTtlSeconds])('may be %i seconds', (ttl) => {
    expect(checkTtl('ttl', ttl)).toBe(ttl)
  })

  test.each([undefined, null])('is an hour for %o', (ttl) => {
    expect(checkTtl('ttl', ttl)).toBe(defaultTtlSeconds)
  })

  test.each<[unknown, string]>([
    [0, 'range'],
    [-1, 'range'],
    [0.5, 'range'],
    [Number.NaN, 'range'],
    [Infinity, 'range'],
    [maxTtlSeconds + 1, 'range'],
    ['600', 'type'],
    [600n, 'type'],
    [{}, 'type'],
  ])('is not %o', (ttl, code) => {
    expect(() => checkTtl('ttl', ttl)).toThrow(expect.objectContaining({ code, argument: 'ttl' }))
  })
})

describe('a moment', () => {
  test('is whole Unix seconds, or a Date whose milliseconds are cut off', () => {
    expect(checkMoment('now', now)).toBe(now)
    expect(checkMoment('now', 0)).toBe(0)
    expect(checkMoment('now', new Date(now * 1000 + 999))).toBe(now)
  })

  test.each<[unknown, string]>([
    [now + 0.5, 'range'],
    [-1, 'range'],
    [new Date(-1), 'range'],
    [new Date(Number.NaN), 'range'],
    [String(now), 'type'],
    [null, 'type'],
  ])('is not %o', (moment, code) => {
    expect(() => checkMoment('now', moment)).toThrow(expect.objectContaining({ code, argument: 'now' }))
  })

  test('is not milliseconds, and the error says so', () => {
    expect(() => checkMoment('now', now * 1000)).toThrow('not milliseconds')
    expect(() => checkMoment('now', 10_000_000_000)).toThrow('not milliseconds')
    expect(checkMoment('now', 9_999_999_999)).toBe(9_999_999_999)
  })
})

describe('the times of a token', () => {
  test('run from now for the time to live', () => {
    expect(resolveLifetime({ now, ttl: 600 })).toEqual({ issuedAt: now, expiresAt: now + 600, notBefore: undefined })
    expect(resolveLifetime({ now })).toMatchObject({ expiresAt: now + defaultTtlSeconds })
  })

  test('come from one reading of the clock, cut off to whole seconds', () => {
    vi.useFakeTimers({ now: now * 1000 + 999, toFake: ['Date'] })
    expect(resolveLifetime({ ttl: 5 })).toEqual({ issuedAt: now, expiresAt: now + 5, notBefore: undefined })
  })

  test('may end at a moment', () => {
    expect(resolveLifetime({ now, validUntil: now + 1 })).toMatchObject({ expiresAt: now + 1 })
    expect(resolveLifetime({ now, validUntil: new Date((now + maxTtlSeconds) * 1000) })).toMatchObject({
      expiresAt: now + maxTtlSeconds,
    })
  })

  test.each([now, now - 1, now + maxTtlSeconds + 1])('do not end at %i', (validUntil) => {
    expect(() => resolveLifetime({ now, validUntil })).toThrow(
      expect.objectContaining({ code: 'range', argument: 'options.validUntil' }),
    )
  })

  test('may start later, but not at the end', () => {
    expect(resolveLifetime({ now, ttl: 60, notBefore: now + 59 })).toMatchObject({ notBefore: now + 59 })
    expect(resolveLifetime({ now, ttl: 60, notBefore: 0 })).toMatchObject({ notBefore: 0 })
    expect(() => resolveLifetime({ now, ttl: 60, notBefore: now + 60 })).toThrow(
      expect.objectContaining({ code: 'range', argument: 'options.notBefore' }),
    )
  })

  test('have one end', () => {
    expect(() => resolveLifetime({ now, ttl: 60, validUntil: now + 60 })).toThrow(
      expect.objectContaining({ code: 'conflict', argument: 'options.validUntil' }),
    )
    expect(() => {
      refuseTwoEnds({ ttl: null, validUntil: now })
    }).not.toThrow()
  })
})

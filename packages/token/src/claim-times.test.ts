import { describe, expect, test } from 'vitest'
import { readTimes, secondsOf } from './claim-times.js'

describe('a time in the claims', () => {
  test.each<[unknown, number, boolean, boolean]>([
    [1_800_000_000, 1_800_000_000, false, false],
    ['1800000000', 1_800_000_000, true, false],
    [1_800_000_000.9, 1_800_000_000, false, true],
    [0, 0, false, false],
    [-1.5, -1, false, true],
    ['1795214194600', 1_795_214_194_600, true, false],
  ])('%j is %i seconds', (exp, seconds, isText, isFraction) => {
    const { expiresAt } = readTimes({ exp })
    expect(expiresAt).toEqual({ state: 'valid', seconds, isText, isFraction })
    expect(secondsOf(expiresAt)).toBe(seconds)
  })

  test.each([null, '', 'soon', '1e9', '-1', ' 1', '1.5', '1234567890123456', true, [1], {}])('is not %j', (exp) => {
    const { expiresAt } = readTimes({ exp })
    expect(expiresAt).toEqual({ state: 'invalid' })
    expect(secondsOf(expiresAt)).toBeUndefined()
  })

  test('may be absent', () => {
    const { issuedAt, notBefore, expiresAt } = readTimes({ iat: 1, nbf: 2 })
    expect([issuedAt, notBefore, expiresAt].map(secondsOf)).toEqual([1, 2, undefined])
    expect(expiresAt).toEqual({ state: 'absent' })
  })

  test('is not infinite, which JSON cannot say but a huge number reads as', () => {
    expect(readTimes(JSON.parse('{ "exp": 1e999 }') as object as Record<string, unknown>).expiresAt.state).toBe(
      'invalid',
    )
  })
})

import { describe, expect, test } from 'vitest'
import { TokenError, type TokenErrorCode, tokenErrorCatalogue } from './token-error.js'

const codes = Object.keys(tokenErrorCatalogue) as TokenErrorCode[]

describe('a token error', () => {
  test.each(codes)('%s says what was found and what to do, and knows its device error', (code) => {
    const { message, advice, deviceErrorCode } = tokenErrorCatalogue[code]
    const error = new TokenError(code)
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'TokenError', code, deviceErrorCode, message: `${message} ${advice}` })
    for (const sentence of [message, advice]) expect(sentence).toMatch(/^[A-Z].*[.)]$/)
  })

  test('puts a detail between the two', () => {
    const { message, advice } = tokenErrorCatalogue.expired
    expect(new TokenError('expired', 'It did so 5 seconds ago.').message).toBe(
      `${message} It did so 5 seconds ago. ${advice}`,
    )
  })

  test.each<[TokenErrorCode, number]>([
    ['signature', 31_202],
    ['unknown-account', 31_203],
    ['unknown-api-key', 31_203],
    ['account-mismatch', 31_203],
    ['malformed', 31_204],
    ['not-yet-valid', 31_204],
    ['expired', 31_205],
    ['lifetime', 31_207],
    ['client-name', 31_105],
  ])('%s is the device error %i', (code, deviceErrorCode) => {
    expect(new TokenError(code).deviceErrorCode).toBe(deviceErrorCode)
  })

  test('has one entry for each code, and the list cannot be changed', () => {
    expect(tokenErrorCatalogue).toSatisfy(Object.isFrozen)
    expect(new Set(Object.values(tokenErrorCatalogue).map(({ message }) => message)).size).toBe(codes.length)
  })
})

import { describe, expect, test } from 'vitest'
import { checkTokenId, formatClaims, formatTokenId, maxTokenIdLength, reservedClaims } from './extra-claims.js'

describe('a token id', () => {
  test('is written as the claim jti, escaped as JSON', () => {
    expect(formatTokenId('a"b')).toBe(',"jti":"a\\"b"')
    expect(formatTokenId(undefined)).toBe('')
  })

  test('has 1 to 256 characters', () => {
    expect(checkTokenId('x'.repeat(maxTokenIdLength))).toHaveLength(maxTokenIdLength)
    expect(() => checkTokenId('')).toThrow(expect.objectContaining({ code: 'range' }))
    expect(() => checkTokenId('x'.repeat(maxTokenIdLength + 1))).toThrow(expect.objectContaining({ code: 'range' }))
  })

  test.each([null, 7, {}])('is no %o', (tokenId) => {
    expect(() => formatTokenId(tokenId)).toThrow(expect.objectContaining({ code: 'type', argument: 'options.tokenId' }))
  })
})

describe('extra claims', () => {
  test('are written as JSON members, in the order given', () => {
    expect(formatClaims({ find: 'me', list: [1, { a: null }], 'q"': true })).toBe(
      ',"find":"me","list":[1,{"a":null}],"q\\"":true',
    )
    expect(formatClaims({})).toBe('')
    expect(formatClaims(undefined)).toBe('')
  })

  test.each(reservedClaims)('cannot override %s', (name) => {
    expect(() => formatClaims({ [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'reserved-claim', argument: `options.claims["${name}"]` }),
    )
  })

  test.each([null, 'x', 7, ['x']])('are no %o', (claims) => {
    expect(() => formatClaims(claims)).toThrow(expect.objectContaining({ code: 'type', argument: 'options.claims' }))
  })

  test.each([undefined, () => 'x', Symbol('x')])('hold no %o, which JSON cannot say', (value) => {
    expect(() => formatClaims({ a: value })).toThrow(expect.objectContaining({ code: 'type' }))
  })

  test('hold nothing that refuses to be written, and keep the reason', () => {
    const circular: Record<string, unknown> = {}
    circular['self'] = circular
    expect(() => formatClaims({ a: circular })).toThrow(
      expect.objectContaining({
        code: 'type',
        argument: 'options.claims["a"]',
        cause: expect.any(TypeError) as unknown,
      }),
    )
    expect(() => formatClaims({ a: 1n })).toThrow(expect.objectContaining({ code: 'type' }))
  })
})

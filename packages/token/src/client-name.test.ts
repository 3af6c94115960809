import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkClientName, isClientName, maxClientNameLength } from './client-name.js'

describe('the portable rule', () => {
  test.each(['joey', 'JOEY', '_', '0', 'a'.repeat(maxClientNameLength)])('accepts %s', (name) => {
    expect(isClientName(name, 'portable')).toBe(true)
  })

  test.each(['', 'joey\n', 'a b', 'a-b', 'a@b', 'é', '٣', 'a'.repeat(maxClientNameLength + 1)])(
    'refuses %j',
    (name) => {
      expect(isClientName(name, 'portable')).toBe(false)
    },
  )
})

describe('the wide rule', () => {
  test.each(['joey', 'joey@example.com', '+15551234567', 'a&b=c', "it's", 'é', '日本', '😀'])('accepts %s', (name) => {
    expect(isClientName(name, 'wide')).toBe(true)
  })

  test.each(['', ' ', 'a b', 'a\tb', 'a\u00a0b', '\0', '\u0085', '\u200b', '\ud800', '\udc00x', 'a'.repeat(257)])(
    'refuses %j',
    (name) => {
      expect(isClientName(name, 'wide')).toBe(false)
    },
  )

  test('refuses every delimiter and unwise character of RFC 2396', () => {
    const refused = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
      (character) => !isClientName(character, 'wide'),
    )
    expect(refused.sort()).toEqual(Array.from('<>#%"{}|\\^[]`').sort())
  })

  test('accepts whatever the portable rule accepts', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(isClientName(name, 'portable'))
        expect(isClientName(name, 'wide')).toBe(true)
      }),
    )
  })
})

describe('checking a client name', () => {
  test('returns it, by the portable rule unless told otherwise', () => {
    expect(checkClientName('clientName', 'joey')).toBe('joey')
    expect(checkClientName('clientName', 'joey@example.com', 'wide')).toBe('joey@example.com')
  })

  test.each([
    [undefined, 'missing'],
    [null, 'missing'],
    [7, 'type'],
    [{}, 'type'],
    ['', 'client-name'],
    ['a-b', 'client-name'],
  ])('refuses %j with the code %s', (name, code) => {
    expect(() => checkClientName('clientName', name)).toThrow(expect.objectContaining({ code, argument: 'clientName' }))
  })

  test('tells of the wide rule when the portable one refuses, and of its characters when the wide one does', () => {
    expect(() => checkClientName('clientName', 'a-b')).toThrow('clientNameRule: "wide"')
    expect(() => checkClientName('clientName', 'a b', 'wide')).toThrow('without spaces, control characters')
  })

  test('takes a rule that does not exist for the portable one, which is the stricter', () => {
    const rule = 'Wide' as 'wide'
    expect(checkClientName('clientName', 'joey', rule)).toBe('joey')
    expect(() => checkClientName('clientName', 'a-b', rule)).toThrow('pass clientNameRule: "wide"')
  })
})

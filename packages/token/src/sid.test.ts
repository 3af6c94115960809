import { describe, expect, test } from 'vitest'
import { checkSid, isSid } from './sid.js'

const hex = '0123456789abcdefABCDEF0123456789'

describe('the shape of a SID', () => {
  test.each(['AC', 'AP', 'SK'] as const)('%s and 32 hex digits is strict', (prefix) => {
    expect(isSid(`${prefix}${hex}`, prefix, true)).toBe(true)
  })

  test.each([
    `AP${hex}`,
    `AC${hex}0`,
    `AC${hex.slice(1)}`,
    `AC${hex.slice(1)}g`,
    ` AC${hex}`,
    `AC${hex}\n`,
    `ac${hex}`,
  ])('%j is no strict account SID', (text) => {
    expect(isSid(text, 'AC', true)).toBe(false)
  })

  test.each(['AP123', 'x', '!'.repeat(64)])('%s is loose', (text) => {
    expect(isSid(text, 'AP', false)).toBe(true)
  })

  test.each(['', 'AP 123', 'AP123\n', 'APé', '!'.repeat(65)])('%j is not even loose', (text) => {
    expect(isSid(text, 'AP', false)).toBe(false)
  })
})

describe('checking a SID', () => {
  test('returns it', () => {
    expect(checkSid('appSid', 'AP123', 'AP')).toBe('AP123')
    expect(checkSid('appSid', `AP${hex}`, 'AP', true)).toBe(`AP${hex}`)
  })

  test.each([
    [undefined, 'missing'],
    [null, 'missing'],
    ['', 'missing'],
    [123, 'type'],
    ['AP 123', 'sid'],
  ])('refuses %j with the code %s', (value, code) => {
    expect(() => checkSid('appSid', value, 'AP')).toThrow(expect.objectContaining({ code, argument: 'appSid' }))
  })

  test('says which rule it holds to', () => {
    expect(() => checkSid('appSid', 'AP 123', 'AP')).toThrow('1 to 64 visible ASCII characters')
    expect(() => checkSid('appSid', 'AP123', 'AP', true)).toThrow('AP followed by 32 hex digits')
  })
})

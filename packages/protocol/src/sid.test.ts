import * as fc from 'fast-check'
import { expect, expectTypeOf, test } from 'vitest'
import {
  type AccountSid,
  type CallSid,
  formatSid,
  formatTempCallId,
  isSid,
  isTempCallId,
  sidBytes,
  sidPrefixes,
} from './sid.js'

const anyPrefix = fc.constantFrom(...Object.values(sidPrefixes))
const anyBytes = fc.uint8Array({ minLength: sidBytes, maxLength: sidBytes })

test('a SID made from 16 bytes has its prefix and the bytes in lower-case hexadecimal', () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 17)
  expect(formatSid('CA', bytes)).toBe('CA00112233445566778899aabbccddeeff')
  expectTypeOf(formatSid('CA', bytes)).toEqualTypeOf<CallSid>()
})

test('every SID made is one of its own kind and of no other', () => {
  fc.assert(
    fc.property(anyPrefix, anyPrefix, anyBytes, (prefix, other, bytes) => {
      expect(isSid(formatSid(prefix, bytes), other)).toBe(prefix === other)
    }),
  )
})

test('different bytes make different SIDs and temporary ids of the right shape', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (one, other) => {
      const same = one.every((byte, index) => byte === other[index])
      expect(formatSid('CA', one) === formatSid('CA', other)).toBe(same)
      expect(isTempCallId(formatTempCallId(one))).toBe(true)
    }),
  )
})

test.each([
  '',
  'CA',
  `CA${'a'.repeat(31)}`,
  `CA${'a'.repeat(33)}`,
  `CA${'A'.repeat(32)}`,
  `CA${'g'.repeat(32)}`,
  ` CA${'a'.repeat(32)}`,
  `CA${'a'.repeat(32)}\n`,
  `AC${'a'.repeat(32)}`,
  42,
  null,
  undefined,
  [`CA${'a'.repeat(32)}`],
])('%j is not the SID of a call', (value) => {
  expect(isSid(value, 'CA')).toBe(false)
})

test('the check narrows the type', () => {
  const value: unknown = `AC${'0'.repeat(32)}`
  expect(isSid(value, 'AC')).toBe(true)
  if (isSid(value, 'AC')) expectTypeOf(value).toEqualTypeOf<AccountSid>()
})

test('a temporary call id is TJS and a version 4 UUID', () => {
  expect(formatTempCallId(new Uint8Array(16))).toBe('TJS00000000-0000-4000-8000-000000000000')
  expect(formatTempCallId(new Uint8Array(16).fill(0xff))).toBe('TJSffffffff-ffff-4fff-bfff-ffffffffffff')
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 17)
  expect(formatTempCallId(bytes)).toBe('TJS00112233-4455-4677-8899-aabbccddeeff')
})

test.each(['TJS', 'TJS1', `CA${'a'.repeat(32)}`, 'tjs00000000-0000-4000-8000-000000000000', 7, undefined])(
  '%j is not a temporary call id',
  (value) => {
    expect(isTempCallId(value)).toBe(false)
  },
)

test.each([0, 15, 17])('%i bytes are a mistake of the programmer', (length) => {
  expect(() => formatSid('CA', new Uint8Array(length))).toThrow(TypeError)
  expect(() => formatTempCallId(new Uint8Array(length))).toThrow(`${length} were given`)
})

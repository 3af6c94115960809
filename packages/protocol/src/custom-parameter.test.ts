import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CustomParameter,
  customParameterBytes,
  decodeIncomingParams,
  decodeOutgoingParams,
  encodeIncomingParams,
  encodeOutgoingParams,
  isRawName,
} from './custom-parameter.js'
import { protocolLimits as limits } from './protocol-limits.js'

const wellFormed = fc.string({ unit: 'binary', maxLength: 20 })
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 })
const utf16 = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) })
const parameters: fc.Arbitrary<CustomParameter[]> = fc.array(fc.tuple(name, wellFormed))

/** What the official SDKs do with `Params`, after their published behaviour: names raw, the last duplicate wins. */
function readAsSdk(params: string): Record<string, string> {
  const read: Record<string, string> = {}
  for (const pair of params.split('&')) {
    const [key = '', value = ''] = pair.split('=')
    if (key !== '') read[key] = decodeURIComponent(value.replaceAll('+', ' '))
  }
  return read
}

test('outgoing parameters come back in order, repeated names and all', () => {
  fc.assert(
    fc.property(parameters, (list) => {
      expect(decodeOutgoingParams(encodeOutgoingParams(list))).toEqual(list)
    }),
  )
})

test('incoming parameters come back in order if their names can stand raw', () => {
  fc.assert(
    fc.property(parameters, (list) => {
      const raw = list.filter(([key]) => isRawName(key))
      expect(decodeIncomingParams(encodeIncomingParams(raw))).toEqual(raw)
    }),
  )
})

test('the official SDKs read from incoming parameters the last value of each name', () => {
  fc.assert(
    fc.property(parameters, (list) => {
      const raw = list.filter(([key]) => isRawName(key) && key !== '__proto__')
      expect(new Map(Object.entries(readAsSdk(encodeIncomingParams(raw))))).toEqual(new Map(raw))
    }),
  )
})

test('parameters with spaces, plus signs, repeated names and Chinese text are written as the SDKs read them', () => {
  const params = encodeIncomingParams([
    ['duplicate', '12345'],
    ['duplicate', '123456'],
    ['custom + param', '我不吃蛋'],
    ['foobar', 'some + value'],
  ])
  expect(params).toBe(
    'duplicate=12345&duplicate=123456&custom + param=%E6%88%91%E4%B8%8D%E5%90%83%E8%9B%8B&foobar=some%20%2B%20value',
  )
  expect(readAsSdk(params)).toEqual({ duplicate: '123456', 'custom + param': '我不吃蛋', foobar: 'some + value' })
})

test('an incoming name that cannot stand raw is percent-encoded, and is no second parameter', () => {
  expect(encodeIncomingParams([['a&b=c', '1']])).toBe('a%26b%3Dc=1')
  expect(isRawName('a&b')).toBe(false)
  expect(isRawName('a=b')).toBe(false)
  expect(isRawName('a b+ö%20')).toBe(true)
})

test('no name or value adds a parameter', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(utf16, utf16)), (list) => {
      const named = list.filter(([key]) => key !== '').length
      expect(decodeOutgoingParams(encodeOutgoingParams(list))).toHaveLength(named)
      expect(decodeIncomingParams(encodeIncomingParams(list))).toHaveLength(named)
    }),
  )
})

test('a parameter without a name is not written', () => {
  expect(encodeOutgoingParams([['', 'lost'], ['a', '1']])).toBe('a=1') // prettier-ignore
  expect(encodeIncomingParams([['', 'lost']])).toBe('')
})

test('a lone surrogate becomes a replacement character instead of an exception', () => {
  expect(decodeOutgoingParams(encodeOutgoingParams([['a', 'x\uD800y']]))).toEqual([['a', 'x\uFFFDy']])
})

test.each<[string, readonly CustomParameter[]]>([
  ['', []],
  ['&&', []],
  ['=lost', []],
  ['To=bob', [['To', 'bob']]],
  ['a', [['a', '']]],
  ['a=', [['a', '']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a=1&a=2', [['a', '1'], ['a', '2']]], // prettier-ignore
  ['a+b=c+d', [['a b', 'c d']]],
  ['a%20b=c%2Bd', [['a b', 'c+d']]],
  ['rate=100%', [['rate', '100%']]],
  ['a=%zz%4', [['a', '%zz%4']]],
  ['a=%C3', [['a', '%C3']]],
  ['a=%C3%A4', [['a', 'ä']]],
  ['a=%ff-%41', [['a', '%ff-A']]],
])('%j from a client reads as %j', (params, expected) => {
  expect(decodeOutgoingParams(params)).toEqual(expected)
})

test('incoming names are left as they stand', () => {
  expect(decodeIncomingParams('a%20b=c%20d&e+f=g+h')).toEqual([
    ['a%20b', 'c d'],
    ['e+f', 'g h'],
  ])
})

test('reading never fails', () => {
  fc.assert(
    fc.property(fc.oneof(utf16, fc.stringMatching(/^[%&=+a-f0-9]*$/)), (params) => {
      for (const list of [decodeOutgoingParams(params), decodeIncomingParams(params)]) {
        expect(list.every(([key]) => key !== '')).toBe(true)
      }
    }),
  )
})

test('size counts names and values in bytes, and 800 of them fit the wire limit however they are encoded', () => {
  expect(customParameterBytes([])).toBe(0)
  expect(
    customParameterBytes([
      ['ä', '水'],
      ['a', ''],
    ]),
  ).toBe(6)
  const worst = Array.from({ length: limits.maxCustomParameterBytes }, (): CustomParameter => ['&', ''])
  expect(customParameterBytes(worst)).toBe(limits.maxCustomParameterBytes)
  expect(encodeOutgoingParams(worst).length).toBeLessThanOrEqual(limits.maxParamsChars)
})

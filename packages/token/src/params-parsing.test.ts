import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeParams } from './params.js'
import { type Param, parsePair, parseParams } from './params-parsing.js'
import type { RemarkCode } from './remark.js'
import { params } from './test-support/arbitrary.js'

function read(list: string): { readonly params: readonly Param[]; readonly notes: readonly RemarkCode[] } {
  const notes: RemarkCode[] = []
  return { params: parseParams(list, (code) => notes.push(code)), notes }
}

describe('a list of parameters', () => {
  test.each<[string, readonly Param[]]>([
    ['', []],
    ['foo=bar', [['foo', 'bar']]],
    [
      'foo=bar&baz=qux',
      [
        ['foo', 'bar'],
        ['baz', 'qux'],
      ],
    ],
    [
      'foo=1&foo=2',
      [
        ['foo', '1'],
        ['foo', '2'],
      ],
    ],
    [
      'msg=R%26D+(v2)~+%C3%A9*&n=7',
      [
        ['msg', 'R&D (v2)~ é*'],
        ['n', '7'],
      ],
    ],
    ['a+b=c%20d', [['a b', 'c d']]],
    ['empty=', [['empty', '']]],
    ['alone', [['alone', '']]],
    ['a=b=c', [['a', 'b=c']]],
    ['50=%2550', [['50', '%50']]],
  ])('%s is read without a remark', (list, expected) => {
    expect(read(list)).toEqual({ params: expected, notes: [] })
  })

  test.each<[string, string, readonly Param[], readonly RemarkCode[]]>([
    [
      'Java 3.3',
      'foo%3Dbar%26baz%3Dqux',
      [
        ['foo', 'bar'],
        ['baz', 'qux'],
      ],
      ['overencoded-params'],
    ],
    ['Java 3.3 in lower case', 'key%3da+value', [['key', 'a value']], ['overencoded-params']],
    [
      'C# 3',
      'foo=bar%26baz=qux',
      [
        ['foo', 'bar'],
        ['baz', 'qux'],
      ],
      ['overencoded-params'],
    ],
    [
      'old PHP settings',
      'foo=bar&amp;baz=qux',
      [
        ['foo', 'bar'],
        ['baz', 'qux'],
      ],
      ['escaped-separator'],
    ],
    ['an issuer without an encoder', 'rate=100%', [['rate', '100%']], ['bad-escape']],
  ])('of %s is read all the same, with a remark', (_, list, expected, notes) => {
    expect(read(list)).toEqual({ params: expected, notes })
  })

  test('keeps an encoded ampersand where no further pair is hidden behind it', () => {
    expect(read('msg=R%26D')).toEqual({ params: [['msg', 'R&D']], notes: [] })
    expect(read('a%26b=c')).toEqual({ params: [['a&b', 'c']], notes: [] })
  })

  test('of our own is read back exactly, without a remark', () => {
    fc.assert(
      fc.property(params, (given) => {
        const expected = Object.entries(given).map(([name, value]) => [name, String(value)])
        expect(read(encodeParams('params', given))).toEqual({ params: expected, notes: [] })
      }),
    )
  })

  test('takes time in proportion to its length, however hostile', () => {
    const pieces = ['=', '%26', '%3D', '&', '&amp;', '%', '+', 'a']
    const hostile = fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces), fc.constantFrom(...pieces))
    fc.assert(
      fc.property(hostile, ([first, second, third]) => {
        read(first.repeat(1_000) + second.repeat(1_000) + third.repeat(1_000))
      }),
      { numRuns: 60 },
    )
  }, 5_000)
})

test('a pair is cut at its first equals sign and frozen', () => {
  const pair = parsePair('a=b=c', () => undefined)
  expect(pair).toEqual(['a', 'b=c'])
  expect(pair).toSatisfy(Object.isFrozen)
})

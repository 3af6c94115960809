import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxJsonDepth, parseJsonObject } from './strict-json.js'
import { referenceVerdict, type Verdict } from './test-support/reference-json.js'
import { TokenError } from './token-error.js'

function verdictOf(text: string): Verdict {
  try {
    parseJsonObject(text)
    return 'accepted'
  } catch (error) {
    if (error instanceof TokenError && (error.code === 'malformed' || error.code === 'duplicate-key')) return error.code
    throw error
  }
}

/** A value as it may be written: members in order, the same key possibly twice. */
type Written = string | { readonly open: string; readonly parts: readonly Written[]; readonly close: string }

function write(written: Written, gap: string): string {
  if (typeof written === 'string') return written
  return `${written.open}${gap}${written.parts.map((part) => write(part, gap)).join(`${gap},${gap}`)}${gap}${written.close}`
}

// Few keys, in several spellings, so that the same key often comes twice.
const key = fc.constantFrom('"a"', '"\\u0061"', '"b"', '"a:b"', '"\\""', '"__proto__"', '"1"', '""', '"{"', '"\\\\"')
const scalar = fc.oneof(
  fc.constantFrom('null', 'true', '-1.5e3', '":"', '"}"', '"\\":"', '"a\\\\"'),
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => JSON.stringify(text)),
)
const { object } = fc.letrec<{ value: Written; object: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((parts) => ({ open: '[', parts, close: ']' })),
    tie('object'),
  ),
  object: fc
    .array(
      fc.tuple(key, tie('value')).map(([name, value]) => ({ open: `${name}:`, parts: [value], close: '' })),
      { maxLength: 4 },
    )
    .map((parts) => ({ open: '{', parts, close: '}' })),
}))
const document = fc
  .tuple(object, fc.constantFrom('', ' ', '\n', '\t ', '\r\n'))
  .map(([written, gap]) => gap + write(written, gap) + gap)

describe('a strict JSON object', () => {
  test('is returned as JSON.parse reads it', () => {
    const text = '{ "a": [1, { "b": "\\u0061:" }], "\\/": null }'
    expect(parseJsonObject(text)).toEqual({ a: [1, { b: 'a:' }], '/': null })
  })

  test.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"x":{"a":1,"a":1}}',
    '{"x":[{"y":[{"a":{},"a":{}}]}]}',
    '{"__proto__":1,"__proto__":2}',
    '{"1":1,"1":2}',
    '{"":1,"":2}',
    '{"a:":1,"a:":2}',
    '{"\\"":1,"\\"":2}',
  ])('may not hold the same key twice: %s', (text) => {
    expect(() => parseJsonObject(text)).toThrow(expect.objectContaining({ code: 'duplicate-key' }))
  })

  test.each(['{"a":{"a":{"a":1}}}', '{"a":":","b":"{\\"a\\":1}"}', '{"a":[{"b":1},{"b":2}]}'])(
    'may hold the same key in different objects: %s',
    (text) => {
      expect(parseJsonObject(text)).toEqual(JSON.parse(text))
    },
  )

  test.each(['', ' ', 'null', '7', '"{}"', '[]', '[{}]', '{', '{}{}', "{'a':1}", '{"a":1,}', '{"a":NaN}', '\ufeff{}'])(
    'is not %j',
    (text) => {
      expect(() => parseJsonObject(text)).toThrow(expect.objectContaining({ code: 'malformed' }))
    },
  )

  test('nests 64 levels and no more', () => {
    const nest = (levels: number): string => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`
    const list = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    for (const text of [nest(maxJsonDepth), list(maxJsonDepth)]) expect(verdictOf(text)).toBe('accepted')
    for (const text of [nest(maxJsonDepth + 1), list(maxJsonDepth + 1)]) expect(verdictOf(text)).toBe('malformed')
    expect(verdictOf(`{"a":"${'['.repeat(1_000)}"}`)).toBe('accepted')
  })

  test('agrees with a slow, independent reader on documents with doubled keys', () => {
    const seen = new Set<Verdict>()
    fc.assert(
      fc.property(document, (text) => {
        const verdict = referenceVerdict(text)
        seen.add(verdict)
        expect(verdictOf(text)).toBe(verdict)
      }),
      { numRuns: 3_000 },
    )
    expect([...seen].sort()).toEqual(['accepted', 'duplicate-key'])
  })

  test('agrees with it on broken documents too', () => {
    const seen = new Set<Verdict>()
    const broken = fc.tuple(document, fc.nat(), fc.constantFrom('', '"', '\\', ',', ':', '}', '{', '0', ' ', '\0'))
    fc.assert(
      fc.property(broken, ([text, place, patch]) => {
        const at = place % text.length
        const damaged = text.slice(0, at) + patch + text.slice(at + 1)
        const verdict = referenceVerdict(damaged)
        seen.add(verdict)
        expect(verdictOf(damaged)).toBe(verdict)
      }),
      { numRuns: 3_000 },
    )
    expect([...seen].sort()).toEqual(['accepted', 'duplicate-key', 'malformed'])
  })

  test('agrees with it on arbitrary text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        expect(verdictOf(text)).toBe(referenceVerdict(text))
      }),
    )
  })
})

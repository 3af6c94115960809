import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeSegment, splitCompact } from './compact-token.js'
import { maxTokenBytes } from './token-limits.js'

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

describe('taking a token apart', () => {
  test('gives three segments and what is signed', () => {
    expect(splitCompact('aaaa.bbbb.cccc')).toEqual({
      headerSegment: 'aaaa',
      payloadSegment: 'bbbb',
      signatureSegment: 'cccc',
      signingInput: 'aaaa.bbbb',
    })
  })

  test('allows an empty signature, so that an unsigned token gets its own refusal', () => {
    expect(splitCompact('aaaa.bbbb.').signatureSegment).toBe('')
  })

  test.each([
    '',
    '.',
    '..',
    'aaaa',
    'aaaa.bbbb',
    '.bbbb.cccc',
    'aaaa..cccc',
    'aaaa.bbbb.cccc.dddd',
    'aaaa.bbbb.cccc\n',
    ' aaaa.bbbb.cccc',
    'aaaa.bb bb.cccc',
    '"aaaa.bbbb.cccc"',
    'aaaa.bbbb.cccc=',
    'aa==.bbbb.cccc',
    'aa+a.bbbb.cccc',
    'aa/a.bbbb.cccc',
    'aaéa.bbbb.cccc',
  ])('refuses the shape %j', (token) => {
    expect(() => splitCompact(token)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  test.each([undefined, null, 7, {}, ['aaaa.bbbb.cccc']])('refuses %o, which is no string', (token) => {
    expect(() => splitCompact(token)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  test.each(['a', 'ab', 'abcde', 'abB', 'abc='])(
    'refuses the segment %s, which is not canonical base64url',
    (segment) => {
      for (const token of [`${segment}.aaaa.aaaa`, `aaaa.${segment}.aaaa`, `aaaa.aaaa.${segment}`]) {
        expect(() => splitCompact(token)).toThrow(expect.objectContaining({ code: 'malformed' }))
      }
    },
  )

  test('accepts a segment exactly when encoding its bytes again gives it back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,9}$/), (segment) => {
        const isCanonical = Buffer.from(segment, 'base64url').toString('base64url') === segment
        let isAccepted = true
        try {
          splitCompact(`${segment}.aaaa.aaaa`)
        } catch {
          isAccepted = false
        }
        expect(isAccepted).toBe(isCanonical)
      }),
      { numRuns: 2_000 },
    )
  })

  test('looks at 16 KiB and no more', () => {
    const start = 'aaaa.'
    const fill = 'a'.repeat(maxTokenBytes - start.length - '.aaaa'.length)
    const token = `${start}${fill.slice(0, fill.length - (fill.length % 4))}.aaaa`
    expect(splitCompact(token).signatureSegment).toBe('aaaa')
    expect(() => splitCompact('a'.repeat(maxTokenBytes))).toThrow(expect.objectContaining({ code: 'malformed' }))
    expect(() => splitCompact('a'.repeat(maxTokenBytes + 1))).toThrow(expect.objectContaining({ code: 'too-large' }))
  })
})

describe('decoding a segment', () => {
  test('gives back any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(decodeSegment(base64url(text))).toBe(text)
      }),
    )
  })

  test('takes a replacement character that was really written', () => {
    expect(decodeSegment(base64url('a\ufffdb'))).toBe('a\ufffdb')
  })

  test.each([
    ['a lone continuation byte', [0x80]],
    ['a cut sequence', [0x61, 0xe2, 0x82]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a byte beyond Unicode', [0xf5, 0x80, 0x80, 0x80]],
    ['a stray byte beside a real replacement character', [0xef, 0xbf, 0xbd, 0xff]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeSegment(Buffer.from(bytes).toString('base64url'))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })
})

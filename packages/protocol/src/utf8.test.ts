import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exceedsUtf8Bytes, utf8Bytes } from './utf8.js'

// Half of the units are surrogates, so that pairs and lone ones both turn up.
const unit = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff }))
const utf16 = fc.string({ unit: unit.map((code) => String.fromCharCode(code)) })

/** An oracle of another kind: percent-encode, and count escapes and plain characters alike. */
function countByPercentEncoding(text: string): number {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/%../g, 'x').length
}

test.each([
  ['', 0],
  ['a', 1],
  ['\u007F\u0080', 3],
  ['\u07FF\u0800', 5],
  ['\uFFFF', 3],
  ['😀', 4],
  ['\uD83D', 3],
  ['\uDE00\uD83D', 6],
  ['\uDE00\uDE00', 6],
  ['\uD83D\uD83D\uDE00', 7],
])('%j takes %i bytes', (text, bytes) => {
  expect(utf8Bytes(text)).toBe(bytes)
})

test('any text, lone surrogates included, takes as many bytes as its percent-encoding shows', () => {
  fc.assert(fc.property(utf16, (text) => utf8Bytes(text) === countByPercentEncoding(text)))
})

test('a text exceeds every bound below its size and none from there on', () => {
  fc.assert(
    fc.property(utf16, fc.nat({ max: 40 }), (text, maxBytes) => {
      expect(exceedsUtf8Bytes(text, maxBytes)).toBe(utf8Bytes(text) > maxBytes)
    }),
  )
})

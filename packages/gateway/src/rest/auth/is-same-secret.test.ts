import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameSecret } from './is-same-secret.js'

test('secrets are the same when their texts are', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(isSameSecret(a, a)).toBe(true)
      expect(isSameSecret(a, b)).toBe(a === b)
    }),
  )
})

test.each([
  ['one is the beginning of the other', 'secret', 'secre'],
  ['one goes on with zeros', 'secret', 'secret\0'],
  ['both are too long, and begin alike', `${'x'.repeat(512)}a`, `${'x'.repeat(512)}b`],
  ['both are too long, and the same', 'x'.repeat(513), 'x'.repeat(513)],
])('they are not when %s', (_what, a, b) => {
  expect([isSameSecret(a, b), isSameSecret(b, a)]).toEqual([false, false])
})

test('the longest that is compared is', () => {
  expect(isSameSecret('x'.repeat(512), 'x'.repeat(512))).toBe(true)
})

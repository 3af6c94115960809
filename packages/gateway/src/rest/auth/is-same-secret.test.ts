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
  ['one goes on beyond what is usual', 'x'.repeat(64), 'x'.repeat(65)],
  ['they differ at the end, and are long', `${'x'.repeat(99)}a`, `${'x'.repeat(99)}b`],
  ['both are too long, and begin alike', `${'x'.repeat(512)}a`, `${'x'.repeat(512)}b`],
  ['both are too long, and the same', 'x'.repeat(513), 'x'.repeat(513)],
])('they are not when %s', (_what, a, b) => {
  expect([isSameSecret(a, b), isSameSecret(b, a)]).toEqual([false, false])
})

test.each([64, 65, 512])('those of %i characters are', (length) => {
  expect(isSameSecret('x'.repeat(length), 'x'.repeat(length))).toBe(true)
})

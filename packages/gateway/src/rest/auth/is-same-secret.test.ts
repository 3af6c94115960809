import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameSecret } from './is-same-secret.js'

test('secrets are the same when their texts are, of whatever length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(isSameSecret(a, a)).toBe(true)
      expect(isSameSecret(a, b)).toBe(a === b)
    }),
  )
})

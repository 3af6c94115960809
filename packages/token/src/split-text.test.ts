import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitText } from './split-text.js'

const text = fc.string({ unit: fc.constantFrom('a', '&', ' ', 'é'), maxLength: 12 })
const separator = fc.string({ unit: fc.constantFrom('&', ' ', 'a'), minLength: 1, maxLength: 2 })

test('a text is split as String.prototype.split does it', () => {
  fc.assert(
    fc.property(text, separator, (whole, by) => {
      expect(splitText(whole, by)).toEqual(whole.split(by))
    }),
  )
})

test('the end of a separator can stay with the part that follows', () => {
  expect(splitText('a scope:b scope:c', ' scope:', 6)).toEqual(['a', 'scope:b', 'scope:c'])
  expect(splitText(' scope: scope:', ' scope:', 6)).toEqual(['', 'scope:', 'scope:'])
  expect(splitText('', ' scope:', 6)).toEqual([''])
})

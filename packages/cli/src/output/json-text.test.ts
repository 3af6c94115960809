import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatJson } from './json-text.js'

test('the value can be read back, and a terminal has nothing to act upon', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }), (value) => {
      const text = formatJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
    }),
  )
})

test('characters that JSON leaves raw and a terminal does not are escaped by their code units', () => {
  expect(formatJson('\u009B\u202E')).toBe('"\\u009b\\u202e"\n')
  expect(formatJson('\u{E0001}')).toBe('"\\udb40\\udc01"\n')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatJson } from './format-json.js'
import { escapeText } from './terminal-text.js'

const acted = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

test('what a terminal would act upon or hide is shown as an escape', () => {
  expect(escapeText('a\u001b[31mb\u202e\u200b\u00a0ö 電')).toBe('a\\u{1B}[31mb\\u{202E}\\u{200B}\\u{A0}ö 電')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeText(text)).not.toMatch(acted)
    }),
  )
})

test('JSON that is safe for a terminal means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = formatJson(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(text.replaceAll('\n', '')).not.toMatch(acted)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeText, quoteText } from './terminal-text.js'

const terminalActsOn = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

test('a plain word is shown as it stands', () => {
  for (const text of ['joey', 'AP123', 'José', '/2010-04-01/Events', 'a@b.example:8', '名前']) {
    expect(quoteText(text)).toBe(text)
  }
})

test('anything else is shown in double quotes', () => {
  expect(quoteText('a value')).toBe('"a value"')
  expect(quoteText('')).toBe('""')
  expect(quoteText('say "hi" \\ bye')).toBe('"say \\"hi\\" \\\\ bye"')
  expect(quoteText('│ box')).toBe('"│ box"')
})

test('what a terminal acts upon or hides is shown escaped', () => {
  expect(escapeText('a\u001B[31mb')).toBe('a\\u{1B}[31mb')
  expect(escapeText('\n\r\t\0\u007F\u009B')).toBe('\\n\\r\\t\\u{0}\\u{7F}\\u{9B}')
  expect(escapeText('\u202Etxt.exe\u2066')).toBe('\\u{202E}txt.exe\\u{2066}')
  expect(escapeText('a\u200Bb\uFEFFc\u3164d\u00A0e')).toBe('a\\u{200B}b\\u{FEFF}c\\u{3164}d\\u{A0}e')
  expect(escapeText('\uD83D')).toBe('\\u{D83D}')
})

test('an invisible letter does not pass for a plain word', () => {
  expect(quoteText('joey\u3164')).toBe('"joey\\u{3164}"')
})

test('no text whatever leaves anything for a terminal to act upon', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeText(text)).not.toMatch(terminalActsOn)
      expect(quoteText(text)).not.toMatch(terminalActsOn)
    }),
  )
})

test('two texts are never shown alike', () => {
  const tricky = fc.string({ unit: fc.constantFrom('"', '\\', 'n', '\n', 'u', '{', '1', 'B', '}', '\u001B', ' ') })
  fc.assert(
    fc.property(tricky, tricky, (one, other) => {
      expect(quoteText(one) === quoteText(other)).toBe(one === other)
    }),
  )
})

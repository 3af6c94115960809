import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { wrapText } from './wrap-text.js'

test('text that fits stays on one line', () => {
  expect(wrapText('calls to joey', 20)).toEqual(['calls to joey'])
  expect(wrapText('', 20)).toEqual([''])
})

test('text breaks at spaces, and what follows is indented', () => {
  expect(wrapText('with note = somewhat longer', 16)).toEqual(['with note =', '  somewhat', '  longer'])
})

test('a word longer than a line breaks within', () => {
  expect(wrapText('id 0123456789abcdef', 12)).toEqual(['id 012345678', '  9abcdef'])
  expect(wrapText('id 0123456789', 12), 'one that fits an indented line does not').toEqual(['id', '  0123456789'])
})

test('wide characters count as two columns and are not torn apart', () => {
  expect(wrapText('日本語日本語', 8)).toEqual(['日本語日', '  本語'])
  expect(wrapText('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 8)).toEqual(['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', '  👩‍👩‍👧'])
})

test('a pile of marks on one letter does not make a line wider', () => {
  const lines = wrapText(`a${'\u0E31'.repeat(50)}`, 20)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(20)
  expect(lines).toHaveLength(3)
})

test('no line is wider than asked, and nothing but space is lost', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map((raw) => raw.replace(/[\n\r]/g, ''))
  fc.assert(
    fc.property(text, fc.integer({ min: 8, max: 80 }), (raw, width) => {
      const lines = wrapText(raw, width)
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width)
      expect(lines.join('').replace(/\s/g, '')).toBe(raw.replace(/\s/g, ''))
    }),
  )
})

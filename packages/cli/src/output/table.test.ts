import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { drawTable, layoutWidth } from './table.js'

test('a table shows a label once and its entries below each other', () => {
  const rows = [
    { label: 'Kind', entries: ['Capability token'] },
    { label: 'Outgoing', entries: ['calls to application AP123', 'as joey'] },
  ]
  expect(drawTable(rows, 80)).toBe(
    [
      '┌──────────┬────────────────────────────┐',
      '│ Kind     │ Capability token           │',
      '│ Outgoing │ calls to application AP123 │',
      '│          │ as joey                    │',
      '└──────────┴────────────────────────────┘',
      '',
    ].join('\n'),
  )
})

test('every line of a table has the same width, and none is wider than asked or cut off', () => {
  const entry = fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.replace(/[\s…]/g, ' '))
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), fc.integer({ min: 40, max: 80 }), (entries, width) => {
      const lines = drawTable([{ label: 'Other claims', entries }], width)
        .trimEnd()
        .split('\n')
      const widths = new Set(lines.map((line) => stringWidth(line)))
      expect(widths.size).toBe(1)
      expect(Math.max(...widths)).toBeLessThanOrEqual(width)
      expect(lines.join('')).not.toContain('…')
    }),
  )
})

test('output is laid out for 80 columns, for less in a narrower terminal, and for no less than 40', () => {
  expect(layoutWidth(undefined)).toBe(80)
  expect(layoutWidth(0)).toBe(80)
  expect(layoutWidth(200)).toBe(80)
  expect(layoutWidth(60)).toBe(60)
  expect(layoutWidth(10)).toBe(40)
})

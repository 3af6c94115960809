import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { formatTable, lineWidth } from './format-table.js'

test('cells are as wide as the widest in their column, and entries stand below each other', () => {
  const rows = [
    { cells: ['SID', 'STATUS'], entries: ['NAME'] },
    { cells: ['AC1', 'suspended'], entries: ['first', 'second'] },
    { cells: ['AC22', 'active'], entries: [''] },
  ]
  expect(formatTable(rows)).toBe(
    ['SID   STATUS     NAME', 'AC1   suspended  first', '                 second', 'AC22  active', ''].join('\n'),
  )
})

test('no line is wider than 80 columns, and nothing of an entry is lost or passes for another row', () => {
  const text = fc
    .array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 8 })
    .map((words) => words.join(' ').replace(/[\p{C}\p{Z}]+/gu, ' '))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (entries) => {
      const lines = formatTable([{ cells: ['AP1', '電話'], entries }])
        .trimEnd()
        .split('\n')
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(lineWidth)
      expect(lines.slice(1).every((line) => line === '' || line.startsWith(' '.repeat(11)))).toBe(true)
      const squeeze = (value: string): string => value.replaceAll(' ', '')
      expect(squeeze(lines.join(''))).toBe(squeeze(`AP1電話${entries.join('')}`))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sliceRows } from './slice-rows.js'

test('the pages of any rows hold each once, in their order, and none but the last is short', () => {
  const keys = fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '1', '-'), minLength: 1 }))
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 5 }), (rows, limit) => {
      const read: string[] = []
      const pages: (readonly string[])[] = []
      let after: string | undefined
      let before: string | undefined
      do {
        const page = sliceRows(rows, { limit, after }, (row) => row)
        read.push(...page.rows)
        pages.push(page.rows)
        after = page.next
        before = page.previous
        if (after !== undefined) expect(page.rows).toHaveLength(limit)
      } while (after !== undefined)
      expect(read).toEqual(rows)
      const back = [pages.at(-1)]
      while (before !== undefined) {
        const page = sliceRows(rows, { limit, before }, (row) => row)
        back.unshift(page.rows)
        before = page.previous
      }
      expect(back).toEqual(pages)
    }),
  )
})

test('a page beside no row there is, is refused', () => {
  const bad = expect.objectContaining({ code: 'bad-page' }) as Error
  expect(() => sliceRows(['a'], { limit: 1, after: 'b' }, (row) => row)).toThrow(bad)
  expect(() => sliceRows(['a'], { limit: 1, before: 'b' }, (row) => row)).toThrow(bad)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sliceList } from './slice-list.js'

interface Row {
  readonly sid: string
  readonly createdAt: number
}

const row = fc.record({
  sid: fc.integer({ min: 0, max: 10_000 }).map((number) => `AP${number.toString(16).padStart(32, '0')}`),
  createdAt: fc.integer({ min: 0, max: 5 }),
})
const list = fc.uniqueArray(row, { selector: ({ sid }) => sid })

test('the pages of a list hold every row that stays exactly once, newest first, while others come and go', () => {
  fc.assert(
    fc.property(list, list, fc.integer({ min: 1, max: 7 }), fc.nat(), (stable, others, limit, seed) => {
      const guests = others.filter(({ sid }) => !stable.some((kept) => kept.sid === sid))
      const read: Row[] = []
      let after: string | undefined
      for (let turn = 0; ; turn++) {
        // Some of the others are there at one page, and not at the next.
        const present = [...stable, ...guests.filter((_guest, index) => (index + turn + seed) % 3 === 0)]
        const page = sliceList(present, { limit, after })
        expect(page.rows.length).toBeLessThanOrEqual(limit)
        read.push(...page.rows)
        if (page.next === undefined) break
        after = page.next
      }
      const kept = read.filter(({ sid }) => stable.some((one) => one.sid === sid))
      expect(kept).toHaveLength(stable.length)
      expect(new Set(kept.map(({ sid }) => sid)).size).toBe(stable.length)
      expect(read.map(({ createdAt }) => createdAt)).toEqual(
        read.map(({ createdAt }) => createdAt).sort((a, b) => b - a),
      )
    }),
  )
})

test.each(['', 'x', '0-AP1', `-AP${'0'.repeat(32)}`, `0-AP${'0'.repeat(32)}x`])('%j was made by no list', (after) => {
  expect(() => sliceList([], { limit: 1, after })).toThrow(expect.objectContaining({ code: 'bad-page' }))
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageBounds, toPage } from './page.js'

const options = {
  positionOf: (row: { at: number; seq: number }) => row,
  toRow: (row: { at: number; seq: number }) => row,
}
const position = fc.record({ at: fc.maxSafeNat(), seq: fc.maxSafeNat() })

test('the next page starts after the last row of this one, for every row there can be', () => {
  fc.assert(
    fc.property(position, (row) => {
      const { next } = toPage([row, row], { limit: 1 }, options)
      expect(pageBounds({ limit: 1, after: next })).toEqual({ rowsToRead: 2, after: row })
    }),
  )
})

test('any text is either a token that stands for one position, or refused', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-z]{0,13}-[0-9a-z]{0,13}$/))
  fc.assert(
    fc.property(text, (after) => {
      try {
        const bounds = pageBounds({ limit: 1, after })
        const rows = bounds.after === undefined ? [] : [bounds.after, bounds.after]
        expect(toPage(rows, { limit: 1 }, options).next).toBe(after)
      } catch (error) {
        expect(error).toMatchObject({ name: 'StoreError', code: 'bad-page' })
      }
    }),
    { numRuns: 1_000 },
  )
})

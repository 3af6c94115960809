import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PageOrder, pageBounds, toPage } from './page-order.js'

const bySequence = { time: 'at', tie: 'seq' } as const
const bySid = { time: 'at', tie: 'sid' } as const
const orders: readonly PageOrder<'at', 'seq' | 'sid'>[] = [bySequence, bySid]
const row = fc.record({
  at: fc.maxSafeNat(),
  seq: fc.maxSafeNat(),
  sid: fc.stringMatching(/^[A-Z]{2}[\da-f]{32}$/),
})

test.each(orders)(
  'the next page starts after the last row of this one, for every row there can be, by $tie',
  (order) => {
    fc.assert(
      fc.property(row, (last) => {
        const { next } = toPage([last, last], { page: { limit: 1 }, order }, (out) => out)
        expect(pageBounds({ page: { limit: 1, after: next }, order }).after).toEqual({
          at: last.at,
          tie: last[order.tie],
        })
      }),
    )
  },
)

test.each(orders)('any text is either a token that stands for one position, or refused, by $tie', (order) => {
  const text = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9a-z]{0,13}-[0-9a-z]{0,13}$/),
    fc.stringMatching(/^[0-9a-z]{0,13}-[A-Z]{1,3}[0-9a-f]{31,33}$/),
  )
  fc.assert(
    fc.property(text, (after) => {
      try {
        const { after: position } = pageBounds({ page: { limit: 1, after }, order })
        const last = { at: position?.at ?? 0, seq: position?.tie ?? 0, sid: position?.tie ?? '' }
        expect(toPage([last, last], { page: { limit: 1 }, order }, (out) => out).next).toBe(after)
        expect(pageBounds({ page: { limit: 1, before: after }, order }).through).toEqual(position)
      } catch (error) {
        expect(error).toMatchObject({ name: 'StoreError', code: 'bad-page' })
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a token of a list in another order is refused', () => {
  const rows = [
    { at: 1, seq: 2, sid: `CA${'0'.repeat(32)}` },
    { at: 0, seq: 1, sid: '' },
  ]
  const { next: after } = toPage(rows, { page: { limit: 1 }, order: bySid }, (out) => out)
  expect(() => pageBounds({ page: { limit: 1, after }, order: bySequence })).toThrow(
    expect.objectContaining({ code: 'bad-page' }),
  )
})

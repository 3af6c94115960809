import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sliceDevices } from './slice-devices.js'

interface Row {
  readonly id: string
  readonly connectedAt: number
}

const anyRows = fc.uniqueArray(
  fc.record({ id: fc.uuid({ version: 4 }), connectedAt: fc.integer({ min: 0, max: 5 }) }),
  { selector: ({ id }) => id, maxLength: 12 },
)

test('each device that stays comes once, newest first, however many come and go between the pages', () => {
  fc.assert(
    fc.property(anyRows, anyRows, fc.integer({ min: 1, max: 4 }), fc.nat(), (staying, leaving, limit, seed) => {
      const read: Row[] = []
      let present = [...staying, ...leaving]
      let after: string | undefined
      do {
        const page = sliceDevices(present, { limit, after })
        expect(page.rows.length).toBeLessThanOrEqual(limit)
        read.push(...page.rows)
        after = page.next
        present = [...staying, ...leaving.filter((_row, index) => (index + seed) % 2 === 0)]
      } while (after !== undefined)
      expect(new Set(read).size).toBe(read.length)
      expect(new Set(read)).toEqual(new Set([...read, ...staying]))
      const times = read.map(({ connectedAt }) => connectedAt)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    }),
  )
})

test('back from the end each device that stays comes once as well', () => {
  fc.assert(
    fc.property(anyRows, anyRows, fc.integer({ min: 1, max: 4 }), fc.nat(), (staying, leaving, limit, seed) => {
      let present = [...staying, ...leaving]
      let end: string | undefined
      for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
        end = after
        after = sliceDevices(present, { limit, after }).next
      }
      const lastPage = sliceDevices(present, { limit, after: end }).rows
      const read: Row[] = [...lastPage]
      while (end !== undefined) {
        const page = sliceDevices(present, { limit, before: end })
        expect(page.rows.length).toBeLessThanOrEqual(limit)
        read.unshift(...page.rows)
        end = page.previous
        present = [...staying, ...leaving.filter((_row, index) => (index + seed) % 2 === 0)]
      }
      expect(new Set(read).size).toBe(read.length)
      expect(new Set(read)).toEqual(new Set([...read, ...staying]))
      const times = read.map(({ connectedAt }) => connectedAt)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    }),
  )
})

test.each(['', '-', 'x', '1-', `${'z'.repeat(10)}-x`, '!-x'])('%j is no page token', (after) => {
  expect(() => sliceDevices([], { limit: 1, after })).toThrow(expect.objectContaining({ code: 'bad-page' }) as Error)
  expect(() => sliceDevices([], { limit: 1, before: after })).toThrow(
    expect.objectContaining({ code: 'bad-page' }) as Error,
  )
})

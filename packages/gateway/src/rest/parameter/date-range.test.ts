import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { TimeRange } from '../../store/page.js'
import { dateFilter, toDateRange } from './date-range.js'

const query = z.object(dateFilter('StartTime'))

function rangeOf(given: Record<string, string>): TimeRange | undefined {
  return toDateRange(query.parse(given), 'StartTime')
}

const day = Date.UTC(2026, 0, 31)
const dayMs = 86_400_000

describe('a date filter', () => {
  test('by its bare name is that day in UTC, whatever the time of day', () => {
    expect(rangeOf({ StartTime: '2026-01-31' })).toEqual({ from: day, before: day + dayMs })
    expect(rangeOf({ StartTime: '2026-01-31T23:59:59Z' })).toEqual({ from: day, before: day + dayMs })
  })

  test('with < is before, and with > on or after, to the moment', () => {
    expect(rangeOf({ 'StartTime<': '2026-01-31' })).toEqual({ from: undefined, before: day })
    expect(rangeOf({ 'StartTime>': '2026-01-31' })).toEqual({ from: day, before: undefined })
    const noon = { 'StartTime>': '2026-01-31T12:00:00Z', 'StartTime<': '2026-01-31T14:30:00+02:00' }
    expect(rangeOf(noon)).toEqual({ from: day + dayMs / 2, before: day + dayMs / 2 + 1_800_000 })
  })

  test('that is left out is open', () => {
    expect(rangeOf({})).toBeUndefined()
  })

  test('that comes in several forms needs all of them', () => {
    const all = { StartTime: '2026-01-31', 'StartTime>': '2026-01-31T06:00:00Z', 'StartTime<': '2026-03-01' }
    expect(rangeOf(all)).toEqual({ from: day + dayMs / 4, before: day + dayMs })
  })
})

test.each([
  '',
  'yesterday',
  '2026-1-31',
  '2026-02-30',
  '2026-13-01',
  '2026-01-31T25:00:00Z',
  '2026-01-31T12:00:00',
  '1',
])('%j is no date', (text) => {
  expect(query.safeParse({ 'StartTime<': text }).success).toBe(false)
})

test('every moment is read as JavaScript writes it', () => {
  const dates = fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true })
  fc.assert(
    fc.property(dates, (date) => {
      expect(rangeOf({ 'StartTime>': date.toISOString() })?.from).toBe(date.getTime())
    }),
  )
})

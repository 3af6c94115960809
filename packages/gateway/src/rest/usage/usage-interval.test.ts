import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs, formatDay, startOfDay } from '../calendar-day.js'
import { divisions } from './usage-interval.js'

const request = {
  startDay: undefined,
  endDay: undefined,
  createdAt: Date.parse('2025-11-30T23:00:00Z'),
  now: Date.parse('2026-01-02T01:00:00Z'),
}

function spansOf(key: string, changes: Partial<Record<'startDay' | 'endDay', number>> = {}): readonly string[] {
  const division = divisions.find((each) => each.key === key)
  const spans = division?.spansOf({ ...request, ...changes }) ?? []
  return spans.map(({ first, last }) => `${formatDay(first)}..${formatDay(last)}`)
}

test('each division has the spans of its name, newest first', () => {
  expect(spansOf('records')).toEqual(['2025-11-30..2026-01-02'])
  expect(spansOf('all_time')).toEqual(['2025-11-30..2026-01-02'])
  expect(spansOf('today')).toEqual(['2026-01-02..2026-01-02'])
  expect(spansOf('yesterday')).toEqual(['2026-01-01..2026-01-01'])
  expect(spansOf('this_month')).toEqual(['2026-01-01..2026-01-02'])
  expect(spansOf('last_month')).toEqual(['2025-12-01..2025-12-31'])
  expect(spansOf('monthly')).toEqual(['2026-01-01..2026-01-02', '2025-12-01..2025-12-31', '2025-11-30..2025-11-30'])
  expect(spansOf('yearly')).toEqual(['2026-01-01..2026-01-02', '2025-11-30..2025-12-31'])
  expect(spansOf('daily').slice(0, 2)).toEqual(['2026-01-02..2026-01-02', '2026-01-01..2026-01-01'])
  expect(spansOf('daily')).toHaveLength(34)
})

test('a span that is asked for bounds them, but no day is made up before the account or after today', () => {
  const [startDay, endDay] = [Date.parse('2025-12-30'), Date.parse('2025-12-31')]
  expect(spansOf('records', { startDay, endDay })).toEqual(['2025-12-30..2025-12-31'])
  expect(spansOf('daily', { startDay, endDay })).toEqual(['2025-12-31..2025-12-31', '2025-12-30..2025-12-30'])
  expect(spansOf('yearly', { startDay, endDay })).toEqual(['2025-12-30..2025-12-31'])
  expect(spansOf('yearly', { startDay: 0, endDay: Date.parse('2099-01-01') })).toEqual(spansOf('yearly'))
  expect(spansOf('daily', { startDay: endDay, endDay: startDay })).toEqual([])
})

test('whatever is asked for, the spans of a division do not overlap, and leave no day out', () => {
  const day = fc.integer({ min: 0, max: 3_000 }).map((days) => startOfDay(request.createdAt) + (days - 1_000) * dayMs)
  fc.assert(
    fc.property(fc.constantFrom('daily', 'monthly', 'yearly'), day, day, (key, startDay, endDay) => {
      const division = divisions.find((each) => each.key === key)
      const spans = division?.spansOf({ ...request, startDay, endDay }).toReversed() ?? []
      const first = Math.max(startDay, startOfDay(request.createdAt))
      const last = Math.min(endDay, startOfDay(request.now))
      let next = first
      for (const span of spans) {
        expect(span.first).toBe(next)
        next = span.last + dayMs
      }
      if (spans.length > 0) expect(next).toBe(last + dayMs)
      else expect(first).toBeGreaterThan(last)
    }),
  )
})

import { expect, test } from 'vitest'
import { describeDistance, formatMoment } from './moment-text.js'

test.each([
  [0, 'now'],
  [1, 'in 1 second'],
  [119, 'in 119 seconds'],
  [120, 'in 2 minutes'],
  [41 * 60 + 59, 'in 41 minutes'],
  [90 * 60, 'in 90 minutes'],
  [2 * 3_600, 'in 2 hours'],
  [47 * 3_600, 'in 47 hours'],
  [-3 * 86_400 - 5, '3 days ago'],
  [-1, '1 second ago'],
  [400 * 86_400, 'in 400 days'],
  [3 * 31_557_600, 'in 3 years'],
])('%i seconds away is "%s"', (seconds, text) => {
  expect(describeDistance(seconds)).toBe(text)
})

test('a moment is written in UTC', () => {
  expect(formatMoment(1_795_214_400)).toBe('2026-11-20 22:40:00 UTC')
})

test('a moment beyond the calendar is written as a number', () => {
  expect(formatMoment(1e15)).toBe('1000000000000000 Unix seconds')
  expect(formatMoment(1e300)).toBe('1e+300 Unix seconds')
})

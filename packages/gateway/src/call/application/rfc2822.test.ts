import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRfc2822 } from './rfc2822.js'

test('a moment has an English weekday and month, two-digit days and a numeric zone', () => {
  expect(formatRfc2822(Date.UTC(2026, 10, 21, 10))).toBe('Sat, 21 Nov 2026 10:00:00 +0000')
  expect(formatRfc2822(Date.UTC(2027, 0, 1, 23, 59, 59, 999))).toBe('Fri, 01 Jan 2027 23:59:59 +0000')
})

test('any moment of four-digit years is what the engine writes, but for the name of the zone', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
      (moment) => {
        expect(formatRfc2822(moment.getTime())).toBe(moment.toUTCString().replace('GMT', '+0000'))
      },
    ),
  )
})

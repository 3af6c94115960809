import { z } from 'zod'
import { dayMs } from '../calendar-day.js'
import type { ReadText } from './choice.js'
import { parameter } from './parameter.js'

/** A day: a date in UTC, or a number of days from today on. */
export type Day = { readonly date: number } | { readonly offsetDays: number }

/** A day, as `YYYY-MM-DD` or as an offset from today, such as `-30days`. */
export function day(): ReadText<Day> {
  const schema = z
    .string()
    .refine((given) => readDay(given) !== undefined)
    .transform((given) => readDay(given) ?? { offsetDays: 0 })
  return parameter(schema, { code: 20422, allowed: 'a day as YYYY-MM-DD, or an offset from today as -30days' })
}

/** The first moment of a day in UTC, in Unix milliseconds. */
export function toDayMs(given: Day, startOfToday: number): number {
  return 'date' in given ? given.date : startOfToday + given.offsetDays * dayMs
}

function readDay(given: string): Day | undefined {
  const [, sign, digits] = /^([+ -])(\d{1,5})days$/.exec(given) ?? []
  // A plus that was not encoded comes as a space.
  if (digits !== undefined) return { offsetDays: sign === '-' ? -Number(digits) : Number(digits) }
  const date = /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(given) : Number.NaN
  // Date.parse takes the 31st of every month, and moves on to the next.
  return !Number.isNaN(date) && new Date(date).toISOString().startsWith(given) ? { date } : undefined
}

import { z } from 'zod'
import type { TimeRange } from '../../store/page.js'
import { dayMs, startOfDay } from '../calendar-day.js'
import { parameter } from './parameter.js'

/**
 * The three query parameters of a date filter: `Name` is that day in UTC, `Name<` is before, `Name>` on or after. A
 * value is a day, or a moment in ISO 8601 with its zone.
 */
export function dateFilter<const Name extends string>(name: Name): DateFilter<Name> {
  return {
    [name]: dateText().exactOptional(),
    [`${name}<`]: dateText().exactOptional(),
    [`${name}>`]: dateText().exactOptional(),
  } as DateFilter<Name>
}

type DateText = z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>
type DateFilter<Name extends string> = Record<Name | `${Name}<` | `${Name}>`, z.ZodExactOptional<DateText>>

/** Read what came of {@link dateFilter}; all that is given must hold. Undefined if nothing is. */
export function toDateRange<const Name extends string>(
  query: { readonly [Key in Name | `${Name}<` | `${Name}>`]?: number },
  name: Name,
): TimeRange | undefined {
  const [day, before, from] = [query[name], query[`${name}<`], query[`${name}>`]]
  if (day === undefined) return before === undefined && from === undefined ? undefined : { from, before }
  const start = startOfDay(day)
  return { from: Math.max(start, from ?? start), before: Math.min(start + dayMs, before ?? Infinity) }
}

function dateText(): DateText {
  const schema = z
    .string()
    .refine((given) => readMoment(given) !== undefined)
    .transform((given) => readMoment(given) ?? Number.NaN)
  return parameter(schema, { code: 20422, allowed: 'a day as YYYY-MM-DD, or a moment as 2026-01-31T12:00:00Z' })
}

/** Unix milliseconds. */
function readMoment(given: string): number | undefined {
  const [, day] = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/.exec(given) ?? []
  if (day === undefined || !isCalendarDay(day)) return undefined
  const ms = Date.parse(given)
  return Number.isNaN(ms) ? undefined : ms
}

// Date.parse takes the 31st of every month, and moves on to the next.
function isCalendarDay(day: string): boolean {
  const ms = Date.parse(day)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day)
}

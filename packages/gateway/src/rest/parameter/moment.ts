import { z } from 'zod'
import type { ReadText } from './choice.js'
import { parameter } from './parameter.js'

/** A moment in ISO 8601 with its zone, as JavaScript's `toISOString` writes it; in Unix milliseconds. */
export function moment(): ReadText<number> {
  const schema = z
    .string()
    .max(40)
    .refine((given) => z.iso.datetime({ offset: true }).safeParse(given).success)
    .transform((given) => Date.parse(given))
  return parameter(schema, { code: 20422, allowed: 'a moment as 2026-01-31T12:00:00Z' }, { format: 'date-time' })
}

import type { ErrorCode, Sid, SidPrefix } from '@ringdown/protocol'
import { z } from 'zod'
import { parameter } from './parameter.js'

/** A SID in the body or the query of a request. */
export function sid<Prefix extends SidPrefix>(prefix: Prefix, code: ErrorCode = 20423): z.ZodType<Sid<Prefix>, string> {
  const schema: unknown = z.string().regex(shapeOf(prefix))
  return parameter(schema as z.ZodType<Sid<Prefix>, string>, { code, allowed: `${prefix} and 32 of 0-9 a-f` })
}

/** A SID, or an empty text for none. */
export function sidOrNone<Prefix extends SidPrefix>(
  prefix: Prefix,
  code: ErrorCode = 20423,
): z.ZodType<Sid<Prefix> | null, string> {
  const schema: unknown = z
    .string()
    .refine((given) => given === '' || shapeOf(prefix).test(given))
    .transform((given) => (given === '' ? null : given))
  const allowed = `${prefix} and 32 of 0-9 a-f, or empty`
  return parameter(schema as z.ZodType<Sid<Prefix> | null, string>, { code, allowed })
}

function shapeOf(prefix: SidPrefix): RegExp {
  return new RegExp(`^${prefix}[\\da-f]{32}$`)
}

import type { ErrorCode, Sid, SidPrefix } from '@ringdown/protocol'
import { z } from 'zod'
import { parameter } from './parameter.js'

/** A SID in the body or the query of a request. */
export function sid<Prefix extends SidPrefix>(prefix: Prefix, code: ErrorCode = 20423): z.ZodType<Sid<Prefix>, string> {
  const schema: unknown = z.string().regex(new RegExp(`^${prefix}[\\da-f]{32}$`))
  return parameter(schema as z.ZodType<Sid<Prefix>, string>, { code, allowed: `${prefix} and 32 of 0-9 a-f` })
}

import type { Sid, SidPrefix } from '@ringdown/protocol'
import { z } from 'zod'

/** A SID in a path. What does not have its form is not there: 404, as for a SID that nothing has. */
function pathSid<Prefix extends SidPrefix>(prefix: Prefix): z.ZodType<Sid<Prefix>, string> {
  const schema: unknown = z.string().regex(new RegExp(`^${prefix}[\\da-f]{32}$`))
  return schema as z.ZodType<Sid<Prefix>, string>
}

/** The path of what belongs to an account. */
export const accountPath = z.object({ AccountSid: pathSid('AC') })

/** The path of one thing that belongs to an account. */
export function resourcePath<Prefix extends SidPrefix>(
  prefix: Prefix,
): z.ZodObject<{ AccountSid: z.ZodType<Sid<'AC'>, string>; Sid: z.ZodType<Sid<Prefix>, string> }> {
  return z.object({ AccountSid: pathSid('AC'), Sid: pathSid(prefix) })
}

/** The path of what belongs to a call. */
export const callPath = z.object({ AccountSid: pathSid('AC'), CallSid: pathSid('CA') })

/** The path of one thing that belongs to a call. */
export function callResourcePath<Prefix extends SidPrefix>(
  prefix: Prefix,
): z.ZodObject<{
  AccountSid: z.ZodType<Sid<'AC'>, string>
  CallSid: z.ZodType<Sid<'CA'>, string>
  Sid: z.ZodType<Sid<Prefix>, string>
}> {
  return z.object({ ...callPath.shape, Sid: pathSid(prefix) })
}

import { z } from 'zod'
import { parameter } from './parameter.js'

/** Keys to press once a call is answered (21206 otherwise). */
export function sendDigits(): z.ZodString {
  const schema = z.string().regex(/^[0-9A-D#*wW]{1,32}$/)
  return parameter(schema, { code: 21206, allowed: 'at most 32 of the characters 0-9 A-D # * w W' })
}

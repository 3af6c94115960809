import { z } from 'zod'
import { isClientName } from '../../twiml/client-name.js'
import { parameter } from './parameter.js'

/** The name of a client, without `client:` (31105 otherwise). */
export function clientName(): z.ZodString {
  const allowed = '1 to 256 characters without spaces, control characters or any of <>#%"{}|\\^[]`'
  return parameter(z.string().refine(isClientName), { code: 31105, allowed }, { maxLength: 256 })
}

import { z } from 'zod'
import { parameter } from './parameter.js'

/** `true` or `false`. */
export function truth(): z.ZodCodec<z.ZodString, z.ZodBoolean> {
  const schema = z.stringbool({ truthy: ['true'], falsy: ['false'] })
  return parameter(schema, { code: 20422, allowed: 'true or false' }, { type: 'boolean' })
}

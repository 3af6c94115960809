import { z } from 'zod'
import { idempotencyLimits } from '../idempotency/reply-book.js'
import { parameter } from './parameter.js'

/** What tells a request that is sent again from a new one. */
export function idempotencyKey(): z.ZodString {
  const { maxTokenLength } = idempotencyLimits
  const schema = z.string().min(1).max(maxTokenLength)
  return parameter(schema, { code: 20422, allowed: `a text of 1 to ${maxTokenLength} characters` })
}

import type { ErrorCode } from '@ringdown/protocol'
import { z } from 'zod'
import { type HttpMethod, httpMethods } from '../../http-method.js'
import { parameter } from './parameter.js'

/** A text that stands for a value. */
export type ReadText<Value> = z.ZodPipe<z.ZodString, z.ZodTransform<Value, string>>

/** One of some texts, in upper or lower case. */
export function choice<const Value extends string>(values: readonly Value[], code: ErrorCode = 20422): ReadText<Value> {
  const byLowerCase = new Map(values.map((value) => [value.toLowerCase(), value]))
  const schema = z
    .string()
    .refine((given) => byLowerCase.has(given.toLowerCase()))
    .transform((given) => byLowerCase.get(given.toLowerCase()) as Value)
  return parameter(schema, { code, allowed: listOf(values) }, { enum: values })
}

/** The method of a webhook. */
export function webhookMethod(code: ErrorCode = 21209): ReadText<HttpMethod> {
  return choice(httpMethods, code)
}

function listOf(values: readonly string[]): string {
  return values.length === 1 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`
}

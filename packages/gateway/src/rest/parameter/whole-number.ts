import { z } from 'zod'
import type { ReadText } from './choice.js'
import { parameter, type ParameterRule } from './parameter.js'

/** The bounds of {@link wholeNumber}, both inclusive. */
export interface WholeNumberRule extends Partial<Pick<ParameterRule, 'code'>> {
  readonly min: number
  /** At most 999,999,999. */
  readonly max: number
}

/** A whole number within bounds, in decimal digits. */
export function wholeNumber({ min, max, code = 20422 }: WholeNumberRule): ReadText<number> {
  const schema = z
    .string()
    .refine((given) => /^\d{1,9}$/.test(given) && Number(given) >= min && Number(given) <= max)
    .transform(Number)
  const rule = { code, allowed: `a whole number from ${min} to ${max}` }
  return parameter(schema, rule, { type: 'integer', minimum: min, maximum: max })
}

import type { ErrorCode } from '@ringdown/protocol'
import { z } from 'zod'

/** What a client is told when a parameter is not as it should be. */
export interface ParameterRule {
  readonly code: ErrorCode
  /** What is allowed, to be read after "must be". */
  readonly allowed: string
  /** The code where a required parameter was left out; 20422 if there is none of its own. */
  readonly missing?: ErrorCode | undefined
  /** How often the parameter may come; once if it is left out. */
  readonly maxValues?: number
}

const rules = z.registry<ParameterRule>()

/** A schema of a parameter, with what to say when a value does not fit. */
export function parameter<Schema extends z.ZodType>(schema: Schema, rule: ParameterRule, about: object = {}): Schema {
  const description = `${rule.allowed.charAt(0).toUpperCase()}${rule.allowed.slice(1)}.`
  const described = schema.meta({ description, ...about })
  rules.add(described, rule)
  return described
}

/** What was said to {@link parameter}, also of a schema that has become optional since. */
export function ruleOf(schema: z.core.$ZodType | undefined): ParameterRule | undefined {
  for (let inner = schema; inner !== undefined; inner = innerOf(inner)) {
    const rule = rules.get(inner)
    if (rule !== undefined) return rule
  }
  return undefined
}

function innerOf({ _zod: { def } }: z.core.$ZodType): z.core.$ZodType | undefined {
  return 'innerType' in def ? (def.innerType as z.core.$ZodType) : undefined
}

import { z } from 'zod'
import { parameter, ruleOf } from './parameter.js'

/** The most values that one name may have. */
const maxValues = 100

/** A parameter that may come more than once. Its rule is that of one value. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodPreprocess<z.ZodArray<Item>> {
  const schema = z.preprocess(
    (given) => (Array.isArray(given) ? (given as unknown[]) : [given]),
    z.array(item).max(maxValues),
  )
  const rule = ruleOf(item) ?? { code: 20422, allowed: 'a list' }
  return parameter(schema, { ...rule, maxValues })
}

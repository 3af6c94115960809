import { z } from 'zod'
import { isFriendlyName, maxFriendlyNameLength } from '../../account/friendly-name.js'
import { parameter, type ParameterRule } from './parameter.js'

/** A text of at most `max` characters; not empty if there is a code for its being missing. */
export function text(max: number, codes: Partial<Pick<ParameterRule, 'code' | 'missing'>> = {}): z.ZodString {
  const min = codes.missing === undefined ? 0 : 1
  const fits = (value: string): boolean => Array.from(value).length <= max && value.length >= min && isPlain(value)
  const rule = { code: 20422, allowed: `a text of at most ${max} characters`, ...codes } as const
  return parameter(z.string().refine(fits), rule, { minLength: min, maxLength: max })
}

/** What people call a thing. */
export function friendlyName(): z.ZodString {
  return parameter(
    z.string().refine((value) => isFriendlyName(value) && isPlain(value)),
    { code: 20002, allowed: `a text of at most ${maxFriendlyNameLength} characters` },
    { maxLength: maxFriendlyNameLength },
  )
}

// Not every database takes a NUL, and nobody means one.
function isPlain(value: string): boolean {
  return !value.includes('\0')
}

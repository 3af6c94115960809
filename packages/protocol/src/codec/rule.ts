import { protocolLimits } from '../protocol-limits.js'
import { exceedsUtf8Bytes } from '../utf8.js'
import type { FieldFaultCode } from './protocol-error.js'

/** One broken rule: what kind, where, and what the value has to be, as the end of the sentence "… must be". */
export interface Fault {
  readonly code: FieldFaultCode
  readonly field: string
  readonly requirement: string
}

/** Judge one value; undefined means that it is a `T`. */
export interface Rule<T> {
  (value: unknown, field: string): Fault | undefined
  /** Never set; it ties the rule to the type that it stands for, so that a table of rules cannot drift from its types. */
  readonly accepts?: T
}

/** A rule for each field of `T`. Fields without one are let through unjudged. */
export type Rules<T> = { readonly [Field in keyof T]-?: Rule<T[Field]> }

/** Text of `minChars` to `maxChars` UTF-16 units; empty text where one is required counts as missing. */
export function text(maxChars: number, minChars: 0 | 1 = 1): Rule<string> {
  return rule(`text of ${minChars} to ${maxChars} characters`, (value) => {
    if (typeof value !== 'string') return 'invalid-field'
    if (value.length > maxChars) return 'field-too-long'
    return value.length < minChars ? 'missing-field' : undefined
  })
}

/** Text of 1 to `maxChars` characters from the class that `pattern` and `characters` describe. */
export function patternText(maxChars: number, pattern: RegExp, characters: string): Rule<string> {
  const bounded = text(maxChars)
  return rule(`1 to ${maxChars} characters from ${characters}`, (value) => {
    const fault = bounded(value, '')
    return fault === undefined ? (pattern.test(String(value)) ? undefined : 'invalid-field') : fault.code
  })
}

/** A call SID, temporary call id or voice event SID. */
export const id: Rule<string> = patternText(protocolLimits.maxIdChars, /^[\w-]+$/, 'A-Z a-z 0-9 _ -')

/** `true` or `false`. */
export const flag: Rule<boolean> = rule('true or false', (value) =>
  typeof value === 'boolean' ? undefined : 'invalid-field',
)

/** A number from 0 to `max`. */
export function amount(max: number): Rule<number> {
  return rule(`a number from 0 to ${max}`, (value) =>
    typeof value === 'number' && value >= 0 && value <= max ? undefined : 'invalid-field',
  )
}

/** Exactly this text. */
export function literal<const T extends string>(only: T): Rule<T> {
  return rule(`"${only}"`, (value) => (value === only ? undefined : 'invalid-field'))
}

/** Any JSON object, its fields unjudged. */
export const anyObject: Rule<object> = rule('an object', (value) => (isRecord(value) ? undefined : 'invalid-field'))

/** Any JSON value but null, of at most `maxBytes` bytes of UTF-8: text counts as it is, the rest as its JSON text. */
export function json(maxBytes: number): Rule<unknown> {
  return rule(`a JSON value, not null, of at most ${maxBytes} bytes`, (value) => {
    if (value === null) return 'invalid-field'
    const written = typeof value === 'string' ? value : JSON.stringify(value)
    return exceedsUtf8Bytes(written, maxBytes) ? 'field-too-long' : undefined
  })
}

/** As `inner`, or absent. */
export function optional<T>(inner: Rule<T>): Rule<T | undefined> {
  return (value, field) => (value === undefined ? undefined : inner(value, field))
}

/** As `inner`, or null. */
export function nullable<T>(inner: Rule<T>): Rule<T | null> {
  return (value, field) => (value === null ? undefined : inner(value, field))
}

/** An object whose known fields obey their rules. The first broken one is reported, in the order of `rules`. */
export function shape<T extends object>(rules: Rules<T>): Rule<T> {
  const fields = Object.entries<Rule<unknown>>(rules)
  return (value, field) => {
    if (!isRecord(value)) return anyObject(value, field)
    for (const [name, check] of fields) {
      // The path is put together only where there is something to say.
      const fault = check(value[name], name)
      if (fault !== undefined) return { ...fault, field: `${field}.${fault.field}` }
    }
    return undefined
  }
}

/** Whether `value` is an object and not an array. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function rule<T>(requirement: string, judge: (value: unknown) => FieldFaultCode | undefined): Rule<T> {
  return (value, field) => {
    const code = value === undefined ? 'missing-field' : judge(value)
    return code === undefined ? undefined : { code, field, requirement }
  }
}

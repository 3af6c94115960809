import { z } from 'zod'

/** A value as it stands in the file, the environment or a flag, before its setting has read it: everything is text. */
export type RawValue = string | readonly RawValue[] | { readonly [key: string]: RawValue }

/** One thing that an operator can set. */
export interface Setting<Value> {
  readonly isSetting: true
  readonly defaultValue: Value
  /** Judges what {@link Setting.read} makes of the text. */
  readonly schema: z.ZodType<Value>
  /** What is allowed, to be read after "it must be". */
  readonly allowed: string
  readonly read: (raw: RawValue) => unknown
  /** Whether some of it must not be shown. */
  readonly isSecret: boolean
  /** The value as it may be shown, in the form that the file has; empty text for none. */
  show(value: Value): unknown
}

/** Settings, and groups of them. */
export interface SettingTree {
  readonly [key: string]: Setting<unknown> | SettingTree
}

/** The values of a tree of settings. */
export type ValuesOf<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends Setting<infer Value> ? Value : ValuesOf<Tree[Key]>
}

/** What a secret is shown as. */
export const secretMark = '(secret)'

/** What most settings have in common: nothing is secret, and the value is shown as it is. */
export const open = { isSetting: true, isSecret: false, show: (value: unknown) => value } as const

type Rule<Value> = Pick<Setting<Value>, 'defaultValue' | 'allowed'>

/** A whole number within bounds. */
export function wholeNumber({ defaultValue, min, max }: WholeNumberRule): Setting<number> {
  return {
    ...open,
    defaultValue,
    schema: z.int().min(min).max(max),
    allowed: `a whole number from ${min} to ${max}`,
    read: readNumber,
  }
}

/** The bounds of {@link wholeNumber}, both inclusive. */
export interface WholeNumberRule {
  readonly defaultValue: number
  readonly min: number
  readonly max: number
}

/** A TCP port to listen on; 0 takes a free one. */
export function listenPort(defaultValue: number | 'off'): Setting<number | 'off'> {
  return {
    ...open,
    defaultValue,
    schema: z.union([z.int().min(0).max(65_535), z.literal('off')]),
    allowed: 'a port from 1 to 65535, 0 for any free one, or off',
    read: readNumber,
  }
}

/** True or false. */
export function truth(defaultValue: boolean): Setting<boolean> {
  return {
    ...open,
    defaultValue,
    schema: z.boolean(),
    allowed: 'true or false',
    read: (raw) => (raw === 'true' ? true : raw === 'false' ? false : raw),
  }
}

/** One of several words. */
export function choice<const Value extends string>(values: readonly Value[], defaultValue: Value): Setting<Value> {
  return {
    ...open,
    defaultValue,
    schema: z.enum(values),
    allowed: `one of ${values.join(', ')}`,
    read: (raw) => raw,
  }
}

/** Text that a pattern fits as a whole. */
export function text(rule: Rule<string> & { readonly pattern: RegExp }): Setting<string> {
  const { defaultValue, allowed, pattern } = rule
  return { ...open, defaultValue, schema: z.string().regex(pattern), allowed, read: (raw) => raw }
}

/** Text that is never shown. */
export function secretText(rule: Rule<string> & { readonly pattern: RegExp }): Setting<string> {
  return { ...text(rule), isSecret: true, show: (value) => (value === '' ? '' : secretMark) }
}

/** Several texts: a list in the file, separated by commas elsewhere. */
export function textList(
  rule: Rule<readonly string[]> & { readonly isItem: (item: string) => boolean },
): Setting<readonly string[]> {
  const { defaultValue, allowed, isItem } = rule
  return {
    ...open,
    defaultValue,
    schema: z.array(z.string().refine(isItem)).readonly(),
    allowed,
    read: (raw) => (typeof raw === 'string' ? splitList(raw) : raw),
  }
}

function readNumber(raw: RawValue): unknown {
  return typeof raw === 'string' && /^-?\d+$/.test(raw) ? Number(raw) : raw
}

/** Brackets may stand around it, so that a variable can say that a list of the file is to be empty. */
function splitList(list: string): string[] {
  return list
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

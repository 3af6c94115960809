import { type ErrorCode, errorCatalogue } from '@ringdown/protocol'
import { httpMethods } from '../../http-method.js'
import { resolveUrl } from '../resolve-url.js'

/** What is wrong with the value of an attribute. */
export interface AttributeFault {
  readonly code: ErrorCode
  /** What to write instead, and what was done: one sentence or two. */
  readonly advice: string
  /** A value that was meant for a URL may hold a password, and is not to be repeated. */
  readonly isUrl: boolean
}

/** Judges the value of an attribute, which has no white space around it. Undefined: it is valid. */
export type AttributeRule = (value: string, baseUrl: string | undefined) => AttributeFault | undefined

/** A rule from a test. The advice is the catalogue's, but for the code that stands for every attribute without one. */
export function matching(isValid: (value: string) => boolean, code: ErrorCode, advice: string): AttributeRule {
  const ownAdvice = code === 12200 ? `${advice} It was ignored.` : errorCatalogue[code].whatToDo
  const fault = { code, advice: ownAdvice, isUrl: false }
  return (value) => (isValid(value) ? undefined : fault)
}

/** `true` or `false`. */
export function flag(code: ErrorCode = 12200): AttributeRule {
  return oneOf(['true', 'false'], code)
}

/** One of some words. */
export function oneOf(words: readonly string[], code: ErrorCode = 12200): AttributeRule {
  return matching((value) => words.includes(value), code, `Use ${listed(words)}.`)
}

/** Some of some words, separated by spaces. */
export function someOf(words: readonly string[], code: ErrorCode = 12200): AttributeRule {
  const areWords = (value: string): boolean => value.split(/\s+/).every((word) => words.includes(word))
  return matching(areWords, code, `Use ${listed(words)}, separated by spaces.`)
}

/** A whole number in decimal digits. */
export function wholeNumber(min: number, max: number, code: ErrorCode = 12200): AttributeRule {
  const isInRange = (value: string): boolean => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max
  return matching(isInRange, code, `Use a whole number from ${min} to ${max}.`)
}

/** `GET` or `POST`; in small letters too, as HTTP libraries write it. */
export function httpMethod(code: ErrorCode = 12200): AttributeRule {
  const methods: readonly string[] = httpMethods
  return matching((value) => methods.includes(value.toUpperCase()), code, `Use ${listed(methods)}.`)
}

/** An `http` or `https` URL, absolute or relative to the document. */
export function url(code: ErrorCode = 11100): AttributeRule {
  return (value, baseUrl) => (resolveUrl(value, baseUrl) === undefined ? urlFault(value, baseUrl, code) : undefined)
}

/** What is wrong with a value that is no URL; only the missing base makes a relative one wrong. */
export function urlFault(value: string, baseUrl: string | undefined, code: ErrorCode = 11100): AttributeFault {
  const isRelative = baseUrl === undefined && resolveUrl(value, 'http://base.invalid/') !== undefined
  const faultCode = isRelative ? 15004 : code
  return { code: faultCode, advice: errorCatalogue[faultCode].whatToDo, isUrl: true }
}

/** As {@link url}; empty text is valid too, and means none. */
export function urlOrNone(code?: ErrorCode): AttributeRule {
  const rule = url(code)
  return (value, baseUrl) => (value === '' ? undefined : rule(value, baseUrl))
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

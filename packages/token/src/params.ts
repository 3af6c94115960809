import { badArgument, TokenArgumentError } from './argument-error.js'

/** A parameter value that can be signed into a token. Numbers must be finite. */
export type ParamValue = string | number | boolean

/** Parameters by name, in the order they are written (integer-like names first, as in every JavaScript object). */
export type Params = Readonly<Record<string, ParamValue>>

// Asking first is cheaper than encoding, and nearly every name and SID is of these.
const unreserved = /^[\w.!~*'()-]*$/

/**
 * Percent-encode one name or value: `encodeURIComponent`, which leaves `A–Z a–z 0–9 - _ . ! ~ * ' ( )` raw.
 *
 * @param key - the key at fault, when the argument is an object
 * @throws TokenArgumentError with code `encoding` for a lone surrogate, which UTF-8 cannot carry
 */
export function percentEncode(argument: string, text: string, key?: string): string {
  if (unreserved.test(text)) return text
  try {
    return encodeURIComponent(text)
  } catch (cause) {
    const place = placeOf(argument, key)
    const message = `${place} must be well-formed Unicode; it holds half a pair.`
    throw new TokenArgumentError('encoding', place, message, { cause })
  }
}

/**
 * Write parameters as `name=value` pairs joined by `&`, each name and value percent-encoded once.
 *
 * @throws TokenArgumentError with code `type`, `range` or `encoding`
 */
export function encodeParams(argument: string, params: unknown): string {
  checkObject(argument, params)
  let list = ''
  for (const name of Object.keys(params)) {
    const value = params[name]
    checkParam(argument, name, value)
    if (list !== '') list += '&'
    list += `${percentEncode(argument, name, name)}=${percentEncode(argument, String(value), name)}`
  }
  return list
}

/**
 * Take a copy of parameters, each of them checked as it is in the copy.
 *
 * @throws TokenArgumentError with code `type` or `range`
 */
export function copyParams(argument: string, params: unknown): Params {
  checkObject(argument, params)
  const copy = Object.freeze({ ...params })
  for (const [name, value] of Object.entries(copy)) checkParam(argument, name, value)
  return copy as Params
}

function checkObject(argument: string, params: unknown): asserts params is Readonly<Record<string, unknown>> {
  if (typeof params !== 'object' || params === null || Symbol.iterator in params) {
    throw badArgument('type', argument, params, 'an object of names and values')
  }
}

function checkParam(argument: string, name: string, value: unknown): asserts value is ParamValue {
  if (name === '' || !isParamValue(value)) refuseParam(placeOf(argument, name), name, value)
}

function isParamValue(value: unknown): value is ParamValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}

function refuseParam(place: string, name: string, value: unknown): never {
  if (name === '') throw new TokenArgumentError('range', place, `${place} must have a name; got an empty one.`)
  if (typeof value === 'number') throw badArgument('range', place, value, 'a finite number')
  throw badArgument('type', place, value, 'a string, a number or a boolean')
}

function placeOf(argument: string, key: string | undefined): string {
  return key === undefined ? argument : `${argument}[${JSON.stringify(key)}]`
}

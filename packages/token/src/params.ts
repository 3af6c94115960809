import { badArgument, TokenArgumentError } from './argument-error.js'

/** A parameter value that can be signed into a token. Numbers must be finite. */
export type ParamValue = string | number | boolean

/** Parameters by name, in the order they are written (integer-like names first, as in every JavaScript object). */
export type Params = Readonly<Record<string, ParamValue>>

/**
 * Percent-encode one name or value: `encodeURIComponent`, which leaves `A–Z a–z 0–9 - _ . ! ~ * ' ( )` raw.
 *
 * @throws TokenArgumentError with code `encoding` for a lone surrogate, which UTF-8 cannot carry
 */
export function percentEncode(argument: string, text: string): string {
  try {
    return encodeURIComponent(text)
  } catch (cause) {
    throw new TokenArgumentError(
      'encoding',
      argument,
      `${argument} must be well-formed Unicode; it holds half a pair.`,
      {
        cause,
      },
    )
  }
}

/**
 * Write parameters as `name=value` pairs joined by `&`, each name and value percent-encoded once.
 *
 * @throws TokenArgumentError with code `type`, `range` or `encoding`
 */
export function encodeParams(argument: string, params: unknown): string {
  checkParams(argument, params)
  return Object.entries(params)
    .map(([name, value]) => {
      const place = `${argument}[${JSON.stringify(name)}]`
      return `${percentEncode(place, name)}=${percentEncode(place, String(value))}`
    })
    .join('&')
}

/**
 * Check that something is an object of parameters.
 *
 * @throws TokenArgumentError with code `type` or `range`
 */
export function checkParams(argument: string, params: unknown): asserts params is Params {
  if (typeof params !== 'object' || params === null || Symbol.iterator in params) {
    throw badArgument('type', argument, params, 'an object of names and values')
  }
  for (const [name, value] of Object.entries(params)) checkParam(`${argument}[${JSON.stringify(name)}]`, name, value)
}

function checkParam(place: string, name: string, value: unknown): void {
  if (name === '') throw new TokenArgumentError('range', place, `${place} must have a name; got an empty one.`)
  if (typeof value === 'number' && !Number.isFinite(value)) throw badArgument('range', place, value, 'a finite number')
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw badArgument('type', place, value, 'a string, a number or a boolean')
  }
}

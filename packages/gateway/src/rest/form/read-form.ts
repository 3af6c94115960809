import { RestError } from '../error/rest-error.js'

/** Bounds of a form. */
export const formLimits = Object.freeze({
  maxBytes: 131_072,
  maxParameters: 1_000,
})

/** A form: a name that comes more than once has a list. */
export type Form = Readonly<Record<string, string | readonly string[]>>

/**
 * Read a body of the type `application/x-www-form-urlencoded` (WHATWG URL, §5), strictly: what is no UTF-8, or has a
 * lone percent sign, was cut off or encoded twice, and is refused rather than mended.
 *
 * @throws RestError with code 20422
 */
export function readForm(body: string): Form {
  const form: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>
  const pairs = body.split('&').filter((pair) => pair !== '')
  if (pairs.length > formLimits.maxParameters)
    throw new RestError(20422, `The body has more than ${formLimits.maxParameters} parameters.`)
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1))
    const earlier = form[name]
    form[name] = earlier === undefined ? value : [...[earlier].flat(), value]
  }
  return form
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new RestError(20422, 'The body is no form that can be decoded; percent-encode it once, in UTF-8.')
  }
}

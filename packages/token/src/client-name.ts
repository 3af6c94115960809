import { badArgument, missingArgument } from './argument-error.js'

/**
 * Which client names may be granted.
 *
 * - `portable`: `[A-Za-z0-9_]+`, what Twilio's capability token document allows and every official library accepts.
 * - `wide`: Twilio's later rule (device error 31105): 1 to 256 characters, none of them a control character, a space,
 *   a delimiter (`< > # % "`) or unwise (`{ } | \ ^ [ ] ` and the backquote) in the sense of RFC 2396 §2.4.3.
 */
export type ClientNameRule = 'portable' | 'wide'

/** The longest client name, in UTF-16 code units. */
export const maxClientNameLength = 256

const portable = /^[A-Za-z0-9_]+$/
const wide = /^[^\s\p{C}<>#%"{}|\\^[\]`]+$/u

/** Tell whether a name obeys a rule. Lone surrogates obey neither. */
export function isClientName(name: string, rule: ClientNameRule): boolean {
  return name.length <= maxClientNameLength && (rule === 'wide' ? wide : portable).test(name)
}

const portableText =
  'up to 256 of the characters A-Z, a-z, 0-9 and _ (pass clientNameRule: "wide" to allow others, such as - or @)'
const wideText = 'up to 256 characters without spaces, control characters or any of < > # % " { } | \\ ^ [ ] `'

/**
 * Check a client name that is about to be granted.
 *
 * @throws TokenArgumentError with code `missing`, `type` or `client-name`
 */
export function checkClientName(argument: string, name: unknown, rule: ClientNameRule = 'portable'): string {
  if (name === undefined || name === null) {
    throw missingArgument(argument, 'Pass the name that the device is to be called by.')
  }
  if (typeof name !== 'string') throw badArgument('type', argument, name, 'a string')
  if (!isClientName(name, rule))
    throw badArgument('client-name', argument, name, rule === 'wide' ? wideText : portableText)
  return name
}

/** Percent-encode a name that was checked against the same rule: a portable one is its own encoding, and none throws. */
export function encodeClientName(name: string, rule?: ClientNameRule): string {
  return rule === 'wide' ? encodeURIComponent(name) : name
}

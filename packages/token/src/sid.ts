import { badArgument, missingArgument } from './argument-error.js'

/** The two-letter start of a SID: account, application, API key. */
export type SidPrefix = 'AC' | 'AP' | 'SK'

const strictShape = /^[A-Z]{2}[0-9a-fA-F]{32}$/

// Test suites everywhere use short SIDs such as AP123, so the shape is an option; what stays is what an
// identifier of any system needs: visible, without spaces, bounded.
const looseShape = /^[!-~]+$/

/** Tell whether a text is a SID: prefix and 32 hex digits when strict, else 1 to 64 visible ASCII characters. */
export function isSid(text: string, prefix: SidPrefix, strict: boolean): boolean {
  return strict ? text.startsWith(prefix) && strictShape.test(text) : text.length <= 64 && looseShape.test(text)
}

/**
 * Check a SID that is about to be written into a token.
 *
 * @throws TokenArgumentError with code `missing`, `type` or `sid`
 */
export function checkSid(argument: string, value: unknown, prefix: SidPrefix, strict = false): string {
  if (value === undefined || value === null || value === '') {
    throw missingArgument(argument, `Pass a SID starting with ${prefix}.`)
  }
  if (typeof value !== 'string') throw badArgument('type', argument, value, 'a string')
  if (!isSid(value, prefix, strict)) {
    const rule = strict ? `${prefix} followed by 32 hex digits` : '1 to 64 visible ASCII characters without spaces'
    throw badArgument('sid', argument, value, rule)
  }
  return value
}

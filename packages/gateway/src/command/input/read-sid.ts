import { isSid, type Sid, type SidPrefix } from '@ringdown/protocol'
import { valueError } from '../command-error.js'

/**
 * Read a SID from the command line.
 *
 * @param name - what the person called it: an option, or what the operand is
 * @throws CommandError (error 20423); the value is not repeated, since it may be a secret in the wrong place
 */
export function readSid<Prefix extends SidPrefix>(text: string, prefix: Prefix, name: string): Sid<Prefix> {
  if (isSid(text, prefix)) return text
  throw valueError(20423, `${name} must be ${prefix} and 32 lower-case hexadecimal digits`)
}

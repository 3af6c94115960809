import { isFriendlyName, maxFriendlyNameLength } from '../../account/friendly-name.js'
import { valueError } from '../command-error.js'

/** The option for a name. */
export const friendlyNameOption = {
  'friendly-name': { value: 'text', text: `a name for people, at most ${maxFriendlyNameLength} characters` },
} as const

/**
 * Read a friendly name from the command line.
 *
 * @returns empty if none was given
 * @throws CommandError (error 20002)
 */
export function readFriendlyName({ 'friendly-name': name = '' }: { readonly 'friendly-name'?: string }): string {
  if (isFriendlyName(name)) return name
  throw valueError(20002, `--friendly-name must be at most ${maxFriendlyNameLength} characters`)
}

import { type ApplicationSettings, readApplicationSettings } from '../../account/read-application-settings.js'
import { parseTarget } from '../../webhook/target.js'
import { usageError, valueError } from '../command-error.js'
import type { ProgramPorts } from '../command.js'
import { readLine } from '../input/read-line.js'
import { applicationFields, type ApplicationOption, applicationOptions } from './application-options.js'

/** The options as the command line gave them. */
type Given = { readonly [Name in ApplicationOption]?: string }

const names = Object.keys(applicationOptions) as readonly ApplicationOption[]

/** What the help of a command with these options says of their values. */
export const urlHelp = `URLs are absolute, http or https. An empty one, as in --status-callback '', is
none. One with a password in it must not stand on a command line, where every
user of the machine can read it: give a hyphen in its place, and the URL on
standard input.`

/**
 * Read the settings of an application from a command line; a lone hyphen takes the first line of standard input.
 *
 * @throws CommandError (errors 20002, 21205, 21209, 21609); no value is repeated, since URLs can hold passwords
 */
export async function readApplicationOptions(
  options: Given,
  { terminal }: Pick<ProgramPorts, 'terminal'>,
): Promise<Partial<ApplicationSettings>> {
  const piped = names.filter((name) => options[name] === '-')
  if (piped.length > 1) {
    throw usageError(`${piped.map((name) => `--${name}`).join(' and ')} cannot both come from standard input`)
  }
  names.forEach((name) => {
    refusePassword(name, options[name])
  })
  const line = piped.length === 0 ? '' : await readLine(terminal.stdin)
  const texts = names.map((name) => [applicationFields[name], options[name] === '-' ? line : options[name]] as const)
  const { settings, faults } = readApplicationSettings(Object.fromEntries(texts))
  const [fault] = faults
  if (fault === undefined) return settings
  const option = names.find((name) => applicationFields[name] === fault.field) ?? fault.field
  throw valueError(fault.code, `--${option} must be ${fault.allowed}`)
}

function refusePassword(name: ApplicationOption, value = ''): void {
  const password = parseTarget(value)?.credentials?.password ?? ''
  if (password === '') return
  throw usageError(
    `--${name} holds a password, which every user of this machine can read on a command line: pipe the URL in, with --${name} -, and replace the password if it was a real one`,
  )
}

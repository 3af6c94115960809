import { TokenArgumentError, TokenError } from '@ringdown/token'
import { CommanderError } from 'commander'
import { isAboutSecret, wordForCommandLine } from './argument-wording.js'
import { CommandError } from './command-error.js'
import { type ExitCode, exitCodes } from './exit-code.js'

/** How to end after an error, and what to say. */
export interface Failure {
  readonly exitCode: ExitCode
  /** Undefined when nothing is left to say, as after a help page. */
  readonly message: string | undefined
}

/** Settle what an error means to the person at the keyboard. Of an unexpected one nothing is shown but its class. */
export function toFailure(error: unknown): Failure {
  if (error instanceof CommandError) return { exitCode: error.exitCode, message: error.message }
  if (error instanceof TokenError) return { exitCode: exitCodes.refused, message: error.message }
  if (error instanceof TokenArgumentError) {
    const exitCode = isAboutSecret(error) ? exitCodes.unusable : exitCodes.usage
    return { exitCode, message: wordForCommandLine(error) }
  }
  if (error instanceof CommanderError) return fromCommander(error)
  const kind = error instanceof Error ? error.constructor.name : typeof error
  const message = `An unexpected error (${kind}) stopped the command. This is a defect of ringdown: please report it, without secrets.`
  return { exitCode: exitCodes.unexpected, message }
}

function fromCommander({ code, exitCode, message }: CommanderError): Failure {
  if (exitCode === 0) return { exitCode: exitCodes.ok, message: undefined }
  if (code === 'commander.help') return { exitCode: exitCodes.usage, message: undefined }
  return { exitCode: exitCodes.usage, message: wordUsageError(message) }
}

function wordUsageError(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(unknownOption, "$1'")
    .replaceAll('\n', ' ')
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return `${sentence.replace(/[^.)?]$/, '$&.')} Add --help to see how the command is used.`
}

// It may be a mistyped one with a secret attached to it: only its name is repeated.
const unknownOption = /^(unknown option '(?:--[^=']*|-[^-])).*'(?=\n|$)/s

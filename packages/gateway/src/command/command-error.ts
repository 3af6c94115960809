import type { ErrorCode } from '@ringdown/protocol'
import { type ExitCode, exitCodes } from './exit-code.js'

/** Something that the person at the keyboard can put right. The message says how, and never holds a secret. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** The error for a command line that cannot be carried out. */
export function usageError(message: string): CommandError {
  return new CommandError(exitCodes.usage, message)
}

/** The error for something that the store does not allow, or does not have, with its number in the error catalogue. */
export function refusal(code: ErrorCode, message: string): CommandError {
  return new CommandError(exitCodes.failure, withCode(code, message))
}

/** The error for a value on the command line that is not allowed, with its number in the error catalogue. */
export function valueError(code: ErrorCode, message: string): CommandError {
  return new CommandError(exitCodes.usage, withCode(code, message))
}

function withCode(code: ErrorCode, message: string): string {
  return `${message} (error ${code})`
}

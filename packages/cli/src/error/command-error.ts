import { type ExitCode, exitCodes } from './exit-code.js'

/** Something that the person at the keyboard can put right. The message says how, and never holds a secret. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** The error for a command line that cannot be carried out. */
export function usageError(message: string): CommandError {
  return new CommandError(exitCodes.usage, message)
}

/** The error for a secret or file that is missing or cannot be used. */
export function unreadableError(message: string, cause?: unknown): CommandError {
  return new CommandError(exitCodes.unusable, message, { cause })
}

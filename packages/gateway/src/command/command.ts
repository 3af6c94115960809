import type { Writable } from 'node:stream'

/** The process that a command runs in. */
export interface Terminal {
  readonly stdout: Writable
  readonly stderr: Writable
  /** SIGTERM and SIGINT ask a command to end. */
  once(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown
}

/** What a command was called with, after its own name. */
export interface CommandCall {
  readonly args: readonly string[]
  readonly terminal: Terminal
}

/** One command of `ringdown-gateway`. */
export interface Command {
  /** One line for `--help`. */
  readonly summary: string
  /** The text of `ringdown-gateway <name> --help`. */
  readonly help: string
  /** Resolves to the exit code. A rejection is told to the person in one sentence. */
  run(call: CommandCall): Promise<number>
}

import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../clock.js'
import type { ConfigSources } from '../config.js'
import type { FlagValues } from '../config/flag-layer.js'
import type { Ids } from '../ids.js'
import type { ExitCode } from './exit-code.js'

/** The process that a command runs in. */
export interface Terminal {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** SIGTERM and SIGINT ask a command to end. */
  once(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown
  /** End the process at once, whatever is still going on. */
  exit(code: number): unknown
}

/** What commands need from the world. */
export interface ProgramPorts {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly ids: Ids
  /** Where the configuration comes from, given what the command line says of it. */
  readonly configSources: (flags: FlagValues) => ConfigSources
}

/** One command of `ringdown-gateway`. */
export interface Command {
  /** One line for the help of what it belongs to. */
  readonly summary: string
  /**
   * The text of its own help.
   *
   * @param path - how it is called, such as `account create`
   */
  help(path: string): string
  /**
   * Run it. What goes wrong is a rejection, to be told to the person in a sentence.
   *
   * @param args - what stands behind its name
   */
  run(args: readonly string[], ports: ProgramPorts): Promise<ExitCode>
}

/** Loads a command, and with it what it needs. */
export type CommandLoader = () => Promise<Command>

/** Commands under a common first word. */
export interface CommandGroup {
  readonly summary: string
  readonly commands: Readonly<Record<string, CommandLoader>>
}

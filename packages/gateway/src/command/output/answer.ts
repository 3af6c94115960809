import type { ProgramPorts } from '../command.js'
import { formatJson } from './format-json.js'

/** An answer, for programs and for people. */
export interface Answer {
  /** As the REST API would write it. */
  readonly resource: unknown
  /** For people: lines, each ended by a line break, safe for a terminal. */
  readonly text: string
  /** What to do next or to know, for people only; beside the answer, so that this can be piped on. */
  readonly note?: string | undefined
}

/** Who is asking. */
export interface Asker {
  readonly ports: Pick<ProgramPorts, 'terminal'>
  readonly options: { readonly json?: boolean }
}

/** Answer on standard output: in JSON, or in text with a note on standard error. */
export function answer({ ports: { terminal }, options }: Asker, { resource, text, note }: Answer): void {
  if (options.json === true) {
    terminal.stdout.write(formatJson(resource))
    return
  }
  terminal.stdout.write(text)
  if (note !== undefined) terminal.stderr.write(`\n${note}\n`)
}

import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

/** A finished command: `exitCode` is null when it could not start or was killed by a signal. */
export interface CommandResult {
  readonly exitCode: number | null
  readonly output: string
}

/** Runs a command in `cwd` without a shell and collects what it prints: both streams in one text, without colours. */
export function runCommand(command: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => (output += text))
    }
    const end = (exitCode: number | null, remark: string): void =>
      resolve({ exitCode, output: stripVTControlCharacters(output) + remark })
    child.once('error', (error) => end(null, `${command} could not start: ${error.message}\n`))
    child.once('close', (exitCode, signal) =>
      end(exitCode, signal === null ? '' : `${command} was killed by ${signal}\n`),
    )
  })
}

import type { Ports } from '../ports.js'
import { readProfile } from '../profile.js'
import { runProgram } from '../program.js'

/** The moment at which tests run, in Unix seconds: 2026-11-20 22:40:00 UTC. */
export const testNow = 1_795_214_400

/** The machine that a test runs the command on. */
export interface FakeMachine {
  readonly environment?: Readonly<Record<string, string>>
  /** What is piped in; standard input is a terminal when left out. */
  readonly stdin?: string | Uint8Array
  /** File contents by path; an `Error` is what reading it fails with. */
  readonly files?: Readonly<Record<string, string | Uint8Array | Error>>
  readonly nowSeconds?: number
  /** The width of a terminal to write to; without one, output goes to a pipe. */
  readonly columns?: number
}

/** How a run ended. */
export interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Run the whole command in memory: only the machine is a fake. */
export async function run(args: readonly string[], machine: FakeMachine = {}): Promise<Outcome> {
  const { environment = {}, stdin, files = {}, nowSeconds = testNow, columns } = machine
  const written = { stdout: '', stderr: '' }
  const output = (stream: keyof typeof written): Ports['stdout'] => ({
    isTerminal: columns !== undefined,
    columns,
    write: (text) => void (written[stream] += text),
  })
  const exitCode = await runProgram({
    args,
    version: '1.2.3',
    profile: readProfile(environment),
    stdin: { isTerminal: stdin === undefined, read: () => readContent(stdin ?? '') },
    stdout: output('stdout'),
    stderr: output('stderr'),
    readFile: (path) => readContent(files[path] ?? Object.assign(new Error(`no ${path}`), { code: 'ENOENT' })),
    nowSeconds: () => nowSeconds,
    createTokenId: () => 'id-of-a-new-token',
  })
  return { exitCode, ...written }
}

function readContent(content: string | Uint8Array | Error): Promise<Uint8Array> {
  if (content instanceof Error) return Promise.reject(content)
  return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content)
}

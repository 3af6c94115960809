import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import type { Store } from '../store/store.js'
import { onTestFinished } from 'vitest'
import { type Authorise, createAuthorise } from '../account/authorise.js'
import { processSources } from '../config.js'
import { runProgram } from '../program.js'
import { openSqliteStore } from '../store/sqlite/sqlite-store.js'
import { systemClock } from '../system-clock.js'
import { systemIds } from '../system-ids.js'
import type { ExitCode } from './exit-code.js'

/** How a run ended. */
interface Outcome {
  readonly exitCode: ExitCode
  readonly stdout: string
  readonly stderr: string
}

/** A person at a machine with a data folder of its own, which does not exist yet. */
export interface Operator {
  readonly folder: string
  readonly dataDir: string
  /** The environment, without that of the tests. */
  readonly env: Record<string, string>
  /** Run the whole program in this process; only the terminal is a fake. */
  run(args: readonly string[], stdin?: string): Promise<Outcome>
  /** Run it with `--json`, and read the answer; it must end with 0. */
  ask<Resource>(...args: readonly string[]): Promise<Resource>
  /** Start it, for a command that goes on until it is told to end. */
  start(args: readonly string[]): RunningProgram
  /** The store that the commands work on. */
  openStore(): Promise<Store>
  /** What a gateway on this store makes of tokens. */
  authorise(): Promise<Authorise>
}

/** A program that runs. */
export interface RunningProgram {
  readonly ended: Promise<Outcome>
  readonly stdout: Writable & { readonly text: string }
  /** The code that it ended the process with, if it did. */
  readonly forcedExit: number | undefined
  signal(name: 'SIGTERM' | 'SIGINT'): void
}

/** Set up a machine for one test. */
export function createOperator(env: Readonly<Record<string, string>> = {}): Operator {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-operator-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const dataDir = join(folder, 'data')
  const ownEnv: Record<string, string> = { RINGDOWN_DATA_DIR: dataDir, RINGDOWN_LOG_LEVEL: 'error', ...env }
  const start = (args: readonly string[], stdin?: string): RunningProgram => startProgram(args, ownEnv, stdin)
  const openStore = async (): Promise<Store> => {
    const { store } = await openSqliteStore({ file: join(dataDir, 'ringdown.sqlite') })
    onTestFinished(() => store.close())
    return store
  }
  return {
    folder,
    dataDir,
    env: ownEnv,
    start,
    openStore,
    run: (args, stdin) => start(args, stdin).ended,
    async ask<Resource>(...args: readonly string[]) {
      const { exitCode, stdout, stderr } = await start([...args, '--json']).ended
      if (exitCode !== 0 || stderr !== '') throw new Error(`It ended with ${exitCode}: ${stderr}`)
      return JSON.parse(stdout) as Resource
    },
    authorise: async () => createAuthorise({ store: await openStore(), clock: systemClock }),
  }
}

class TextSink extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString()
    done()
    this.emit('text')
  }
}

function startProgram(args: readonly string[], env: Record<string, string>, stdin = ''): RunningProgram {
  const [stdout, stderr, signals] = [new TextSink(), new TextSink(), new EventEmitter()]
  const running = { forcedExit: undefined as number | undefined }
  const ended = runProgram(args, {
    terminal: {
      stdin: Readable.from([stdin]),
      stdout,
      stderr,
      once: (signal, listener) => signals.once(signal, listener),
      exit: (code) => (running.forcedExit = code),
    },
    clock: systemClock,
    ids: systemIds,
    configSources: (flags) => ({ ...processSources(flags), env }),
  })
  return {
    stdout,
    ended: ended.then((exitCode) => ({ exitCode, stdout: stdout.text, stderr: stderr.text })),
    get forcedExit() {
      return running.forcedExit
    },
    signal: (name) => void signals.emit(name),
  }
}

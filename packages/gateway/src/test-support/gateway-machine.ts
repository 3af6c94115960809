import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { AccountSid } from '@ringdown/protocol'

// The built program in a process of its own, as an operator runs it.
const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** How a run of the program ended. */
export interface Outcome {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of the program. */
export type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** What a test changes in the process that the program runs in. */
export interface MachineOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node.js itself. */
  readonly nodeArgs?: readonly string[]
}

/** A machine with a data folder of its own, which does not exist yet. */
export interface Machine {
  /** Holds the data folder. */
  readonly folder: string
  readonly dataDir: string
  spawn(...args: readonly string[]): Child
  run(...args: readonly string[]): Promise<Outcome>
  /** Run a command with `--json`, and read the answer; it must end with 0. */
  ask<Resource>(...args: readonly string[]): Promise<Resource>
  /** Stop whatever still runs, and remove the folder. */
  dispose(): Promise<void>
}

/** Set up a machine. */
export function createMachine({ env = {}, nodeArgs = [] }: MachineOptions = {}): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-bin-'))
  const dataDir = join(folder, 'data')
  const children: Child[] = []
  const ownEnv = {
    RINGDOWN_DATA_DIR: dataDir,
    RINGDOWN_HTTP_PORT: '0',
    RINGDOWN_LOG_LEVEL: 'debug',
    RINGDOWN_MEDIA_INCLUDE_LOOPBACK: 'true',
    ...env,
  }
  const start = (...args: readonly string[]): Child => {
    const options = { cwd: folder, env: ownEnv, stdio: 'pipe' } as const
    const child = spawn(process.execPath, [...nodeArgs, bin, ...args], options)
    children.push(child)
    return child
  }
  const run = (...args: readonly string[]): Promise<Outcome> => {
    const child = start(...args)
    child.stdin.end()
    return endingOf(child)
  }
  return {
    ...{ folder, dataDir, run, spawn: start },
    async ask<Resource>(...args: readonly string[]) {
      const { exitCode, stdout, stderr } = await run(...args, '--json')
      if (exitCode !== 0) throw new Error(`It ended with ${exitCode ?? 'a signal'}: ${stderr}`)
      return JSON.parse(stdout) as Resource
    },
    async dispose() {
      for (const child of children) await killed(child)
      rmSync(folder, { recursive: true })
    },
  }
}

/** What a run of the program says, and how it ends. */
export async function endingOf(child: Child): Promise<Outcome> {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  return { exitCode, stdout, stderr }
}

/** A gateway that serves. */
export interface ServingGateway {
  readonly child: Child
  /** What it said when it was ready. */
  readonly line: string
  readonly httpPort: number
  readonly httpsPort: number | undefined
  readonly accountSid: AccountSid
  readonly authToken: string
  /** Where devices connect. */
  readonly url: string
  /** Everything that it writes to standard output behind the line, and to standard error, until it ends. */
  readonly rest: Promise<string>
  readonly log: Promise<string>
}

/** Start a gateway, and wait until it is ready. */
export async function serve(machine: Machine, ...args: readonly string[]): Promise<ServingGateway> {
  const child = machine.spawn('serve', ...args)
  const log = text(child.stderr)
  const lines = createInterface(child.stdout)
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'close').then(async () => Promise.reject(new Error(await log))),
  ])) as [string]
  const ready = JSON.parse(line) as Pick<ServingGateway, 'httpPort' | 'httpsPort' | 'accountSid'>
  const url = `ws://127.0.0.1:${ready.httpPort}/signal`
  return { ...ready, child, line, log, rest: gather(lines), url, authToken: readAuthToken(machine) }
}

/** Tell a gateway to end, and wait until it has. */
export async function stop({ child }: ServingGateway): Promise<number | null> {
  const closed = once(child, 'close') as Promise<[number | null]>
  child.kill('SIGTERM')
  const [exitCode] = await closed
  return exitCode
}

/** End a gateway as `kill -9` does: it gets to do nothing more. */
export async function killed(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}

/** A figure of a gateway's metrics page, with its labels as they stand there; 0 where there is none yet. */
export async function figure({ httpPort }: ServingGateway, name: string): Promise<number> {
  const page = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text()
  const line = page.split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0)
}

function readAuthToken({ dataDir }: Machine): string {
  const file = readFileSync(join(dataDir, 'first-account.env'), 'utf8')
  return /^RINGDOWN_AUTH_TOKEN=(\S+)$/m.exec(file)?.[1] ?? ''
}

async function gather(lines: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const line of lines) all += `${line}\n`
  return all
}

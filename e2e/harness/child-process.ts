import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const binary = fileURLToPath(new URL('../../packages/gateway/dist/bin.js', import.meta.url))

/** Variables of a process. Nothing of the person's own environment reaches it. */
export type Environment = Readonly<Record<string, string>>

/** A process of the gateway's binary that goes on running. */
export interface RunningProcess {
  /** What it wrote on standard output until it was ready. */
  readonly firstOutput: string
  /** The lines of its log so far. */
  readonly log: readonly string[]
  /** Ask it to end. Resolves to its exit code; null when a signal ended it. */
  stop(): Promise<number | null>
}

type Child = ChildProcessByStdio<null, Readable, Readable>

/**
 * Start the gateway's binary; resolves once `isReady` holds for what it has written.
 *
 * @throws Error with its log if it ends before
 */
export async function startBinary(
  args: readonly string[],
  env: Environment,
  isReady: (output: string) => boolean,
): Promise<RunningProcess> {
  const child = launch(args, env)
  const log: string[] = []
  createInterface(child.stderr).on('line', (line) => log.push(line))
  const firstOutput = await readUntil(child, isReady)
  if (firstOutput === undefined) throw new Error(`The gateway did not start.\n${log.join('\n')}`)
  return {
    firstOutput,
    log,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

/**
 * Run one command of the gateway's binary to its end; resolves to its standard output.
 *
 * @throws Error with what it wrote on standard error if it fails
 */
export async function runBinary(args: readonly string[], env: Environment): Promise<string> {
  const child = launch(args, env)
  let output = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`ringdown-gateway ${args.join(' ')}: ${complaint}`)
  return output
}

function launch(args: readonly string[], env: Environment): Child {
  return spawn(process.execPath, [binary, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Undefined when the process ends before it is ready. */
function readUntil({ stdout }: Child, isReady: (output: string) => boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = ''
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      if (isReady(output)) resolve(output)
    })
    stdout.on('close', () => {
      resolve(undefined)
    })
  })
}

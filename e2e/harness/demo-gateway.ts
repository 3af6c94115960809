import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningProcess, startBinary } from './child-process.js'

/** The gateway as `npm start` runs it, on free ports. */
export interface DemoGateway {
  /** The demo phone's address, as the terminal names it. */
  readonly url: string
  /** The other address that the terminal names. */
  readonly plainUrl: string
  /** The lines of its log so far. */
  readonly log: readonly string[]
  /** End it; whoever is in a call loses it. */
  stop(): Promise<void>
  /** Start it again where it was. */
  startAgain(): Promise<void>
  /** Forget what it kept, once it has ended. */
  forget(): Promise<void>
}

/** Start the gateway in development mode. */
export async function startDemoGateway(): Promise<DemoGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringdown-demo-'))
  const log: string[] = []
  const start = (...ports: readonly string[]): Promise<RunningProcess> => {
    const args = ['serve', '--development', ...ports, `--data-dir=${dataDir}`, '--calls-drain-seconds=0']
    return startBinary(args, {}, (output) => output.includes('Ctrl+C'))
  }
  let running = await start('--http-port=0', '--https-port=0')
  const [url = '', plainUrl = ''] = [/https:\S+/, /http:\S+/].map((pattern) => pattern.exec(running.firstOutput)?.[0])
  return {
    url,
    plainUrl,
    get log() {
      return [...log, ...running.log]
    },
    async stop() {
      await running.stop()
    },
    async startAgain() {
      log.push(...running.log)
      running = await start(`--http-port=${new URL(plainUrl).port}`, `--https-port=${new URL(url).port}`)
    },
    forget: () => rm(dataDir, { recursive: true }),
  }
}

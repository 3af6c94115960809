import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBinary } from './child-process.js'

/** The gateway as `npm start` runs it, on free ports. */
export interface DemoGateway {
  /** What the terminal says when it is ready. */
  readonly welcome: string
  /** The demo phone's address, as the terminal names it. */
  readonly url: string
  /** The other address that the terminal names. */
  readonly plainUrl: string
  /** The lines of its log so far. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

/** Start the gateway in development mode. */
export async function startDemoGateway(): Promise<DemoGateway> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringdown-demo-'))
  const args = ['serve', '--development', '--http-port=0', '--https-port=0', `--data-dir=${dataDir}`]
  const running = await startBinary(args, {}, (output) => output.includes('Ctrl+C'))
  const welcome = running.firstOutput
  return {
    welcome,
    url: /https:\S+/.exec(welcome)?.[0] ?? '',
    plainUrl: /http:\S+/.exec(welcome)?.[0] ?? '',
    log: running.log,
    async stop() {
      await running.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

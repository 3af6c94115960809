import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, type RunningProcess, runBinary, startBinary } from './child-process.js'
import { openSqliteStore } from '../../packages/gateway/dist/store/sqlite/sqlite-store.js'
import { readFigure } from './metrics-page.js'

/** Who the gateway works for. */
export interface Credentials {
  readonly accountSid: string
  readonly authToken: string
}

/** An API key, which signs access tokens. */
export interface ApiKey {
  readonly sid: string
  readonly secret: string
}

/** The built gateway as a process of its own, with a folder of its own. */
export class Gateway {
  readonly credentials: Credentials
  readonly dataDir: string
  readonly httpPort: number
  readonly httpsPort: number
  readonly #process: RunningProcess
  readonly #env: Environment

  private constructor(credentials: Credentials, dataDir: string, env: Environment, running: RunningProcess) {
    this.credentials = credentials
    this.dataDir = dataDir
    this.#env = env
    this.#process = running
    const ready = JSON.parse(running.firstOutput) as { readonly httpPort: number; readonly httpsPort: number }
    this.httpPort = ready.httpPort
    this.httpsPort = ready.httpsPort
  }

  /** @param args - flags of `serve`, beside those that every test needs */
  static async start(...args: readonly string[]): Promise<Gateway> {
    const dataDir = await mkdtemp(join(tmpdir(), 'ringdown-e2e-'))
    const credentials = { accountSid: `AC${randomHex(16)}`, authToken: randomHex(16) }
    const env = {
      RINGDOWN_ACCOUNT_SID: credentials.accountSid,
      RINGDOWN_AUTH_TOKEN: credentials.authToken,
      RINGDOWN_DATA_DIR: dataDir,
      RINGDOWN_HTTP_PORT: '0',
      RINGDOWN_HTTPS_PORT: '0',
      RINGDOWN_MEDIA_INCLUDE_LOOPBACK: 'true',
    }
    const running = await startBinary(['serve', ...args], env, (output) => output.endsWith('\n'))
    return new Gateway(credentials, dataDir, env, running)
  }

  /** Host and port of the HTTPS listener, as browsers reach it. */
  get host(): string {
    return `localhost:${this.httpsPort}`
  }

  /** The lines of its log so far. */
  get log(): readonly string[] {
    return this.#process.log
  }

  /** What its log says of defects. */
  get faults(): readonly string[] {
    return this.log.filter((line) => line.includes('"level":"error"'))
  }

  /** Make a TwiML application, with the gateway's own command. Resolves to its SID. */
  async createApplication({ voiceUrl }: { readonly voiceUrl: string; readonly statusCallback?: string }): Promise<string> {
    const { store } = await openSqliteStore({ file: join(this.dataDir, 'ringdown.sqlite'), synchronous: 'normal' })
    const sid = `AP${randomHex(16)}` as const
    const { createApplication } = await import('../../packages/gateway/dist/account/create-application.js')
    await store.applications.insert(createApplication({ sid, accountSid: this.credentials.accountSid as 'AC', friendlyName: 'x', voiceUrl } as never, Date.now()))
    await store.close()
    return sid
  }

  /** Make an API key, with the gateway's own command. */
  async createApiKey(): Promise<ApiKey> {
    const { store } = await openSqliteStore({ file: join(this.dataDir, 'ringdown.sqlite'), synchronous: 'normal' })
    const key = { sid: `SK${randomHex(16)}`, secret: randomHex(16), accountSid: this.credentials.accountSid, friendlyName: '', createdAt: 0, updatedAt: 0 }
    await store.apiKeys.insert(key as never)
    await store.close()
    return key
  }

  /** A figure of its metrics page. */
  async figure(name: string): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.httpPort}/metrics`)
    return readFigure(await response.text(), name)
  }

  async stop(): Promise<void> {
    const exitCode = await this.#process.stop()
    await rm(this.dataDir, { recursive: true })
    if (exitCode !== 0) throw new Error(`The gateway ended with ${exitCode ?? 'a signal'}.\n${this.log.join('\n')}`)
  }
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

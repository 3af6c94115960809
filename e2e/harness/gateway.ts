import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, type RunningProcess, runBinary, startBinary } from './child-process.js'
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

  /** @param flags - of `serve`, beside the settings that every test needs */
  static async start(flags: readonly string[] = []): Promise<Gateway> {
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
    const running = await startBinary(['serve', ...flags], env, (output) => output.endsWith('\n'))
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

  /** Make a TwiML application, with the gateway's own command. Resolves to its SID. */
  async createApplication(voiceUrl: string): Promise<string> {
    const args = ['application', 'create', '--friendly-name', 'e2e', '--voice-url', voiceUrl, '--json']
    const made = JSON.parse(await runBinary(args, this.#env)) as { readonly sid: string }
    return made.sid
  }

  /** Make an API key, with the gateway's own command. */
  async createApiKey(): Promise<ApiKey> {
    return JSON.parse(await runBinary(['api-key', 'create', '--json'], this.#env)) as ApiKey
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

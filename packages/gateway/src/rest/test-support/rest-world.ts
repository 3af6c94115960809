import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountSid } from '@ringdown/protocol'
import twilio3 from 'twilio-3'
import twilio6 from 'twilio-6'
import { onTestFinished } from 'vitest'
import type { Account } from '../../account/account.js'
import { loadConfig } from '../../config.js'
import { type Gateway, openStore, startGateway, storeFile } from '../../gateway.js'
import { createLog } from '../../log.js'
import type { Store } from '../../store/store.js'
import { systemIds } from '../../system-ids.js'
import { createManualClock, type ManualClock } from '../../webhook/manual-clock.contract.js'

/** The official clients, of the oldest version and the newest that people use. */
type OfficialClients = Readonly<Record<3 | 6, OfficialClient>>

type OfficialClient = ReturnType<typeof twilio6>

/** What a client signs in with. */
export interface SignIn {
  /** Account SID or API key SID. */
  readonly username: string
  readonly password: string
  /** The account to work on; left out, that of the user name. */
  readonly accountSid?: string
}

/** A request by hand. */
export interface RawRequest {
  readonly method?: string
  /** Undefined: none. By default those of the account. */
  readonly signIn?: SignIn | undefined
  /** A body as it is. */
  readonly body?: string | Buffer
  /** A body made of parameters. */
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What a request by hand gets. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The body as JSON; undefined if it is none. */
  readonly json: unknown
}

/** A whole gateway on ports of its own, with an empty store but for one account. */
export interface RestWorld {
  readonly gateway: Gateway
  readonly baseUrl: string
  readonly clock: ManualClock
  /** The store that the gateway works on, through a connection of its own. */
  readonly store: Store
  /** The SQLite file of the store. */
  readonly storeFile: string
  readonly account: Account
  /** Clients of the account. */
  readonly clients: OfficialClients
  /** Clients with other credentials. */
  readonly clientsOf: (signIn: SignIn) => OfficialClients
  /** Ask for a path by hand. */
  readonly ask: (path: string, request?: RawRequest) => Promise<RawAnswer>
  /** Everything that was logged so far. */
  readonly log: () => string
}

const accountSid: AccountSid = `AC${'a'.repeat(32)}`
const authToken = 'the-primary-auth-token-of-the-tests'

/** Start a gateway for one test, and end it with the test. */
export async function createRestWorld(env: Readonly<Record<string, string>> = {}): Promise<RestWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringdown-rest-'))
  const clock = createManualClock()
  const lines: string[] = []
  const log = createLog({ level: 'debug', format: 'json' }, { write: (line) => void lines.push(line) })
  const config = loadConfiguration(dataDir, env)
  const gateway = await startGateway(config, { clock, ids: systemIds, log })
  const { store } = await openStore(config)
  onTestFinished(async () => {
    await gateway.close()
    await store.close()
    rmSync(dataDir, { recursive: true })
  })
  const account = await store.accounts.find(accountSid)
  if (account === undefined) throw new Error('The gateway made no account')
  const baseUrl = `http://127.0.0.1:${gateway.listeners.httpPort ?? 0}`
  const owner = { username: accountSid, password: authToken }
  return {
    ...{ gateway, baseUrl, clock, store, storeFile: storeFile(config), account },
    clients: connect(baseUrl, owner),
    clientsOf: (signIn) => connect(baseUrl, signIn),
    ask: (path, request = {}) => ask(`${baseUrl}${path}`, { signIn: owner, ...request }),
    log: () => lines.join(''),
  }
}

function loadConfiguration(
  dataDir: string,
  env: Readonly<Record<string, string>>,
): ReturnType<typeof loadConfig>['config'] {
  const own = {
    RINGDOWN_HOST: '127.0.0.1',
    RINGDOWN_HTTP_PORT: '0',
    RINGDOWN_DATA_DIR: dataDir,
    RINGDOWN_ACCOUNT_SID: accountSid,
    RINGDOWN_AUTH_TOKEN: authToken,
  }
  return loadConfig({ env: { ...own, ...env }, flags: {}, readFile: () => '' }).config
}

function connect(baseUrl: string, { username, password, accountSid }: SignIn): OfficialClients {
  const options = accountSid === undefined ? {} : { accountSid }
  // One type for both, since what is tested is called the same in both.
  const old: unknown = twilio3(username, password, options)
  const clients = { 3: old as OfficialClient, 6: twilio6(username, password, options) }
  for (const client of [clients[3], clients[6]]) {
    client.api.baseUrl = baseUrl
    client.accounts.baseUrl = baseUrl
  }
  return clients
}

async function ask(url: string, { method = 'GET', signIn, body, form, headers = {} }: RawRequest): Promise<RawAnswer> {
  const login = signIn && { Authorization: `Basic ${btoa(`${signIn.username}:${signIn.password}`)}` }
  const response = await fetch(url, {
    method,
    headers: { ...login, ...headers },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: readJson(text) }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { type AccountSid, isSid } from '@ringdown/protocol'
import type { Account } from './account/account.js'
import type { Clock } from './clock.js'
import { ConfigError } from './config/config-error.js'
import type { FirstAccountConfig, GatewayConfig } from './config/gateway-config.js'
import type { Ids } from './ids.js'
import { StoreError } from './store/store-error.js'
import type { Store } from './store/store.js'

/** The account that a gateway is born with: the oldest in its store. */
export interface FirstAccount {
  readonly accountSid: AccountSid
  /** Whether this start made it. */
  readonly isNew: boolean
  /** The file that holds its SID and its auth token as it is now; undefined if the operator chose them. */
  readonly credentialsFile: string | undefined
  /** The configuration names an account or an auth token that the store does not have: it counts at the first start only. */
  readonly isConfigIgnored: boolean
}

/** What {@link ensureFirstAccount} needs. */
export interface FirstAccountPorts {
  readonly store: Pick<Store, 'accounts'>
  readonly clock: Clock
  readonly ids: Ids
}

type Credentials = FirstAccountConfig

/**
 * See to it that there is an account. In an empty store that is the one that the configuration names, else one with a
 * random SID and auth token, which go to `first-account.env` in the data folder, a file for its user alone (mode 0600).
 *
 * The file is written before the account: a start that is killed in between leaves credentials that the next one takes,
 * and of two starts at the same moment, the second takes those of the first.
 *
 * @throws ConfigError if the store is empty and the file does not hold an account
 * @throws StoreError, or what the operating system says of the file
 */
export async function ensureFirstAccount(
  { store, clock, ids }: FirstAccountPorts,
  { firstAccount: wanted, dataDir }: Pick<GatewayConfig, 'firstAccount' | 'dataDir'>,
): Promise<FirstAccount> {
  const file = join(dataDir, 'first-account.env')
  const [present] = await store.accounts.all()
  if (present !== undefined) return describe(store, { account: present, file, wanted, isNew: false })
  const { sid, authToken } = wanted ?? (await claimCredentials(file, ids))
  const now = clock.now()
  const account: Account = {
    sid,
    friendlyName: 'First account',
    status: 'active',
    authToken,
    secondaryAuthToken: null,
    ownerAccountSid: sid,
    createdAt: now,
    updatedAt: now,
  }
  return describe(store, { account, file, wanted, isNew: await insertOnce(store, account) })
}

/** False: another process has made it meanwhile. */
async function insertOnce(store: FirstAccountPorts['store'], account: Account): Promise<boolean> {
  try {
    await store.accounts.insert(account)
    return true
  } catch (error) {
    if (error instanceof StoreError && error.code === 'conflict') return false
    throw error
  }
}

interface Found {
  readonly account: Account
  readonly file: string
  readonly wanted: FirstAccountConfig | undefined
  readonly isNew: boolean
}

async function describe(store: FirstAccountPorts['store'], found: Found): Promise<FirstAccount> {
  const { account, file, wanted, isNew } = found
  const kept = await readCredentials(file)
  const isKept = kept?.sid === account.sid && kept.authToken === account.authToken
  const named = wanted && (await store.accounts.find(wanted.sid))
  const isKnown = wanted === undefined || [named?.authToken, named?.secondaryAuthToken].includes(wanted.authToken)
  return {
    accountSid: account.sid,
    isNew,
    credentialsFile: isKept ? file : undefined,
    isConfigIgnored: !isKnown,
  }
}

/** Write random credentials, unless somebody has before: then theirs count. */
async function claimCredentials(file: string, ids: Ids): Promise<Credentials> {
  const fresh: Credentials = { sid: ids.sid('AC'), authToken: ids.secret() }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${ids.uuid()}`
  await writePrivately(draft, fresh)
  try {
    // A link comes into being complete, and fails if the name is taken: a rename would replace, a write be seen half done.
    await link(draft, file)
    return fresh
  } catch (error) {
    if (!isTaken(error)) throw error
    const kept = await readCredentials(file)
    if (kept !== undefined) return kept
    throw new ConfigError([
      `${file} does not hold an account: put RINGDOWN_ACCOUNT_SID and RINGDOWN_AUTH_TOKEN into it, or delete it so that a new account is made`,
    ])
  } finally {
    await unlink(draft)
  }
}

async function writePrivately(file: string, { sid, authToken }: Credentials): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(
      `# The first account of this gateway. Whoever has the auth token can do everything: keep this file to yourself.\nRINGDOWN_ACCOUNT_SID=${sid}\nRINGDOWN_AUTH_TOKEN=${authToken}\n`,
    )
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function readCredentials(file: string): Promise<Credentials | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const { RINGDOWN_ACCOUNT_SID: sid, RINGDOWN_AUTH_TOKEN: authToken = '' } = parseEnv(text)
  return isSid(sid, 'AC') && authToken !== '' ? { sid, authToken } : undefined
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

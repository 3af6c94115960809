import { isSid } from '@ringdown/protocol'
import type { Account } from '../../account/account.js'
import type { Store } from '../../store/store.js'
import type { BasicCredentials } from './basic-credentials.js'
import { isSameSecret } from './is-same-secret.js'

/** Whose credentials a request came with. */
export interface Identity {
  /** The account itself, or that of the API key. In any status. */
  readonly account: Account
  /** The SID that was signed in with. */
  readonly username: string
  readonly isApiKey: boolean
}

/** Stands in for a secret that is not there: whatever is unknown takes as long as what is known. */
const nothing = ''

/**
 * Find out whose credentials these are: the auth tokens of an account, primary or secondary, or the secret of an API
 * key. Undefined: nobody's.
 */
export function authenticate(
  { username, password }: BasicCredentials,
  store: Pick<Store, 'accounts' | 'apiKeys'>,
): Promise<Identity | undefined> {
  return isSid(username, 'SK') ? ofApiKey(username, password, store) : ofAccount(username, password, store)
}

async function ofAccount(
  username: string,
  password: string,
  { accounts }: Pick<Store, 'accounts'>,
): Promise<Identity | undefined> {
  const account = isSid(username, 'AC') ? await accounts.find(username) : undefined
  const isPrimary = matches(password, account?.authToken)
  const isSecondary = matches(password, account?.secondaryAuthToken)
  return account && (isPrimary || isSecondary) ? { account, username, isApiKey: false } : undefined
}

async function ofApiKey(
  username: string,
  password: string,
  { accounts, apiKeys }: Pick<Store, 'accounts' | 'apiKeys'>,
): Promise<Identity | undefined> {
  const key = await apiKeys.find(username)
  if (!matches(password, key?.secret) || key === undefined) return undefined
  const account = await accounts.find(key.accountSid)
  return account && { account, username, isApiKey: true }
}

function matches(given: string, kept: string | null | undefined): boolean {
  const isSame = isSameSecret(given, kept ?? nothing)
  return isSame && given !== nothing
}

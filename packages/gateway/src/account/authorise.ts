import { type AccountSid, type ErrorCode, errorCatalogue } from '@ringdown/protocol'
import {
  type ApiKey as TokenApiKey,
  type CapabilityGrant,
  TokenError,
  type TokenErrorCode,
  verifyCapabilityTokenAsync,
} from '@ringdown/token'
import type { Clock } from '../clock.js'
import type { Store } from '../store/store.js'
import type { Account } from './account.js'
import type { DeviceGrant } from './device-grant.js'
import { findActiveAccount } from './find-active-account.js'
import { isRevokedBy } from './token-revocation.js'

/** A token's grant, or the error that the device is told. */
export type Authorisation =
  | { readonly isOk: true; readonly grant: DeviceGrant }
  | { readonly isOk: false; readonly code: ErrorCode; readonly message: string }

/** Decides what a token lets a device do. */
export type Authorise = (token: string) => Promise<Authorisation>

/** What {@link createAuthorise} needs. */
export interface AuthorisePorts {
  readonly store: Pick<Store, 'accounts' | 'apiKeys' | 'revokedTokens'>
  readonly clock: Clock
}

/**
 * Make the judge of tokens: the account that the token names must be active, one of its keys must have signed (the
 * primary auth token, then the secondary, or an API key), and neither the token nor a client name of it may be revoked.
 * It rejects only when the store fails.
 */
export function createAuthorise({ store, clock }: AuthorisePorts): Authorise {
  return async (token) => {
    let account: Account | undefined
    async function findActive(accountSid: string): Promise<Account | undefined> {
      account = await findActiveAccount(store, accountSid)
      return account
    }
    async function keyFor(accountSid: string): Promise<readonly string[] | undefined> {
      const found = await findActive(accountSid)
      return found && keysOf(found)
    }
    async function apiKeyFor(apiKeySid: string): Promise<TokenApiKey | undefined> {
      const key = await store.apiKeys.find(apiKeySid)
      return key && (await findActive(key.accountSid)) && key
    }
    try {
      const now = Math.floor(clock.now() / 1000)
      const verified = await verifyCapabilityTokenAsync(token, { keyFor, apiKeyFor, clientNameRule: 'wide', now })
      if (account === undefined) throw new TokenError('unknown-account')
      return (await isRevoked(store, account.sid, verified, now))
        ? refuse(31204, 'The token was revoked. Give the device a new token.')
        : { isOk: true, grant: toDeviceGrant(account, verified) }
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return refuse(error.deviceErrorCode, noAccount[error.code] ?? error.message)
    }
  }
}

function keysOf({ authToken, secondaryAuthToken }: Account): readonly string[] {
  return secondaryAuthToken === null ? [authToken] : [authToken, secondaryAuthToken]
}

// The same for an account that is unknown and for one that is not active: whoever cannot sign is not to tell them apart.
const noAccount: Partial<Record<TokenErrorCode, string>> = {
  'unknown-account':
    'The account that the token names is not known here, or is suspended or closed. Check the account SID that the token is issued with.',
  'unknown-api-key':
    'The API key that the token names is not known here, or its account is suspended or closed. Check the API key SID that the token is issued with.',
}

/** The one path of event streams that there ever was. */
const eventsPath = '/2010-04-01/Events'

// The official text comes first, since applications look for it; the cause and the remedy follow.
function refuse(code: ErrorCode, detail: string): Authorisation {
  const { message } = errorCatalogue[code]
  return { isOk: false, code, message: `${message}${message.endsWith('.') ? '' : '.'} ${detail}` }
}

async function isRevoked(
  { revokedTokens }: Pick<Store, 'revokedTokens'>,
  accountSid: AccountSid,
  { tokenId, clientNames, outgoing, issuedAt }: CapabilityGrant,
  now: number,
): Promise<boolean> {
  const caller = outgoing?.clientName
  const token = { tokenId, clientNames: caller === undefined ? clientNames : [...clientNames, caller], issuedAt }
  const revocations = await revokedTokens.concerning(accountSid, token)
  return revocations.some((revocation) => isRevokedBy(token, revocation, now))
}

function toDeviceGrant(account: Account, grant: CapabilityGrant): DeviceGrant {
  const { identity, clientNames, outgoing, expiresAt, tokenId } = grant
  const eventStreams = grant.eventStreams.filter(({ path }) => path === eventsPath).map(({ filters }) => filters)
  return Object.freeze({ accountSid: account.sid, identity, clientNames, outgoing, eventStreams, expiresAt, tokenId })
}

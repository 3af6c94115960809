import { type AccountSid, type ApplicationSid, type ErrorCode, errorCatalogue } from '@ringdown/protocol'
import {
  type CapabilityGrant,
  TokenError,
  tokenErrorCatalogue,
  verifyCapabilityTokenAsync,
  type ApiKey as TokenApiKey,
} from '@ringdown/token'
import type { Clock } from '../clock.js'
import type { Store } from '../store/store.js'
import type { DeviceGrant } from './device-grant.js'

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
 * primary auth token, then the secondary, or an API key), and the token must not be revoked.
 */
export function createAuthorise({ store, clock }: AuthorisePorts): Authorise {
  async function keysOf(accountSid: string): Promise<readonly string[] | undefined> {
    const account = await store.accounts.find(accountSid)
    if (account?.status !== 'active') return undefined
    return account.secondaryAuthToken === null ? [account.authToken] : [account.authToken, account.secondaryAuthToken]
  }

  async function apiKeyOf(apiKeySid: string): Promise<TokenApiKey | undefined> {
    const key = await store.apiKeys.find(apiKeySid)
    if (key === undefined || (await keysOf(key.accountSid)) === undefined) return undefined
    return { accountSid: key.accountSid, secret: key.secret }
  }

  return async (token) => {
    try {
      const now = Math.floor(clock.now() / 1000)
      const verified = await verifyCapabilityTokenAsync(token, {
        keyFor: keysOf,
        apiKeyFor: apiKeyOf,
        clientNameRule: 'wide',
        now,
      })
      const grant = toDeviceGrant(verified)
      const isRevoked = grant.tokenId !== undefined && (await store.revokedTokens.has(grant.accountSid, grant.tokenId))
      return isRevoked ? refuse(31204, 'The token was revoked. Give the device a new token.') : { isOk: true, grant }
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      return refuse(tokenErrorCatalogue[error.code].deviceErrorCode, error.message)
    }
  }
}

// The official text comes first, since applications look for it; the cause and the remedy follow.
function refuse(code: ErrorCode, detail: string): Authorisation {
  return { isOk: false, code, message: `${errorCatalogue[code].message} ${detail}` }
}

function toDeviceGrant({
  accountSid,
  identity,
  clientNames,
  outgoing,
  eventStreams,
  ...rest
}: CapabilityGrant): DeviceGrant {
  return Object.freeze({
    accountSid: accountSid as AccountSid,
    identity,
    clientNames,
    outgoing: outgoing && { ...outgoing, applicationSid: outgoing.applicationSid as ApplicationSid },
    maySeePresence: eventStreams.length > 0,
    expiresAt: rest.expiresAt,
    tokenId: rest.tokenId,
  })
}

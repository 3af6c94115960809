import { AccessToken, ClientCapability } from '@ringdown/token'
import type { SdkName } from '../page/phone-api.js'
import type { ApiKey, Credentials } from './gateway.js'

/** What a token is to allow. */
export interface TokenWish {
  /** Who the device is. */
  readonly identity: string
  readonly mayReceive?: boolean
  readonly mayCall?: boolean
  /** Signed parameters of its calls. */
  readonly params?: Readonly<Record<string, string>>
  /** From now, unless it was issued earlier. */
  readonly ttlSeconds?: number
  /** How long ago it was issued. */
  readonly ageSeconds?: number
  /** Signed with a key that is not the account's. */
  readonly isForged?: boolean
  /** In place of the account that the gateway has. */
  readonly accountSid?: string
  /** In place of the application that tests answer for. */
  readonly applicationSid?: string
}

/** What tokens are issued with. */
export interface Issuer extends Credentials {
  readonly apiKey: ApiKey
  readonly applicationSid: string
}

const forgery = 'f'.repeat(32)

/** Issue the token that an SDK is meant for: a capability token for 1.x, an access token for 2.x. */
export function issueToken(sdk: SdkName, issuer: Issuer, wish: TokenWish): string {
  return sdk === 'twilio-client' ? issueCapabilityToken(issuer, wish) : issueAccessToken(issuer, wish)
}

function issueCapabilityToken({ authToken, ...issuer }: Issuer, wish: TokenWish): string {
  const { identity, mayReceive = true, mayCall = true, params, ttlSeconds: ttl = 600 } = wish
  const { IncomingClientScope, OutgoingClientScope } = ClientCapability
  const applicationSid = wish.applicationSid ?? issuer.applicationSid
  const key = wish.isForged === true ? forgery : authToken
  const { accountSid = issuer.accountSid } = wish
  const capability = new ClientCapability({ accountSid, authToken: key, ttl })
  if (mayReceive) capability.addScope(new IncomingClientScope(identity))
  if (mayCall) {
    capability.addScope(new OutgoingClientScope({ applicationSid, clientName: identity, ...(params && { params }) }))
  }
  return capability.toJwt({ now: issuedAt(wish) })
}

function issueAccessToken({ apiKey, ...issuer }: Issuer, wish: TokenWish): string {
  const { identity, mayReceive = true, mayCall = true, params = {}, ttlSeconds: ttl = 600 } = wish
  const outgoingApplicationSid = wish.applicationSid ?? issuer.applicationSid
  const secret = wish.isForged === true ? forgery : apiKey.secret
  const { accountSid = issuer.accountSid } = wish
  const token = new AccessToken(accountSid, apiKey.sid, secret, { identity, ttl })
  const outgoing = mayCall ? { outgoingApplicationSid, outgoingApplicationParams: params } : {}
  token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: mayReceive, ...outgoing }))
  return token.toJwt({ now: issuedAt(wish) })
}

function issuedAt({ ageSeconds = 0 }: TokenWish): number {
  return Math.floor(Date.now() / 1000) - ageSeconds
}

import { ClientCapability, type Scope } from '@ringdown/token'
import type { CreateOptions } from './create-options.js'

/** What both kinds of token are made with. */
export interface Issuer {
  readonly accountSid: string
  /** The auth token for a capability token, the API key's secret for an access token. */
  readonly secret: string
  /** The moment of issue, in whole Unix seconds. */
  readonly now: number
  readonly tokenId: string | undefined
}

/**
 * Issue a capability token.
 *
 * @throws TokenArgumentError for an option that breaks its rule
 */
export function issueCapability(options: CreateOptions, { accountSid, secret, now, tokenId }: Issuer): string {
  const { strictSids, ttl, validUntil, notBefore, claim } = options
  const capability = new ClientCapability({
    ...{ accountSid, authToken: secret, strictSids, tokenId, claims: claim },
    ...{ ttl, validUntil, notBefore },
  })
  for (const scope of createScopes(options)) capability.addScope(scope)
  return capability.toJwt({ now })
}

/**
 * Make the scopes that options ask for: incoming, outgoing, event stream.
 *
 * @throws TokenArgumentError for an option that breaks its rule
 */
export function createScopes(options: CreateOptions): readonly Scope[] {
  const { incoming = [], outgoing, clientName, param, eventStream, filter, wideNames, strictSids } = options
  const clientNameRule = wideNames === true ? 'wide' : 'portable'
  const scopes: Scope[] = incoming.map((name) => new ClientCapability.IncomingClientScope(name, { clientNameRule }))
  if (outgoing !== undefined) {
    const granted = { applicationSid: outgoing, clientName, params: param, clientNameRule, strictSids } as const
    scopes.push(new ClientCapability.OutgoingClientScope(granted))
  }
  if (eventStream === true) scopes.push(new ClientCapability.EventStreamScope(filter))
  return scopes
}

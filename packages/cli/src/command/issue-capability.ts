import { ClientCapability, type ClientNameRule } from '@ringdown/token'
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

/** The rule that client names are held to. */
export function clientNameRuleOf({ wideNames }: CreateOptions): ClientNameRule {
  return wideNames === true ? 'wide' : 'portable'
}

/**
 * Issue a capability token.
 *
 * @throws TokenArgumentError for an option that breaks its rule
 */
export function issueCapability(options: CreateOptions, { accountSid, secret, now, tokenId }: Issuer): string {
  const { incoming = [], outgoing, clientName, eventStream, strictSids, ttl, validUntil, notBefore } = options
  const clientNameRule = clientNameRuleOf(options)
  const lifetime = { ttl, validUntil, notBefore }
  const capability = new ClientCapability({
    ...{ accountSid, authToken: secret, strictSids, tokenId, claims: options.claim },
    ...lifetime,
  })
  for (const name of incoming) {
    capability.addScope(new ClientCapability.IncomingClientScope(name, { clientNameRule }))
  }
  if (outgoing !== undefined) {
    const scope = { applicationSid: outgoing, clientName, params: options.param, clientNameRule, strictSids }
    capability.addScope(new ClientCapability.OutgoingClientScope(scope))
  }
  if (eventStream === true) capability.addScope(new ClientCapability.EventStreamScope(options.filter))
  return capability.toJwt({ now })
}

import { AccessToken, IncomingClientScope } from '@ringdown/token'
import { usageError } from '../error/command-error.js'
import type { CreateOptions } from './create-options.js'
import { clientNameRuleOf, type Issuer } from './issue-capability.js'

/**
 * Issue an access token with a voice grant that allows what a capability token of the same options would.
 *
 * @throws TokenArgumentError for an option that breaks its rule
 * @throws CommandError with exit code 2 unless the options name exactly one client
 */
export function issueAccess(options: CreateOptions, issuer: Issuer & { readonly apiKeySid: string }): string {
  const { incoming, outgoing, param, ttl, notBefore } = options
  const { accountSid, apiKeySid, secret, tokenId, now } = issuer
  const token = new AccessToken(accountSid, apiKeySid, secret, {
    identity: readIdentity(options),
    ttl,
    nbf: notBefore,
    tokenId,
  })
  token.addGrant(
    new AccessToken.VoiceGrant({
      incomingAllow: incoming !== undefined,
      outgoingApplicationSid: outgoing,
      outgoingApplicationParams: param,
    }),
  )
  return token.toJwt({ now })
}

function readIdentity(options: CreateOptions): string {
  const { incoming = [], clientName } = options
  const [identity, ...others] = new Set([...incoming, ...(clientName === undefined ? [] : [clientName])])
  if (identity === undefined || others.length > 0) {
    throw usageError(
      'An access token speaks for one name: pass one --incoming <name> or --client-name <name>, or both alike.',
    )
  }
  // The scope holds the name to the rule of capability tokens, which AccessToken leaves to its caller.
  return new IncomingClientScope(identity, { clientNameRule: clientNameRuleOf(options) }).clientName
}

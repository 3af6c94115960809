import { AccessToken } from '@ringdown/token'
import { type CreateOptions, namesOf } from './create-options.js'
import { createScopes, type Issuer } from './issue-capability.js'

/**
 * Issue an access token with a voice grant that allows what a capability token of the same options would.
 *
 * @param options - name one client, as `checkCreateOptions` sees to
 * @throws TokenArgumentError for an option that breaks its rule
 */
export function issueAccess(options: CreateOptions, issuer: Issuer & { readonly apiKeySid: string }): string {
  const { incoming, outgoing, param, ttl, notBefore } = options
  const { accountSid, apiKeySid, secret, tokenId, now } = issuer
  // They hold every name to the rule of capability tokens, which AccessToken leaves to its caller.
  createScopes(options)
  const [identity] = namesOf(options)
  const token = new AccessToken(accountSid, apiKeySid, secret, { identity, ttl, nbf: notBefore, tokenId })
  token.addGrant(
    new AccessToken.VoiceGrant({
      incomingAllow: incoming !== undefined,
      outgoingApplicationSid: outgoing,
      outgoingApplicationParams: param,
    }),
  )
  return token.toJwt({ now })
}

import type { KeyObject } from 'node:crypto'
import type { ExtraClaimOptions } from './extra-claims.js'
import { signCompact } from './jws.js'
import type { Lifetime, LifetimeOptions } from './lifetime.js'

/** Everything that one emission of a token can settle. */
export interface IssueOptions extends LifetimeOptions, ExtraClaimOptions {}

/** What a capability token is made of. */
export interface CapabilityClaims {
  /** The header, encoded. */
  readonly headerSegment: string
  readonly accountSid: string
  /** Scope URIs joined by single spaces. */
  readonly scope: string
  readonly lifetime: Lifetime
  /** Further members as JSON text, each with a leading comma. */
  readonly extra: string
}

/**
 * Write the claims in the official library's order, `scope`, `iss`, `exp`, `iat`, then what it does not know, and sign.
 *
 * @returns a compact JWS with HS256
 */
export function issueCapabilityToken(claims: CapabilityClaims, key: KeyObject): string {
  const { headerSegment, accountSid, scope, lifetime, extra } = claims
  const { issuedAt, expiresAt, notBefore } = lifetime
  const granted = `"scope":${JSON.stringify(scope)},"iss":${JSON.stringify(accountSid)}`
  const times = `"exp":${expiresAt},"iat":${issuedAt}${notBefore === undefined ? '' : `,"nbf":${notBefore}`}`
  return signCompact(headerSegment, `{${granted},${times}${extra}}`, key)
}

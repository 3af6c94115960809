import type { KeyObject } from 'node:crypto'
import type { ExtraClaimOptions } from './extra-claims.js'
import { signCompact } from './jws.js'
import type { Lifetime, LifetimeOptions } from './lifetime.js'

/** Everything that one emission of a token can settle. */
export interface IssueOptions extends LifetimeOptions, ExtraClaimOptions {}

/** What a capability token is made of. */
export interface CapabilityClaims {
  /** The header, encoded. */
  readonly header: string
  readonly accountSid: string
  /** Scope URIs joined by single spaces, escaped as within a JSON text. */
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
  const { header, accountSid, scope, lifetime, extra } = claims
  const { issuedAt, expiresAt, notBefore } = lifetime
  const start = notBefore === undefined ? '' : `,"nbf":${notBefore}`
  const granted = `"scope":"${scope}","iss":${quoteJson(accountSid)}`
  return signCompact(header, `{${granted},"exp":${expiresAt},"iat":${issuedAt}${start}${extra}}`, key)
}

// Visible ASCII but for quotation marks and backslashes: such a text is JSON as it stands, and asking is half the price.
const plainText = /^[!#-[\]-~]+$/

function quoteJson(text: string): string {
  return plainText.test(text) ? `"${text}"` : JSON.stringify(text)
}

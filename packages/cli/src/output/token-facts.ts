import type { CapabilityGrant, DecodedToken, OutgoingGrant, Remark, StreamScope, TokenKind } from '@ringdown/token'

/** What is shown of a token, verified or not. Times are whole Unix seconds. */
export interface TokenFacts {
  readonly kind: TokenKind
  readonly accountSid: string | undefined
  readonly apiKeySid: string | undefined
  readonly tokenId: string | undefined
  readonly issuedAt: number | undefined
  readonly notBefore: number | undefined
  readonly expiresAt: number | undefined
  readonly clientNames: readonly string[]
  /** More than one only in a token that no verifier accepts. */
  readonly outgoing: readonly OutgoingGrant[]
  readonly eventStreams: readonly StreamScope[]
  /** Scopes that grant nothing, as they stand in the claim. */
  readonly unknownScopes: readonly string[]
  /** Claims beyond those that these tokens have. */
  readonly extraClaims: Readonly<Record<string, unknown>>
  readonly remarks: readonly Remark[]
}

/** Take the facts from a token that was decoded. */
export function toFacts(token: DecodedToken): TokenFacts {
  const { kind, accountSid, apiKeySid, tokenId, scopes, remarks } = token
  return {
    kind,
    accountSid,
    apiKeySid,
    tokenId,
    issuedAt: token.issued?.seconds,
    notBefore: token.notBefore?.seconds,
    expiresAt: token.expires?.seconds,
    clientNames: [...new Set(scopes.flatMap((scope) => (scope.kind === 'incoming' ? [scope.clientName] : [])))],
    outgoing: scopes.filter((scope) => scope.kind === 'outgoing'),
    eventStreams: scopes.filter((scope) => scope.kind === 'event-stream'),
    unknownScopes: scopes.flatMap((scope) => (scope.kind === 'unknown' ? [scope.uri] : [])),
    extraClaims: readExtraClaims(token),
    remarks,
  }
}

/** Take the facts from a grant; what a grant does not carry comes from the same token, decoded. */
export function toVerifiedFacts(grant: CapabilityGrant, token: DecodedToken): TokenFacts {
  const { kind, accountSid, apiKeySid, tokenId, issuedAt, expiresAt, clientNames, outgoing, eventStreams } = grant
  return {
    ...toFacts(token),
    ...{ kind, accountSid, apiKeySid, tokenId, issuedAt, expiresAt, clientNames, eventStreams },
    outgoing: outgoing === undefined ? [] : [outgoing],
  }
}

const ownClaims: readonly string[] = ['scope', 'iss', 'exp', 'iat', 'nbf', 'jti']
const accessClaims: readonly string[] = ['sub', 'grants']

function readExtraClaims({ kind, payload }: DecodedToken): Readonly<Record<string, unknown>> {
  const known = kind === 'access' ? [...ownClaims, ...accessClaims] : ownClaims
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !known.includes(name)))
}

import type { Param } from '@ringdown/token'
import type { TokenFacts } from './token-facts.js'

/** A parameter as JSON shows it. */
interface JsonParam {
  readonly name: string
  readonly value: string
}

/** A token as JSON shows it: every key is always there. Documented in the guide; keys are added, never renamed. */
export interface JsonToken {
  readonly kind: TokenFacts['kind']
  readonly accountSid: string | null
  readonly apiKeySid: string | null
  readonly tokenId: string | null
  readonly issuedAt: number | null
  readonly notBefore: number | null
  readonly expiresAt: number | null
  /** Negative once it has expired. */
  readonly secondsLeft: number | null
  readonly incoming: readonly string[]
  readonly outgoing: readonly {
    readonly applicationSid: string
    readonly clientName: string | null
    readonly params: readonly JsonParam[]
  }[]
  readonly eventStreams: readonly { readonly path: string; readonly filters: readonly JsonParam[] }[]
  readonly unknownScopes: readonly string[]
  readonly extraClaims: Readonly<Record<string, unknown>>
  readonly remarks: readonly { readonly code: string; readonly message: string; readonly scopeIndex: number | null }[]
}

/** Lay out what a token says for machines. */
export function toJsonToken(facts: TokenFacts, nowSeconds: number): JsonToken {
  const { kind, expiresAt, clientNames, outgoing, eventStreams, unknownScopes, extraClaims, remarks } = facts
  return {
    kind,
    accountSid: facts.accountSid ?? null,
    apiKeySid: facts.apiKeySid ?? null,
    tokenId: facts.tokenId ?? null,
    issuedAt: facts.issuedAt ?? null,
    notBefore: facts.notBefore ?? null,
    expiresAt: expiresAt ?? null,
    secondsLeft: expiresAt === undefined ? null : expiresAt - nowSeconds,
    incoming: clientNames,
    outgoing: outgoing.map(({ applicationSid, clientName, params }) => {
      return { applicationSid, clientName: clientName ?? null, params: params.map(toJsonParam) }
    }),
    eventStreams: eventStreams.map(({ path, filters }) => ({ path, filters: filters.map(toJsonParam) })),
    unknownScopes,
    extraClaims,
    remarks: remarks.map(({ code, message, scopeIndex }) => ({ code, message, scopeIndex: scopeIndex ?? null })),
  }
}

function toJsonParam([name, value]: Param): JsonParam {
  return { name, value }
}

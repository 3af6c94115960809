import type { AccountSid } from '@ringdown/protocol'

/** A rule by which tokens are refused that would hold otherwise. */
export type TokenRevocation = TokenIdRevocation | ClientNameRevocation

/** Refuses the tokens with an id. */
export interface TokenIdRevocation extends RevocationTimes {
  readonly kind: 'token-id'
  readonly tokenId: string
}

/** Refuses the tokens for a client name that were issued before a moment: whoever may use the name gets a new one. */
export interface ClientNameRevocation extends RevocationTimes {
  readonly kind: 'client-name'
  readonly clientName: string
  /** Unix seconds. */
  readonly issuedBefore: number
}

interface RevocationTimes {
  readonly accountSid: AccountSid
  /** Unix seconds: from then on it refuses nothing. */
  readonly expiresAt: number
  /** Unix milliseconds. */
  readonly createdAt: number
}

/** What a revocation is judged by. */
export interface RevocableToken {
  readonly tokenId: string | undefined
  /** Every name that the token lets a device use, to receive calls or to make them. */
  readonly clientNames: readonly string[]
  /** Unix seconds; undefined when the token does not say. */
  readonly issuedAt: number | undefined
}

/** A token lives for a day at most from the moment that it says it was issued at. */
const longestLifeSeconds = 86_400

/** How long the tokens with an id are refused if nobody says: one may have been made long before its day. */
export const longestRevocationSeconds = 366 * 86_400

/**
 * Refuse the tokens with an id from now on.
 *
 * @param expiresAt - Unix seconds: when the last of them has expired by itself; a year from now if that is not known
 */
export function revokeTokenId(
  accountSid: AccountSid,
  tokenId: string,
  now: number,
  expiresAt = Math.floor(now / 1000) + longestRevocationSeconds,
): TokenIdRevocation {
  return { kind: 'token-id', accountSid, tokenId, expiresAt, createdAt: now }
}

/** Refuse the tokens that were issued for a client name until now, for as long as they could live. */
export function revokeClientName(accountSid: AccountSid, clientName: string, now: number): ClientNameRevocation {
  // Tokens tell whole seconds, so that one of this second may be from before: it is refused too.
  const issuedBefore = Math.floor(now / 1000) + 1
  const expiresAt = issuedBefore + longestLifeSeconds
  return { kind: 'client-name', accountSid, clientName, issuedBefore, expiresAt, createdAt: now }
}

/**
 * Whether a revocation of its account refuses a token.
 *
 * A token that does not say when it was issued, as those of the oldest libraries, counts as issued before any moment.
 *
 * @param nowSeconds - Unix seconds
 */
export function isRevokedBy(token: RevocableToken, revocation: TokenRevocation, nowSeconds: number): boolean {
  if (revocation.expiresAt <= nowSeconds) return false
  if (revocation.kind === 'token-id') return revocation.tokenId === token.tokenId
  const { clientName, issuedBefore } = revocation
  return token.clientNames.includes(clientName) && (token.issuedAt === undefined || token.issuedAt < issuedBefore)
}

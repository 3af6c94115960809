import { badArgument, TokenArgumentError } from './argument-error.js'

/** Claims that this package writes itself, and that no caller can override. */
export const reservedClaims: readonly string[] = ['scope', 'iss', 'exp', 'iat', 'nbf', 'jti', 'sub', 'grants']

/** The longest token id, in UTF-16 code units. */
export const maxTokenIdLength = 256

/** What a token may carry beside its scopes. */
export interface ExtraClaimOptions {
  /** The token's own id (`jti`, RFC 7519 §4.1.7): 1 to 256 characters. With it a token can be revoked or used once. */
  readonly tokenId?: string | undefined
  /** Further claims, JSON values by name. Reserved names are refused. They are read once, when the options are. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Check a token id.
 *
 * @throws TokenArgumentError with code `type` or `range`
 */
export function checkTokenId(tokenId: unknown): string {
  if (typeof tokenId !== 'string') throw badArgument('type', 'options.tokenId', tokenId, 'a string')
  if (tokenId === '' || tokenId.length > maxTokenIdLength) {
    throw badArgument('range', 'options.tokenId', tokenId, `1 to ${maxTokenIdLength} characters`)
  }
  return tokenId
}

/**
 * Write a token id as a JSON member with a leading comma, ready to follow another member; nothing for `undefined`.
 *
 * @throws TokenArgumentError with code `type` or `range`
 */
export function formatTokenId(tokenId: unknown): string {
  return tokenId === undefined ? '' : `,"jti":${JSON.stringify(checkTokenId(tokenId))}`
}

/**
 * Write extra claims as JSON members, each with a leading comma; nothing for `undefined`.
 *
 * @throws TokenArgumentError with code `type` or `reserved-claim`
 */
export function formatClaims(claims: unknown): string {
  if (claims === undefined) return ''
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw badArgument('type', 'options.claims', claims, 'an object of claims by name')
  }
  return Object.entries(claims).map(formatClaim).join('')
}

function formatClaim([name, value]: [string, unknown]): string {
  const argument = `options.claims[${JSON.stringify(name)}]`
  if (reservedClaims.includes(name)) {
    const message = `${argument} must not be one of the claims this library writes: ${reservedClaims.join(', ')}.`
    throw new TokenArgumentError('reserved-claim', argument, message)
  }
  const json = toJson(argument, value)
  if (json === undefined) throw badArgument('type', argument, value, 'a JSON value')
  return `,${JSON.stringify(name)}:${json}`
}

function toJson(argument: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (cause) {
    throw new TokenArgumentError('type', argument, `${argument} must be a JSON value; it cannot be written as one.`, {
      cause,
    })
  }
}

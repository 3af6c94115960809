import { readAccessScopes } from './access-scopes.js'
import { textOf } from './claim-text.js'
import { type ClaimTime, readTimes, secondsOf } from './claim-times.js'
import { decodeSegment, splitCompact } from './compact-token.js'
import { resolveNow } from './lifetime.js'
import { createRemark, type Remark } from './remark.js'
import { type ParsedScope, type ParsedScopes, parseScopes } from './scope-parsing.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import { readHeader } from './token-header.js'
import { accessTokenContentType, type TokenKind, tokenKindOf } from './token-kind.js'
import { remarkOnHeader, remarkOnTimes } from './token-remark.js'

/** A moment of a token, twice. */
export interface TokenTime {
  /** Whole Unix seconds; a fraction is cut off. */
  readonly seconds: number
  /** An invalid date beyond the year 275,760, which only an expiry in a mistaken unit reaches. */
  readonly date: Date
}

/** What stands in a token, whoever signed it. */
export interface DecodedToken {
  /** What sort of token it says it is. */
  readonly kind: TokenKind
  /** The header as it stands; frozen, but for objects within it. */
  readonly header: JsonObject
  /** The claims as they stand; frozen, but for objects within them. */
  readonly payload: JsonObject
  /** The account that it speaks for: `iss`, of an access token `sub`. */
  readonly accountSid: string | undefined
  /** The API key that an access token names as its issuer. */
  readonly apiKeySid: string | undefined
  /** The token's own id (`jti`). */
  readonly tokenId: string | undefined
  /** When it was issued (`iat`); undefined where it does not say. */
  readonly issued: TokenTime | undefined
  /** When it starts (`nbf`); undefined where it does not say. */
  readonly notBefore: TokenTime | undefined
  /** When it ends (`exp`); undefined where it does not say. */
  readonly expires: TokenTime | undefined
  /** In the order written, identical ones once. An access token's voice grant is shown as scopes too. */
  readonly scopes: readonly ParsedScope[]
  /** What is unusual about it: about the header, the account, the times, then each scope. */
  readonly remarks: readonly Remark[]
}

/** Options of {@link decodeCapabilityToken}. */
export interface DecodeOptions {
  /** The moment for which remarks such as `expired` are made, in whole Unix seconds; the machine's clock when left out. */
  readonly now?: number | undefined
}

/**
 * Read a token **without verifying it**: for looking, never for deciding. {@link verifyCapabilityToken} decides.
 *
 * Takes every capability token that an official library of any language ever made, access tokens and TaskRouter tokens.
 *
 * @param token - compact JWS: three unpadded base64url segments (RFC 7515 §7.1), at most 16 KiB
 * @throws TokenError with code `too-large`, `malformed` or `duplicate-key`
 * @throws TokenArgumentError with code `type` or `range` for a bad `now`
 * @example
 * ```js
 * const { scopes, expires, remarks } = decodeCapabilityToken(token)
 * ```
 */
export function decodeCapabilityToken(token: string, options: DecodeOptions = {}): DecodedToken {
  const now = resolveNow(options.now)
  const parts = splitCompact(token)
  const header = Object.freeze(readHeader(parts))
  const payload = Object.freeze(parseJsonObject(decodeSegment(parts.payloadSegment)))
  const kind = tokenKindOf(payload, header['cty'] === accessTokenContentType)
  const { scopes, remarks } = readScopes(payload, kind)
  const { issuedAt, notBefore, expiresAt } = readTimes(payload)
  const accountSid = textOf(kind === 'access' ? payload['sub'] : payload['iss'])
  return Object.freeze({
    kind,
    header,
    payload,
    accountSid,
    apiKeySid: kind === 'access' ? textOf(payload['iss']) : undefined,
    tokenId: textOf(payload['jti']),
    issued: toTokenTime(issuedAt),
    notBefore: toTokenTime(notBefore),
    expires: toTokenTime(expiresAt),
    scopes,
    remarks: Object.freeze([
      ...remarkOnHeader(header),
      ...(accountSid === undefined ? [createRemark('no-issuer')] : []),
      ...remarkOnTimes(payload, now),
      ...remarks,
    ]),
  })
}

function readScopes(payload: JsonObject, kind: TokenKind): ParsedScopes {
  if (kind === 'access') return readAccessScopes(payload)
  if (kind === 'taskrouter') return { scopes: [], remarks: [createRemark('taskrouter-token')] }
  const claim = payload['scope']
  if (claim === undefined || claim === '') return { scopes: [], remarks: [createRemark('no-scopes')] }
  return typeof claim === 'string' ? parseScopes(claim) : { scopes: [], remarks: [createRemark('malformed-scope')] }
}

function toTokenTime(time: ClaimTime): TokenTime | undefined {
  const seconds = secondsOf(time)
  return seconds === undefined ? undefined : Object.freeze({ seconds, date: new Date(seconds * 1000) })
}

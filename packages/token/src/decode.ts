import { readAccessScopes } from './access-scopes.js'
import { type ClaimTime, readTimes, secondsOf } from './claim-times.js'
import { decodeSegment, splitCompact } from './compact-token.js'
import { checkMoment, maxTtlSeconds } from './lifetime.js'
import { createRemark, type Remark, type RemarkCode } from './remark.js'
import { type ParsedScope, type ParsedScopes, parseScopes } from './scope-parsing.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import { systemNowSeconds } from './system-clock.js'
import { accessTokenContentType, readHeader } from './token-header.js'
import { type TokenKind, tokenKindOf } from './token-kind.js'

/** A moment of a token, twice. */
export interface TokenTime {
  /** Whole Unix seconds; a fraction is cut off. */
  readonly seconds: number
  /** An invalid date beyond the year 275,760, which only an expiry in a mistaken unit reaches. */
  readonly date: Date
}

/** What stands in a token, whoever signed it. */
export interface DecodedToken {
  readonly kind: TokenKind
  readonly header: JsonObject
  readonly payload: JsonObject
  readonly accountSid: string | undefined
  /** The API key that an access token names as its issuer. */
  readonly apiKeySid: string | undefined
  readonly tokenId: string | undefined
  readonly issued: TokenTime | undefined
  readonly notBefore: TokenTime | undefined
  readonly expires: TokenTime | undefined
  /** In the order written, identical ones once. An access token's voice grant is shown as scopes too. */
  readonly scopes: readonly ParsedScope[]
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
  const now = options.now === undefined ? systemNowSeconds() : checkMoment('options.now', options.now)
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

function remarkOnHeader({ alg, typ, cty, crit }: JsonObject): readonly Remark[] {
  const isUsualType = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')
  const isUsualContent = cty === undefined || cty === accessTokenContentType
  return remarksFor({
    algorithm: alg !== 'HS256',
    'missing-typ': typ === undefined,
    'unusual-header': !isUsualType || !isUsualContent || crit !== undefined,
  })
}

/** What there is to say about the times of a payload at a moment. */
export function remarkOnTimes(payload: JsonObject, now: number): readonly Remark[] {
  const { issuedAt, notBefore, expiresAt } = readTimes(payload)
  const expiry = secondsOf(expiresAt)
  const start = secondsOf(issuedAt) ?? now
  const isTooLong = expiry !== undefined && expiry - Math.min(start, now) > maxTtlSeconds
  const isMilliseconds = expiry !== undefined && expiry >= 100_000_000_000
  return remarksFor({
    'no-expiry': expiresAt.state === 'absent',
    'bad-time': [issuedAt, notBefore, expiresAt].some(({ state }) => state === 'invalid'),
    'expiry-as-text': expiresAt.state === 'valid' && expiresAt.isText,
    'fractional-expiry': expiresAt.state === 'valid' && expiresAt.isFraction,
    milliseconds: isMilliseconds,
    'long-lifetime': isTooLong && !isMilliseconds,
    expired: expiry !== undefined && expiry <= now,
    'not-yet-valid': Math.max(secondsOf(notBefore) ?? now, secondsOf(issuedAt) ?? now) > now,
  })
}

function remarksFor(found: Partial<Record<RemarkCode, boolean>>): readonly Remark[] {
  return Object.entries(found).flatMap(([code, isFound]) => (isFound ? [createRemark(code as RemarkCode)] : []))
}

function toTokenTime(time: ClaimTime): TokenTime | undefined {
  const seconds = secondsOf(time)
  return seconds === undefined ? undefined : Object.freeze({ seconds, date: new Date(seconds * 1000) })
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}

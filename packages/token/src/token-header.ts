import { type CompactToken, decodeSegment } from './compact-token.js'
import { jwtHeaderSegment, typFirstHeaderSegment } from './jws.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import { TokenError } from './token-error.js'
import { accessTokenContentType } from './token-kind.js'

// Nearly every token has one of these headers; parsing it each time would be a tenth of the whole verification.
const jwtHeader: JsonObject = Object.freeze({ alg: 'HS256', typ: 'JWT' })
const typFirstHeader: JsonObject = Object.freeze({ typ: 'JWT', alg: 'HS256' })

/**
 * Read the header of a token.
 *
 * @throws TokenError with code `malformed` or `duplicate-key`
 */
export function readHeader({ headerSegment }: CompactToken): JsonObject {
  if (headerSegment === jwtHeaderSegment) return jwtHeader
  if (headerSegment === typFirstHeaderSegment) return typFirstHeader
  return parseJsonObject(decodeSegment(headerSegment))
}

/**
 * Accept a header: HS256, `typ` JWT where present, no critical extensions.
 *
 * @returns whether it marks an access token
 * @throws TokenError with code `unsigned`, `asymmetric-algorithm`, `algorithm` or `header`
 */
export function checkHeader(header: JsonObject): { readonly isAccessToken: boolean } {
  checkAlgorithm(header['alg'])
  const { typ, cty, crit } = header
  if (typ !== 'JWT' && typ !== undefined && (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT')) {
    throw new TokenError('header', 'Its typ is not JWT.')
  }
  // RFC 7515 §4.1.11: a token with critical extensions that are not understood must be refused.
  if (crit !== undefined) throw new TokenError('header', 'It lists critical extensions.')
  if (cty === undefined) return { isAccessToken: false }
  if (cty !== accessTokenContentType) throw new TokenError('header', 'Its cty is not that of an access token.')
  return { isAccessToken: true }
}

function checkAlgorithm(alg: unknown): void {
  if (alg === 'HS256') return
  if (typeof alg !== 'string') throw new TokenError('algorithm', 'It names none.')
  if (alg.toLowerCase() === 'none') throw new TokenError('unsigned')
  if (/^(?:RS|PS|ES|Ed)/i.test(alg)) throw new TokenError('asymmetric-algorithm')
  throw new TokenError('algorithm')
}

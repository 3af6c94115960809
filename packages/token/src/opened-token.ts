import { type CompactToken, decodeSegment, splitCompact } from './compact-token.js'
import { isSid, type SidPrefix } from './sid.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import { TokenError } from './token-error.js'
import { checkHeader, readHeader } from './token-header.js'

/** A token whose shape and header are right, and of whose payload nothing has been read. */
export interface OpenedToken {
  readonly parts: CompactToken
  readonly header: JsonObject
  /** What the header says; it is covered by the signature. */
  readonly isAccessToken: boolean
  /** Parse the payload, once. */
  readonly readPayload: () => JsonObject
}

/**
 * Check size, shape, base64url and header.
 *
 * @throws TokenError with code `too-large`, `malformed`, `duplicate-key`, `header`, `unsigned`, `asymmetric-algorithm`
 *   or `algorithm`
 */
export function openToken(token: unknown): OpenedToken {
  const parts = splitCompact(token)
  const header = readHeader(parts)
  const { isAccessToken } = checkHeader(header)
  let payload: JsonObject | undefined
  const readPayload = (): JsonObject => (payload ??= parseJsonObject(decodeSegment(parts.payloadSegment)))
  return { parts, header, isAccessToken, readPayload }
}

/**
 * Read who issued a token, which is needed to find the key and therefore not verified yet.
 *
 * @returns a SID: 1 to 64 visible ASCII characters, or the strict shape
 * @throws TokenError with code `issuer`, `malformed` or `duplicate-key`
 */
export function readIssuer({ readPayload }: OpenedToken, prefix: SidPrefix, strict = false): string {
  const issuer = readPayload()['iss']
  if (typeof issuer !== 'string' || !isSid(issuer, prefix, strict)) throw new TokenError('issuer')
  return issuer
}

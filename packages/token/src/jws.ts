import type { KeyObject } from 'node:crypto'
import { TokenArgumentError } from './argument-error.js'
import { computeHmac, signatureLength } from './hmac.js'
import { maxTokenBytes } from './token-limits.js'

// One buffer for every segment: a new one costs as much as the encoding.
const scratch = Buffer.allocUnsafeSlow(8_192)

/** `{"alg":"HS256","typ":"JWT"}`: the header that the official Node library writes since version 3. */
export const jwtHeaderSegment: string = encodeSegment('{"alg":"HS256","typ":"JWT"}')

/** `{"typ":"JWT","alg":"HS256"}`: the header that the official Node library wrote up to version 2. */
export const typFirstHeaderSegment: string = /* @__PURE__ */ encodeSegment('{"typ":"JWT","alg":"HS256"}')

/** Base64url without padding (RFC 7515 §2) of a text's UTF-8 bytes. */
export function encodeSegment(text: string): string {
  // A UTF-16 code unit makes three bytes at most, and what does not fit would be cut off without a word.
  if (text.length * 3 > scratch.length) return Buffer.from(text, 'utf8').toString('base64url')
  return scratch.toString('base64url', 0, scratch.write(text, 'utf8'))
}

/**
 * Make a compact JWS (RFC 7515 §7.1) with HS256 (RFC 7518 §3.2) over a header segment and a payload text.
 *
 * @throws TokenArgumentError with code `range` for a token that no verifier would look at
 */
export function signCompact(headerSegment: string, payloadJson: string, key: KeyObject): string {
  const signingInput = `${headerSegment}.${encodeSegment(payloadJson)}`
  const bytes = signingInput.length + 1 + signatureLength
  if (bytes <= maxTokenBytes) return `${signingInput}.${computeHmac(signingInput, key)}`
  const message = `The token would have ${bytes} bytes; ${maxTokenBytes} are allowed. Sign fewer parameters into it.`
  throw new TokenArgumentError('range', 'token', message)
}

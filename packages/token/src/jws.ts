import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { TokenArgumentError } from './argument-error.js'
import { maxTokenBytes } from './token-limits.js'

// One buffer for every segment: a new one costs as much as the encoding.
const scratch = Buffer.allocUnsafeSlow(8_192)

/** `{"alg":"HS256","typ":"JWT"}`: the header that the official Node library writes since version 3. */
export const jwtHeaderSegment: string = encodeSegment('{"alg":"HS256","typ":"JWT"}')

/** `{"typ":"JWT","alg":"HS256"}`: the header that the official Node library wrote up to version 2. */
export const typFirstHeaderSegment: string = encodeSegment('{"typ":"JWT","alg":"HS256"}')

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
  const token = `${signingInput}.${computeSignature(signingInput, key)}`
  if (token.length <= maxTokenBytes) return token
  const message = `The token would be ${token.length} bytes long; ${maxTokenBytes} are allowed. Sign fewer or shorter parameters into it.`
  throw new TokenArgumentError('range', 'token', message)
}

// 32 bytes in base64url without padding.
const signatureLength = 43
const expected = Buffer.allocUnsafeSlow(signatureLength)
const received = Buffer.allocUnsafeSlow(signatureLength)

/** Compare a received signature segment with the right one, in a time that does not depend on where they differ. */
export function matchesSignature(signingInput: string, signatureSegment: string, key: KeyObject): boolean {
  if (signatureSegment.length !== signatureLength) return false
  // The text is compared, not its bytes: base64url has several spellings of the same 32 bytes, and one is right.
  expected.write(computeSignature(signingInput, key), 'latin1')
  received.write(signatureSegment, 'latin1')
  return timingSafeEqual(expected, received)
}

function computeSignature(signingInput: string, key: KeyObject): string {
  return createHmac('sha256', key).update(signingInput, 'latin1').digest('base64url')
}

import { TokenError } from './token-error.js'
import { maxTokenBytes } from './token-limits.js'

/** The parts of a compact JWS (RFC 7515 §7.1), still encoded. */
export interface CompactToken {
  readonly headerSegment: string
  readonly payloadSegment: string
  readonly signatureSegment: string
  /** What the signature is made over: the header segment, a full stop, the payload segment. */
  readonly signingInput: string
}

const compactShape = /^[\w-]+\.[\w-]+\.[\w-]*$/

/**
 * Take a token apart.
 *
 * @throws TokenError with code `too-large` or `malformed`
 */
export function splitCompact(token: unknown): CompactToken {
  if (typeof token !== 'string') throw new TokenError('malformed', 'It must be a string.')
  if (token.length > maxTokenBytes) throw new TokenError('too-large')
  if (!compactShape.test(token)) {
    throw new TokenError('malformed', 'It must be three base64url segments joined by full stops.')
  }
  const [first, last] = [token.indexOf('.'), token.lastIndexOf('.')]
  const headerSegment = token.slice(0, first)
  const payloadSegment = token.slice(first + 1, last)
  const signatureSegment = token.slice(last + 1)
  if (!isCanonical(headerSegment) || !isCanonical(payloadSegment) || !isCanonical(signatureSegment)) {
    throw new TokenError('malformed', 'A segment is not canonical base64url.')
  }
  const signingInput = token.slice(0, last)
  return { headerSegment, payloadSegment, signatureSegment, signingInput }
}

// One buffer for every segment, which is never longer than the token it came from.
const scratch = Buffer.allocUnsafeSlow(maxTokenBytes)

/**
 * Decode a segment of a token that was taken apart.
 *
 * @throws TokenError with code `malformed`
 */
export function decodeSegment(segment: string): string {
  const length = scratch.write(segment, 'base64url')
  const text = scratch.toString('utf8', 0, length)
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(scratch.subarray(0, length))) {
    throw new TokenError('malformed', 'A segment is not UTF-8.')
  }
  return text
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

// RFC 4648 §3.5: no stray bits, so that there is one spelling of each token.
function isCanonical(segment: string): boolean {
  const rest = segment.length % 4
  if (rest === 0) return true
  const last = alphabet.indexOf(segment.slice(-1))
  // Two characters carry one byte and four spare bits, three carry two bytes and two; one carries nothing.
  return rest !== 1 && (last & (rest === 2 ? 0b1111 : 0b11)) === 0
}

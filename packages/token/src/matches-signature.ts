import { type KeyObject, timingSafeEqual } from 'node:crypto'
import { computeHmac, signatureLength } from './hmac.js'

const expected = Buffer.allocUnsafeSlow(signatureLength)
const received = Buffer.allocUnsafeSlow(signatureLength)

/** Compare a received signature segment with the right one, in a time that does not depend on where they differ. */
export function matchesSignature(signingInput: string, signatureSegment: string, key: KeyObject): boolean {
  if (signatureSegment.length !== signatureLength) return false
  // The text is compared, not its bytes: base64url has several spellings of the same 32 bytes, and one is right.
  expected.write(computeHmac(signingInput, key), 'latin1')
  received.write(signatureSegment, 'latin1')
  return timingSafeEqual(expected, received)
}

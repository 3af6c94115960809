import { hash, type KeyObject } from 'node:crypto'
import { maxTokenBytes } from './token-limits.js'

const blockBytes = 64
const hashBytes = 32

/** Characters of an HMAC-SHA256 in base64url without padding. */
export const signatureLength = 43

/** A key as RFC 2104 §2 uses it: filled up with zeros to a block, and combined with the two pads. */
interface PaddedKey {
  readonly inner: Uint8Array
  readonly outer: Uint8Array
}

const paddedKeys = new WeakMap<KeyObject, PaddedKey>()
const innerInput = Buffer.allocUnsafeSlow(blockBytes + maxTokenBytes)
const outerInput = Buffer.allocUnsafeSlow(blockBytes + hashBytes)

/**
 * HMAC-SHA256 (RFC 2104, FIPS 180-4), in base64url.
 *
 * Two one-shot hashes instead of `createHmac`, which makes the same two and spends three quarters of its time on
 * setting up a stream that nothing is streamed through.
 *
 * @param message - ASCII, not longer than a token
 * @throws RangeError for a longer one
 */
export function computeHmac(message: string, key: KeyObject): string {
  if (message.length > maxTokenBytes) throw new RangeError('too long')
  const { inner, outer } = padKey(key)
  innerInput.set(inner)
  const messageBytes = innerInput.write(message, blockBytes, 'latin1')
  const digest = hash('sha256', innerInput.subarray(0, blockBytes + messageBytes), 'binary')
  outerInput.set(outer)
  outerInput.write(digest, blockBytes, 'binary')
  return hash('sha256', outerInput, 'base64url')
}

function padKey(key: KeyObject): PaddedKey {
  const known = paddedKeys.get(key)
  if (known !== undefined) return known
  const bytes = key.export()
  const block = Buffer.alloc(blockBytes)
  block.set(bytes.length > blockBytes ? hash('sha256', bytes, 'buffer') : bytes)
  const padded = { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) }
  paddedKeys.set(key, padded)
  return padded
}

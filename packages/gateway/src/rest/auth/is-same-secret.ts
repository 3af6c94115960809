import { timingSafeEqual } from 'node:crypto'

/** The longest secret that is compared, in bytes of UTF-8; nothing longer is ever the same. */
const maxBytes = 512

// Made once: nothing is awaited between their filling and their comparison.
const left = Buffer.alloc(maxBytes)
const right = Buffer.alloc(maxBytes)

/**
 * Whether two secrets are the same, in a time that does not tell where they differ: both are copied into buffers of one
 * size, all of which is compared. Faster than comparing digests, and every request needs it twice.
 */
export function isSameSecret(given: string, kept: string): boolean {
  left.fill(0).write(given)
  right.fill(0).write(kept)
  const isSame = timingSafeEqual(left, right)
  // What was cut off, and zeros at the end, tell in the lengths alone.
  const [givenBytes, keptBytes] = [Buffer.byteLength(given), Buffer.byteLength(kept)]
  return isSame && givenBytes === keptBytes && givenBytes <= maxBytes
}

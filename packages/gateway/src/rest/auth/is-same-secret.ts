import { timingSafeEqual } from 'node:crypto'

/** The longest secret that is compared, in bytes of UTF-8; nothing longer is ever the same. */
const maxBytes = 512

// Made once: nothing is awaited between their filling and their comparison.
const long = { left: Buffer.alloc(maxBytes), right: Buffer.alloc(maxBytes) }

/** For what is no longer than twice a secret of the gateway's own making: eight times as much takes five times as long. */
const short = { left: Buffer.alloc(64), right: Buffer.alloc(64) }

/**
 * Whether two secrets are the same, in a time that does not tell where they differ: both are copied into buffers of one
 * size, all of which is compared. Which size depends on their lengths alone. Faster than comparing digests, and every
 * request needs it twice.
 */
export function isSameSecret(given: string, kept: string): boolean {
  const [givenBytes, keptBytes] = [Buffer.byteLength(given), Buffer.byteLength(kept)]
  const { left, right } = Math.max(givenBytes, keptBytes) <= short.left.length ? short : long
  left.fill(0).write(given)
  right.fill(0).write(kept)
  const isSame = timingSafeEqual(left, right)
  // What was cut off, and zeros at the end, tell in the lengths alone.
  return isSame && givenBytes === keptBytes && givenBytes <= maxBytes
}

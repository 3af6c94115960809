import { hash, timingSafeEqual } from 'node:crypto'

/** Whether two secrets are the same, in a time that tells nothing of either: not even the length. */
export function isSameSecret(given: string, kept: string): boolean {
  return timingSafeEqual(digest(given), digest(kept))
}

// Of one length whatever the text, as the comparison needs it.
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

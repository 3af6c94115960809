/** A decoded text, and whether a percent sign in it had to be left as it stood. */
export interface FormText {
  readonly text: string
  readonly hasBadEscape: boolean
}

const escapes = /(?:%[0-9A-Fa-f]{2})+/g

/**
 * Decode one form-encoded name or value (WHATWG URL, application/x-www-form-urlencoded): `+` is a space.
 *
 * Lenient: escapes that are not hex, or not UTF-8, stay as they stand.
 */
export function decodeForm(encoded: string): FormText {
  const spaced = encoded.includes('+') ? encoded.replaceAll('+', ' ') : encoded
  if (!spaced.includes('%')) return { text: spaced, hasBadEscape: false }
  try {
    return { text: decodeURIComponent(spaced), hasBadEscape: false }
  } catch {
    return { text: spaced.replace(escapes, decodeRun), hasBadEscape: true }
  }
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return run
  }
}

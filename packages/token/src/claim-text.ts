/** The text of a claim; undefined for an empty one, and for whatever is no text. */
export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined
}

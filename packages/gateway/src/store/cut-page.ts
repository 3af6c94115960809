import type { Page, PageRequest } from './page.js'

/**
 * Make a page of the rows read for it: in the direction of reading, and one more than the page may hold if there is one.
 *
 * A token stands for the gap behind a row. The page after it and the page before it meet there, so that a row which is
 * deleted, or comes in, moves none of the others from one page to the other.
 *
 * @param toToken - the token of the gap behind a row
 */
export function cutPage<Row>(
  read: readonly Row[],
  { limit, after, before }: PageRequest,
  toToken: (row: Row) => string,
): Page<Row> {
  const rows = read.slice(0, limit)
  const tokenOf = (row: Row | undefined): string | undefined => (row === undefined ? undefined : toToken(row))
  if (before === undefined) {
    return { rows, next: tokenOf(read.length > limit ? rows.at(-1) : undefined), previous: after }
  }
  // The row beyond is the last of the page before.
  return { rows: rows.toReversed(), next: before, previous: tokenOf(read[limit]) }
}

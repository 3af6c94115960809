import type { Page, PageRequest } from '../store.js'
import { StoreError } from '../store-error.js'

/** The most rows that one page may hold. */
const maxPageRows = 1_000

/** Where a row stands in a list: newest first, and among rows of one millisecond the last written first. */
export interface PagePosition {
  /** Unix milliseconds. */
  readonly at: number
  readonly seq: number
}

/** What a query needs of a page request. */
export interface PageBounds {
  /** One row more than asked for tells whether there is a next page. */
  readonly rowsToRead: number
  /** Rows come strictly after this one; undefined on the first page. */
  readonly after: PagePosition | undefined
}

/**
 * Read a page request.
 *
 * @throws StoreError with code `bad-page` if `after` is no token of ours
 * @throws TypeError if `limit` is out of range
 */
export function pageBounds({ limit, after }: PageRequest): PageBounds {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageRows) {
    throw new TypeError(`limit must be a whole number from 1 to ${maxPageRows}, not ${limit}`)
  }
  return { rowsToRead: limit + 1, after: after === undefined ? undefined : parsePosition(after) }
}

/** Make a page of the rows read, and the token that starts the next one. */
export function toPage<Row, Out>(
  rows: readonly Row[],
  { limit }: PageRequest,
  { positionOf, toRow }: { positionOf: (row: Row) => PagePosition; toRow: (row: Row) => Out },
): Page<Out> {
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    rows: rows.slice(0, limit).map(toRow),
    next: last === undefined ? undefined : formatPosition(positionOf(last)),
  }
}

/** A token of its own, not a SID: it must outlive the row, since clients delete what they list. */
function formatPosition({ at, seq }: PagePosition): string {
  return `${at.toString(36)}-${seq.toString(36)}`
}

function parsePosition(token: string): PagePosition {
  const [at = Number.NaN, seq = Number.NaN] = token.split('-').map((digits) => Number.parseInt(digits, 36))
  const position = { at, seq }
  // Comparing with what it would be written as refuses every other spelling in one line.
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(seq) || formatPosition(position) !== token) {
    throw new StoreError('bad-page', 'The page token was not made by this list: start again from the first page')
  }
  return position
}

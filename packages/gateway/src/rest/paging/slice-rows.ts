import type { Page, PageRequest } from '../../store/page.js'
import { StoreError } from '../../store/store-error.js'

/**
 * A page of rows that are made anew for every request.
 *
 * @param keyOf - what tells a row from the others, in letters, digits and hyphens: it is the token of the next page
 * @throws StoreError with code `bad-page` if no row has the key that the page is to start after
 */
export function sliceRows<Row>(
  rows: readonly Row[],
  { limit, after }: PageRequest,
  keyOf: (row: Row) => string,
): Page<Row> {
  const start = after === undefined ? 0 : rows.findIndex((row) => keyOf(row) === after) + 1
  if (after !== undefined && start === 0) throw new StoreError('bad-page', 'The page token was not made by this list')
  const page = rows.slice(start, start + limit)
  const last = page.at(-1)
  const isLast = last === undefined || start + limit >= rows.length
  return { rows: page, next: isLast ? undefined : keyOf(last) }
}

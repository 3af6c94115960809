import { cutPage } from '../../store/cut-page.js'
import type { Page, PageRequest } from '../../store/page.js'
import { StoreError } from '../../store/store-error.js'

/**
 * A page of rows that are made anew for every request.
 *
 * @param keyOf - what tells a row from the others, in letters, digits and hyphens: it is the token of the gap behind it
 * @throws StoreError with code `bad-page` if no row has the key that the page is to start after, or to end with
 */
export function sliceRows<Row>(rows: readonly Row[], page: PageRequest, keyOf: (row: Row) => string): Page<Row> {
  const { after, before } = page
  const placeBehind = (key: string): number => {
    const place = rows.findIndex((row) => keyOf(row) === key) + 1
    if (place === 0) throw new StoreError('bad-page', 'The page token was not made by this list')
    return place
  }
  const rest =
    before === undefined
      ? rows.slice(after === undefined ? 0 : placeBehind(after))
      : rows.slice(0, placeBehind(before)).reverse()
  return cutPage(rest, page, keyOf)
}

import { StoreError } from '../../store/store-error.js'
import type { Page, PageRequest } from '../../store/page.js'

/** What tells where a row stands in a list. */
interface Dated {
  readonly sid: string
  /** Unix milliseconds. */
  readonly createdAt: number
}

/**
 * A page of a list that the store hands out whole, newest first. It stays exact while rows come and go, as those do
 * that the store makes itself: the token says where the last row stood.
 *
 * @throws StoreError with code `bad-page` if the token is none of these
 */
export function sliceList<Row extends Dated>(rows: readonly Row[], { limit, after }: PageRequest): Page<Row> {
  const place = after === undefined ? undefined : readToken(after)
  const rest = [...rows].sort(compare).filter((row) => place === undefined || compare(place, row) < 0)
  const [last] = rest.slice(limit - 1, limit)
  return {
    rows: rest.slice(0, limit),
    next: last === undefined || rest.length === limit ? undefined : `${last.createdAt.toString(36)}-${last.sid}`,
  }
}

function compare(a: Dated, b: Dated): number {
  if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt
  return a.sid === b.sid ? 0 : a.sid < b.sid ? 1 : -1
}

function readToken(token: string): Dated {
  const [, at = '', sid = ''] = /^([\da-z]{1,10})-([A-Z]{2}[\da-f]{32})$/.exec(token) ?? []
  if (sid === '') throw new StoreError('bad-page', 'The page token was not made by this list')
  return { createdAt: Number.parseInt(at, 36), sid }
}

import { type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import { cutPage } from '../cut-page.js'
import type { Page, PageRequest } from '../page.js'
import { badPage, checkLimit } from './page-order.js'

/** Read a page of a query's rows in the order in which they were written. */
export async function readPageInOrder<DB, Table extends keyof DB, Row extends { readonly seq: number }, Out>(
  query: SelectQueryBuilder<DB, Table, Row>,
  page: PageRequest,
  toRow: (row: Row) => Out,
): Promise<Page<Out>> {
  checkLimit(page.limit)
  const { after, before } = page
  const seq = sql.ref<number>('seq')
  let wanted = query
  if (after !== undefined) wanted = wanted.where(sql<SqlBool>`${seq} > ${parseSequence(after)}`)
  if (before !== undefined) wanted = wanted.where(sql<SqlBool>`${seq} <= ${parseSequence(before)}`)
  // One row more than asked for tells whether there is another page.
  const read = await wanted
    .orderBy(seq, before === undefined ? 'asc' : 'desc')
    .limit(page.limit + 1)
    .execute()
  const { rows, ...beside } = cutPage(read, page, (row) => row.seq.toString(36))
  return { rows: rows.map(toRow), ...beside }
}

function parseSequence(token: string): number {
  const seq = Number.parseInt(token, 36)
  if (!Number.isSafeInteger(seq) || seq < 0 || seq.toString(36) !== token) throw badPage()
  return seq
}

import { type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import type { Page, PageRequest } from '../page.js'
import { badPage, checkLimit } from './page-order.js'

/** Read a page of a query's rows in the order in which they were written. */
export async function readPageInOrder<DB, Table extends keyof DB, Row extends { readonly seq: number }, Out>(
  query: SelectQueryBuilder<DB, Table, Row>,
  { limit, after }: PageRequest,
  toRow: (row: Row) => Out,
): Promise<Page<Out>> {
  checkLimit(limit)
  const seq = sql.ref<number>('seq')
  const start = after === undefined ? query : query.where(sql<SqlBool>`${seq} > ${parseSequence(after)}`)
  // One row more than asked for tells whether there is a next page.
  const rows = await start
    .orderBy(seq)
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit).map(toRow), next: last?.seq.toString(36) }
}

function parseSequence(token: string): number {
  const seq = Number.parseInt(token, 36)
  if (!Number.isSafeInteger(seq) || seq < 0 || seq.toString(36) !== token) throw badPage()
  return seq
}

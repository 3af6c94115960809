import { type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import { cutPage } from '../cut-page.js'
import type { Page, PageRequest, TimeRange } from '../page.js'
import { StoreError } from '../store-error.js'

/** The most rows that one page may hold. */
const maxPageRows = 1_000

/** The order of a list, newest first: by a time, and among rows of one time by a column that no two rows share. */
export interface PageOrder<Time extends string = string, Tie extends TieColumn = TieColumn> {
  readonly time: Time
  /** By `seq`, the last written comes first; `sid` means nothing, but serves where there is no `seq`. */
  readonly tie: Tie
}

type TieColumn = 'seq' | 'sid'

/** Rows that can be put in an order. */
type Orderable<Time extends string, Tie extends TieColumn> = Readonly<
  Record<Time, number | null> & Record<Tie, number | string>
>

/** A row's place in a list. */
interface Position {
  /** Unix milliseconds. */
  readonly at: number
  readonly tie: number | string
}

/** Which rows to read. */
interface PageBounds {
  /** Rows come strictly after this one; undefined on the first page. */
  readonly after: Position | undefined
  /** Rows end with this one, and are those nearest to it. */
  readonly through: Position | undefined
  readonly from: number
  readonly before: number
}

/** A page that is asked for: of which list, in which order. */
export interface PageQuery<Order extends PageOrder = PageOrder> {
  readonly page: PageRequest
  readonly order: Order
  /** Keeps the rows whose time, that of the order, is in it. */
  readonly range?: TimeRange | undefined
}

/** Read a page of a query's rows. */
export async function readPage<
  DB,
  Table extends keyof DB,
  Time extends string,
  Tie extends TieColumn,
  Row extends Orderable<Time, Tie>,
  Out,
>(
  query: SelectQueryBuilder<DB, Table, Row>,
  wanted: PageQuery<PageOrder<Time, Tie>>,
  toRow: (row: Row) => Out,
): Promise<Page<Out>> {
  return toPage(await withinPage(query, wanted).execute(), wanted, toRow)
}

/**
 * Give a query the order of a list, and keep it within a page: the rows of the page, and one more if there is one.
 *
 * @throws StoreError with code `bad-page` if `after` or `before` is no token of ours
 * @throws TypeError if `limit` is out of range
 */
export function withinPage<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  wanted: PageQuery,
): SelectQueryBuilder<DB, Table, Row> {
  const { after, through, from, before } = pageBounds(wanted)
  const [time, tie] = [sql.ref(wanted.order.time), sql.ref(wanted.order.tie)]
  let rows = query
  // Of two bounds on one side an index is searched by one: that has to be the nearer, or deep pages would cost more.
  if (through !== undefined && through.at >= from) {
    rows = rows.where(sql<SqlBool>`(${time}, ${tie}) >= (${through.at}, ${through.tie})`)
  } else if (from !== -Infinity) {
    rows = rows.where(sql<SqlBool>`${time} >= ${from}`)
  }
  if (after !== undefined && after.at < before) {
    rows = rows.where(sql<SqlBool>`(${time}, ${tie}) < (${after.at}, ${after.tie})`)
  } else if (before !== Infinity) {
    rows = rows.where(sql<SqlBool>`${time} < ${before}`)
  }
  return inOrder(rows, wanted)
}

/**
 * Give a query the order in which a page is read, and its length. One row more than asked for tells whether there is
 * another page.
 */
export function inOrder<DB, Table extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Table, Row>,
  { page, order }: PageQuery,
): SelectQueryBuilder<DB, Table, Row> {
  const direction = page.before === undefined ? 'desc' : 'asc'
  return query
    .orderBy(sql.ref(order.time), direction)
    .orderBy(sql.ref(order.tie), direction)
    .limit(page.limit + 1)
}

/** Make a page of the rows read, and the tokens of those beside it. */
export function toPage<Time extends string, Tie extends TieColumn, Row extends Orderable<Time, Tie>, Out>(
  read: readonly Row[],
  { page, order: { time, tie } }: PageQuery<PageOrder<Time, Tie>>,
  toRow: (row: Row) => Out,
): Page<Out> {
  const { rows, ...beside } = cutPage(read, page, (row) => formatPosition({ at: row[time], tie: row[tie] }))
  return { rows: rows.map(toRow), ...beside }
}

/** Read a page request. */
export function pageBounds({ page, order: { tie }, range = {} }: PageQuery): PageBounds {
  const { from = -Infinity, before = Infinity } = range
  checkLimit(page.limit)
  const positionOf = (token: string | undefined): Position | undefined =>
    token === undefined ? undefined : parsePosition(token, tie)
  return { after: positionOf(page.after), through: positionOf(page.before), from, before }
}

/** @throws TypeError if a page of this many rows may not be asked for */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxPageRows) return
  throw new TypeError(`limit must be a whole number from 1 to ${maxPageRows}, not ${limit}`)
}

/** A token of its own, not a SID: it must outlive the row, since clients delete what they list. */
function formatPosition({ at, tie }: Position): string {
  return `${at.toString(36)}-${typeof tie === 'number' ? tie.toString(36) : tie}`
}

function parsePosition(token: string, column: TieColumn): Position {
  const [time = '', text = ''] = token.split('-')
  const at = Number.parseInt(time, 36)
  const tie = column === 'sid' ? text : Number.parseInt(text, 36)
  const isTie = typeof tie === 'string' ? /^[A-Z]{2}[\da-f]{32}$/.test(tie) : Number.isSafeInteger(tie)
  const position = { at, tie }
  // Comparing with what it would be written as refuses every other spelling in one line.
  if (!isTie || !Number.isSafeInteger(at) || formatPosition(position) !== token) throw badPage()
  return position
}

/** The refusal of a page token. */
export function badPage(): StoreError {
  return new StoreError('bad-page', 'The page token was not made by this list: start again from the first page')
}

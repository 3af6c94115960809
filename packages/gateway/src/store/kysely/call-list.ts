import type { CallStatus } from '@ringdown/protocol'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { CallRecord } from '../../call/call-record.js'
import type { CallFilter } from '../call-store.js'
import type { Page, PageRequest, TimeRange } from '../page.js'
import { callColumns, type CallRow, toCall } from './call-columns.js'
import { inOrder, type PageOrder, type PageQuery, toPage, withinPage } from './page-order.js'
import type { Database } from './schema.js'

/** Whose calls to list, and which of them. */
interface CallListRequest {
  readonly accountSid: CallRecord['accountSid']
  readonly filter: CallFilter
  readonly page: PageRequest
}

type CallTime = 'createdAt' | 'startedAt' | 'endedAt'
type CallOrder = PageOrder<CallTime, 'seq'>
type CallQuery = SelectQueryBuilder<Database, 'calls', CallRow>

/** List calls. There is an index for every filter in every order, so that a page costs the same at any depth. */
export async function listCalls(
  db: Kysely<Database>,
  { accountSid, filter, page }: CallListRequest,
): Promise<Page<CallRecord>> {
  const order = orderOf(filter)
  const wanted = { page, order, range: rangeOf(filter, order.time) }
  const calls = matching(db, filter, order).where('accountSid', '=', accountSid)
  const query = withStatuses(db, calls, filter.statuses, wanted)
  return toPage(await query.execute(), wanted, toCall)
}

/** The calls of one parent are few, and need no index for each of the other orders. */
function orderOf({ parentCallSid, startTime, endTime }: CallFilter): CallOrder {
  if (parentCallSid !== undefined) return { time: 'createdAt', tie: 'seq' }
  if (isBounded(startTime)) return { time: 'startedAt', tie: 'seq' }
  return { time: isBounded(endTime) ? 'endedAt' : 'createdAt', tie: 'seq' }
}

function isBounded(range: TimeRange | undefined): boolean {
  return range?.from !== undefined || range?.before !== undefined
}

function rangeOf({ startTime, endTime }: CallFilter, time: CallTime): TimeRange | undefined {
  if (time === 'createdAt') return undefined
  return time === 'startedAt' ? startTime : endTime
}

/** The calls that match a filter but for the statuses, and the range of the time that they are ordered by. */
function matching(db: Kysely<Database>, filter: CallFilter, order: CallOrder): CallQuery {
  let calls = db.selectFrom('calls').select([...callColumns, 'seq'])
  for (const column of ['to', 'from', 'parentCallSid'] as const) {
    const value = filter[column]
    if (value !== undefined) calls = calls.where(column, '=', value)
  }
  for (const column of ['startedAt', 'endedAt'] as const) {
    if (column === order.time) continue
    const { from, before } = rangeOf(filter, column) ?? {}
    if (from !== undefined) calls = calls.where(column, '>=', from)
    if (before !== undefined) calls = calls.where(column, '<', before)
  }
  return calls
}

/**
 * A page of the calls in any of the statuses: each status has its part of an index, and the pages of several are merged.
 * In one statement, since a call may change from one status to another between two.
 */
function withStatuses(
  db: Kysely<Database>,
  calls: CallQuery,
  statuses: readonly CallStatus[] | undefined,
  wanted: PageQuery<CallOrder>,
): CallQuery {
  if (statuses === undefined) return withinPage(calls, wanted)
  const pages = [...new Set(statuses)].map((status) => withinPage(calls.where('status', '=', status), wanted))
  const [first = withinPage(calls, wanted).where('status', 'in', []), ...others] = pages
  if (others.length === 0) return first
  const asArm = (page: CallQuery): CallQuery => db.selectFrom(page.as('calls')).selectAll()
  return inOrder(
    others.reduce((union, page) => union.unionAll(asArm(page)), asArm(first)),
    wanted,
  )
}

import { callStatuses, isFinal } from '@ringdown/protocol'
import type { Kysely, Selectable } from 'kysely'
import type { CallRecord } from '../../call/call-record.js'
import type { CallFilter, Page, PageRequest, Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import { pageBounds, toPage } from './page.js'
import type { Database } from './schema.js'

const columns = columnsOf<CallRecord>({
  sid: true,
  accountSid: true,
  parentCallSid: true,
  applicationSid: true,
  from: true,
  to: true,
  direction: true,
  status: true,
  endReason: true,
  createdAt: true,
  answeredAt: true,
  endedAt: true,
  updatedAt: true,
})

const patchable = ['status', 'endReason', 'answeredAt', 'endedAt', 'to'] as const
const filterable = ['to', 'from', 'status', 'parentCallSid'] as const
const unfinished = callStatuses.filter((status) => !isFinal(status))

/** Calls in SQL. */
export function createCallTable(db: Kysely<Database>): Store['calls'] {
  return {
    async insert(call) {
      await db.insertInto('calls').values(pick(call, columns)).execute()
    },

    find(accountSid, sid) {
      return db
        .selectFrom('calls')
        .select(columns)
        .where('sid', '=', sid as CallRecord['sid'])
        .where('accountSid', '=', accountSid)
        .executeTakeFirst()
    },

    update(sid, patch, now) {
      return db
        .updateTable('calls')
        .set({ ...pick(patch, patchable), updatedAt: now })
        .where('sid', '=', sid)
        .returning(columns)
        .executeTakeFirst()
    },

    list: (accountSid, filter, page) => listCalls(db, { accountSid, filter, page }),

    // One statement, so one transaction on either engine.
    async failUnfinished(endReason, now) {
      const rows = await db
        .updateTable('calls')
        .set({ status: 'failed', endReason, endedAt: now, updatedAt: now })
        .where('status', 'in', unfinished)
        .returning([...columns, 'seq'])
        .execute()
      return rows.sort(byAge).map(toCall)
    },
  }
}

interface ListRequest {
  readonly accountSid: CallRecord['accountSid']
  readonly filter: CallFilter
  readonly page: PageRequest
}

async function listCalls(db: Kysely<Database>, { accountSid, filter, page }: ListRequest): Promise<Page<CallRecord>> {
  const { rowsToRead, after } = pageBounds(page)
  let query = db
    .selectFrom('calls')
    .select([...columns, 'seq'])
    .where('accountSid', '=', accountSid)
  for (const column of filterable) {
    const value = filter[column]
    if (value !== undefined) query = query.where(column, '=', value)
  }
  if (after !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('createdAt', 'seq'), '<', eb.tuple(after.at, after.seq)))
  }
  const rows = await query.orderBy('createdAt', 'desc').orderBy('seq', 'desc').limit(rowsToRead).execute()
  return toPage(rows, page, { positionOf: ({ createdAt, seq }) => ({ at: createdAt, seq }), toRow: toCall })
}

type CallRow = Selectable<Database['calls']>

function byAge(a: CallRow, b: CallRow): number {
  return a.createdAt === b.createdAt ? a.seq - b.seq : a.createdAt - b.createdAt
}

function toCall(row: CallRow): CallRecord {
  return pick(row, columns)
}

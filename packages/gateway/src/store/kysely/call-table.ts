import { callStatuses, isFinal } from '@ringdown/protocol'
import type { Kysely } from 'kysely'
import type { CallRecord } from '../../call/call-record.js'
import type { CallDeletion, CallStore } from '../call-store.js'
import { readDailyUsage } from './call-usage.js'
import { listCalls } from './call-list.js'
import { callColumns, toCall, type CallRow } from './call-columns.js'
import { pick } from './columns.js'
import { type Engine, prepareFind } from './prepare-find.js'
import type { Database } from './schema.js'

const patchable = ['status', 'endReason', 'startedAt', 'answeredAt', 'endedAt', 'to'] as const
const final = callStatuses.filter(isFinal)
const unfinished = callStatuses.filter((status) => !isFinal(status))

/** Calls in SQL. */
export function createCallTable(engine: Engine): CallStore {
  const { db } = engine
  const find = prepareFind(engine, { table: 'calls', columns: callColumns, by: ['sid', 'accountSid'] })
  return {
    async insert(call) {
      await db.insertInto('calls').values(pick(call, callColumns)).execute()
    },

    find: (accountSid, sid) => find(sid, accountSid),

    update(sid, patch, now) {
      return db
        .updateTable('calls')
        .set({ ...pick(patch, patchable), updatedAt: now })
        .where('sid', '=', sid)
        .returning(callColumns)
        .executeTakeFirst()
    },

    list: (accountSid, filter, page) => listCalls(db, { accountSid, filter, page }),
    delete: (accountSid, sid) => deleteCall(db, accountSid, sid as CallRecord['sid']),
    usage: (accountSid, days) => readDailyUsage(db, accountSid, days),

    // One statement, so one transaction on either engine.
    async failUnfinished(endReason, now) {
      const rows = await db
        .updateTable('calls')
        .set({ status: 'failed', endReason, endedAt: now, updatedAt: now })
        .where('status', 'in', unfinished)
        .returning([...callColumns, 'seq'])
        .execute()
      return rows.sort(byAge).map(toCall)
    },
  }
}

/** What belongs to the call goes with it, by the foreign keys. A status that is final stays so: the two statements agree. */
async function deleteCall(
  db: Kysely<Database>,
  accountSid: CallRecord['accountSid'],
  sid: CallRecord['sid'],
): Promise<CallDeletion> {
  const { numDeletedRows } = await db
    .deleteFrom('calls')
    .where('sid', '=', sid)
    .where('accountSid', '=', accountSid)
    .where('status', 'in', final)
    .executeTakeFirst()
  if (numDeletedRows > 0n) return 'deleted'
  const left = await db
    .selectFrom('calls')
    .select('sid')
    .where('sid', '=', sid)
    .where('accountSid', '=', accountSid)
    .executeTakeFirst()
  return left === undefined ? 'unknown' : 'still-running'
}

function byAge(a: CallRow, b: CallRow): number {
  return a.createdAt === b.createdAt ? a.seq - b.seq : a.createdAt - b.createdAt
}

import type { Kysely } from 'kysely'
import type { CallEventRecord } from '../../call/call-event-record.js'
import type { Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import type { Database } from './schema.js'

const columns = columnsOf<CallEventRecord>({
  accountSid: true,
  callSid: true,
  at: true,
  kind: true,
  name: true,
  detail: true,
})

/** The timelines of calls in SQL. */
export function createCallEventTable(db: Kysely<Database>): Store['callEvents'] {
  return {
    async append(event) {
      const { detail, ...rest } = pick(event, columns)
      await db
        .insertInto('callEvents')
        .values({ ...rest, detail: JSON.stringify(detail) })
        .execute()
    },

    async list(callSid) {
      const rows = await db
        .selectFrom('callEvents')
        .select(columns)
        .where('callSid', '=', callSid)
        .orderBy('seq')
        .execute()
      return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as CallEventRecord['detail'] }))
    },
  }
}

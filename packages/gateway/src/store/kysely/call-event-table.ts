import type { Kysely, Selectable } from 'kysely'
import type { CallEventRecord } from '../../call/call-event-record.js'
import type { CallEventStore } from '../call-event-store.js'
import { columnsOf, pick } from './columns.js'
import { readPageInOrder } from './page-sequence.js'
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
export function createCallEventTable(db: Kysely<Database>): CallEventStore {
  return {
    async append(...events) {
      if (events.length === 0) return
      const rows = events.map((event) => ({ ...pick(event, columns), detail: JSON.stringify(event.detail) }))
      await db.insertInto('callEvents').values(rows).execute()
    },

    list(callSid, { kinds }, page) {
      let events = db
        .selectFrom('callEvents')
        .select([...columns, 'seq'])
        .where('callSid', '=', callSid)
      if (kinds !== undefined) events = events.where('kind', 'in', kinds)
      return readPageInOrder(events, page, toCallEvent)
    },
  }
}

function toCallEvent(row: Selectable<Database['callEvents']>): CallEventRecord {
  return { ...pick(row, columns), detail: JSON.parse(row.detail) as CallEventRecord['detail'] }
}

import type { Kysely, Selectable } from 'kysely'
import type { Notification } from '../../call/notification.js'
import type { Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import { pageBounds, toPage } from './page.js'
import type { Database } from './schema.js'

const columns = columnsOf<Notification>({
  sid: true,
  accountSid: true,
  callSid: true,
  level: true,
  code: true,
  text: true,
  requestUrl: true,
  requestMethod: true,
  requestVariables: true,
  responseBody: true,
  at: true,
})

/** Notifications in SQL. */
export function createNotificationTable(db: Kysely<Database>): Store['notifications'] {
  return {
    async insert(notification) {
      await db.insertInto('notifications').values(pick(notification, columns)).execute()
    },

    async list(accountSid, callSid, page) {
      const { rowsToRead, after } = pageBounds(page)
      let query = db
        .selectFrom('notifications')
        .select([...columns, 'seq'])
        .where('accountSid', '=', accountSid)
      if (callSid !== undefined) query = query.where('callSid', '=', callSid)
      if (after !== undefined) {
        query = query.where((eb) => eb(eb.refTuple('at', 'seq'), '<', eb.tuple(after.at, after.seq)))
      }
      const rows = await query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(rowsToRead).execute()
      return toPage(rows, page, { positionOf: ({ at, seq }) => ({ at, seq }), toRow: toNotification })
    },
  }
}

function toNotification(row: Selectable<Database['notifications']>): Notification {
  return pick(row, columns)
}

import type { Kysely, Selectable } from 'kysely'
import type { Notification } from '../../call/notification.js'
import type { Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
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
      let query = db
        .selectFrom('notifications')
        .select([...columns, 'seq'])
        .where('accountSid', '=', accountSid)
      if (callSid !== undefined) query = query.where('callSid', '=', callSid)
      return readPage(query, { page, order: { time: 'at', tie: 'seq' } }, toNotification)
    },
  }
}

function toNotification(row: Selectable<Database['notifications']>): Notification {
  return pick(row, columns)
}

import type { Selectable } from 'kysely'
import type { Notification } from '../../call/notification.js'
import type { NotificationStore } from '../notification-store.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'
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
  responseHeaders: true,
  responseBody: true,
  at: true,
})

/** Notifications in SQL. */
export function createNotificationTable(engine: Engine): NotificationStore {
  const { db } = engine
  const find = prepareFind(engine, { table: 'notifications', columns, by: ['sid', 'accountSid'] })
  return {
    async insert(notification) {
      await db.insertInto('notifications').values(pick(notification, columns)).execute()
    },

    find: (accountSid, sid) => find(sid, accountSid),

    list(accountSid, { callSid, level, at: range }, page) {
      let query = db
        .selectFrom('notifications')
        .select([...columns, 'seq'])
        .where('accountSid', '=', accountSid)
      if (callSid !== undefined) query = query.where('callSid', '=', callSid)
      if (level !== undefined) query = query.where('level', '=', level)
      return readPage(query, { page, order: { time: 'at', tie: 'seq' }, range }, toNotification)
    },
  }
}

function toNotification(row: Selectable<Database['notifications']>): Notification {
  return pick(row, columns)
}

import type { ApiKey } from '../../account/api-key.js'
import type { ApiKeyStore } from '../api-key-store.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'

const columns = columnsOf<ApiKey>({
  sid: true,
  accountSid: true,
  friendlyName: true,
  secret: true,
  createdAt: true,
  updatedAt: true,
})

/** API keys in SQL. */
export function createApiKeyTable(engine: Engine): ApiKeyStore {
  const { db } = engine
  return {
    async insert(key) {
      await db.insertInto('apiKeys').values(pick(key, columns)).execute()
    },

    find: prepareFind(engine, { table: 'apiKeys', columns, by: ['sid'] }),

    list(accountSid, page) {
      const keys = db.selectFrom('apiKeys').select(columns).where('accountSid', '=', accountSid)
      return readPage(keys, { page, order: { time: 'createdAt', tie: 'sid' } }, (key) => key)
    },

    update(accountSid, sid, patch, now) {
      return db
        .updateTable('apiKeys')
        .set({ ...pick(patch, ['friendlyName']), updatedAt: now })
        .where('sid', '=', sid as ApiKey['sid'])
        .where('accountSid', '=', accountSid)
        .returning(columns)
        .executeTakeFirst()
    },

    async delete(accountSid, sid) {
      const { numDeletedRows } = await db
        .deleteFrom('apiKeys')
        .where('sid', '=', sid)
        .where('accountSid', '=', accountSid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

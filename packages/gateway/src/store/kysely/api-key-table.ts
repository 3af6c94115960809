import type { Kysely } from 'kysely'
import type { ApiKey } from '../../account/api-key.js'
import type { Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import type { Database } from './schema.js'

const columns = columnsOf<ApiKey>({
  sid: true,
  accountSid: true,
  friendlyName: true,
  secret: true,
  createdAt: true,
  updatedAt: true,
})

/** API keys in SQL. */
export function createApiKeyTable(db: Kysely<Database>): Store['apiKeys'] {
  return {
    async insert(key) {
      await db.insertInto('apiKeys').values(pick(key, columns)).execute()
    },

    find(sid) {
      return db
        .selectFrom('apiKeys')
        .select(columns)
        .where('sid', '=', sid as ApiKey['sid'])
        .executeTakeFirst()
    },

    list(accountSid) {
      return db
        .selectFrom('apiKeys')
        .select(columns)
        .where('accountSid', '=', accountSid)
        .orderBy('createdAt')
        .orderBy('sid')
        .execute()
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

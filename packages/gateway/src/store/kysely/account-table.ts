import type { Kysely } from 'kysely'
import type { Account } from '../../account/account.js'
import type { Store } from '../store.js'
import { columnsOf, pick } from './columns.js'
import type { Database } from './schema.js'

const columns = columnsOf<Account>({
  sid: true,
  friendlyName: true,
  status: true,
  authToken: true,
  secondaryAuthToken: true,
  ownerAccountSid: true,
  createdAt: true,
  updatedAt: true,
})

const patchable = ['friendlyName', 'status', 'authToken', 'secondaryAuthToken'] as const

/** Accounts in SQL. */
export function createAccountTable(db: Kysely<Database>): Store['accounts'] {
  return {
    async insert(account) {
      await db.insertInto('accounts').values(pick(account, columns)).execute()
    },

    find(sid) {
      return db
        .selectFrom('accounts')
        .select(columns)
        .where('sid', '=', sid as Account['sid'])
        .executeTakeFirst()
    },

    list() {
      return db.selectFrom('accounts').select(columns).orderBy('createdAt').orderBy('sid').execute()
    },

    update(sid, patch, now) {
      return db
        .updateTable('accounts')
        .set({ ...pick(patch, patchable), updatedAt: now })
        .where('sid', '=', sid)
        .returning(columns)
        .executeTakeFirst()
    },
  }
}

import type { Kysely } from 'kysely'
import type { Account } from '../../account/account.js'
import type { AccountFilter, AccountStore } from '../account-store.js'
import type { Page, PageRequest } from '../page.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'
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
export function createAccountTable(engine: Engine): AccountStore {
  const { db } = engine
  return {
    async insert(account) {
      await db.insertInto('accounts').values(pick(account, columns)).execute()
    },

    find: prepareFind(engine, { table: 'accounts', columns, by: ['sid'] }),

    all() {
      return db.selectFrom('accounts').select(columns).orderBy('createdAt').orderBy('sid').execute()
    },

    list: (viewer, filter, page) => listAccounts(db, { viewer, filter, page }),

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

interface AccountListRequest {
  readonly viewer: Pick<Account, 'sid' | 'ownerAccountSid'>
  readonly filter: AccountFilter
  readonly page: PageRequest
}

function listAccounts(db: Kysely<Database>, { viewer, filter, page }: AccountListRequest): Promise<Page<Account>> {
  let accounts = db.selectFrom('accounts').select(columns)
  // A sub-account sees itself alone, and a main account is owned by itself like its sub-accounts are.
  const isMain = viewer.ownerAccountSid === viewer.sid
  accounts = isMain ? accounts.where('ownerAccountSid', '=', viewer.sid) : accounts.where('sid', '=', viewer.sid)
  for (const column of ['friendlyName', 'status'] as const) {
    const value = filter[column]
    if (value !== undefined) accounts = accounts.where(column, '=', value)
  }
  return readPage(accounts, { page, order: { time: 'createdAt', tie: 'sid' } }, (row) => row)
}

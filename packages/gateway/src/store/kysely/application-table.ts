import type { Kysely, Selectable } from 'kysely'
import type { Application } from '../../account/application.js'
import type { ApplicationStore } from '../application-store.js'
import { fromBit, toBit } from './bit.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'
import type { Database } from './schema.js'

const columns = columnsOf<Application>({
  sid: true,
  accountSid: true,
  friendlyName: true,
  voiceUrl: true,
  voiceMethod: true,
  voiceFallbackUrl: true,
  voiceFallbackMethod: true,
  statusCallback: true,
  statusCallbackMethod: true,
  voiceCallerIdLookup: true,
  smsUrl: true,
  smsMethod: true,
  smsFallbackUrl: true,
  smsFallbackMethod: true,
  smsStatusCallback: true,
  messageStatusCallback: true,
  createdAt: true,
  updatedAt: true,
})

type Patchable = Exclude<keyof Application, 'sid' | 'accountSid' | 'createdAt' | 'updatedAt'>
const fixed: readonly string[] = ['sid', 'accountSid', 'createdAt', 'updatedAt'] satisfies (keyof Application)[]
const patchable = columns.filter((column): column is Patchable => !fixed.includes(column))

/** TwiML applications in SQL. */
export function createApplicationTable(engine: Engine): ApplicationStore {
  const { db } = engine
  const find = prepareFind(engine, { table: 'applications', columns, by: ['sid', 'accountSid'] }, toApplication)
  return {
    async insert(application) {
      const { voiceCallerIdLookup, ...rest } = pick(application, columns)
      await db
        .insertInto('applications')
        .values({ ...rest, voiceCallerIdLookup: toBit(voiceCallerIdLookup) })
        .execute()
    },

    find: (accountSid, sid) => find(sid, accountSid),

    list(accountSid, { friendlyName }, page) {
      let applications = db.selectFrom('applications').select(columns).where('accountSid', '=', accountSid)
      if (friendlyName !== undefined) applications = applications.where('friendlyName', '=', friendlyName)
      return readPage(applications, { page, order: { time: 'createdAt', tie: 'sid' } }, toApplication)
    },

    update: (accountSid, sid, patch, now) => updateApplication(db, { accountSid, sid, patch, now }),

    async delete(accountSid, sid) {
      const { numDeletedRows } = await db
        .deleteFrom('applications')
        .where('sid', '=', sid)
        .where('accountSid', '=', accountSid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

interface Update {
  readonly accountSid: Application['accountSid']
  readonly sid: Application['sid']
  readonly patch: Partial<Pick<Application, Patchable>>
  readonly now: number
}

async function updateApplication(
  db: Kysely<Database>,
  { accountSid, sid, patch, now }: Update,
): Promise<Application | undefined> {
  const { voiceCallerIdLookup, ...rest } = pick(patch, patchable)
  const lookup = voiceCallerIdLookup === undefined ? {} : { voiceCallerIdLookup: toBit(voiceCallerIdLookup) }
  const row = await db
    .updateTable('applications')
    .set({ ...rest, ...lookup, updatedAt: now })
    .where('sid', '=', sid)
    .where('accountSid', '=', accountSid)
    .returning(columns)
    .executeTakeFirst()
  return row && toApplication(row)
}

function toApplication(row: Selectable<Database['applications']>): Application {
  return { ...row, voiceCallerIdLookup: fromBit(row.voiceCallerIdLookup) }
}

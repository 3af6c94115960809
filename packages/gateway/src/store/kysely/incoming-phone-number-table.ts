import { type Kysely, type Selectable, sql, type SqlBool } from 'kysely'
import type { IncomingPhoneNumber } from '../../account/incoming-phone-number.js'
import type {
  IncomingPhoneNumberFilter,
  IncomingPhoneNumberPatch,
  IncomingPhoneNumberStore,
} from '../incoming-phone-number-store.js'
import type { Page, PageRequest } from '../page.js'
import { fromBit, toBit } from './bit.js'
import { columnsOf, pick } from './columns.js'
import { readPage } from './page-order.js'
import { type Engine, prepareFind } from './prepare-find.js'
import type { Database } from './schema.js'

const columns = columnsOf<IncomingPhoneNumber>({
  sid: true,
  accountSid: true,
  phoneNumber: true,
  type: true,
  friendlyName: true,
  voiceApplicationSid: true,
  voiceUrl: true,
  voiceMethod: true,
  voiceFallbackUrl: true,
  voiceFallbackMethod: true,
  voiceCallerIdLookup: true,
  statusCallback: true,
  statusCallbackMethod: true,
  stirStatus: true,
  smsApplicationSid: true,
  smsUrl: true,
  smsMethod: true,
  smsFallbackUrl: true,
  smsFallbackMethod: true,
  createdAt: true,
  updatedAt: true,
})

const fixed: readonly string[] = [
  'sid',
  'phoneNumber',
  'type',
  'createdAt',
  'updatedAt',
] satisfies (keyof IncomingPhoneNumber)[]
const patchable = columns.filter((column): column is keyof IncomingPhoneNumberPatch => !fixed.includes(column))

/** Telephone numbers in SQL. */
export function createIncomingPhoneNumberTable(engine: Engine): IncomingPhoneNumberStore {
  const { db } = engine
  const find = prepareFind(engine, { table: 'incomingPhoneNumbers', columns, by: ['sid', 'accountSid'] }, toNumber)
  const findByNumber = prepareFind(engine, { table: 'incomingPhoneNumbers', columns, by: ['phoneNumber'] }, toNumber)
  return {
    async insert(number) {
      const { voiceCallerIdLookup, ...rest } = pick(number, columns)
      await db
        .insertInto('incomingPhoneNumbers')
        .values({ ...rest, voiceCallerIdLookup: toBit(voiceCallerIdLookup) })
        .execute()
    },

    find: (accountSid, sid) => find(sid, accountSid),
    findByNumber: (phoneNumber) => findByNumber(phoneNumber),

    list: (accountSid, filter, page) => listNumbers(db, { accountSid, filter, page }),
    update: (accountSid, sid, patch, now) => updateNumber(db, { accountSid, sid, patch, now }),

    async delete(accountSid, sid) {
      const { numDeletedRows } = await db
        .deleteFrom('incomingPhoneNumbers')
        .where('sid', '=', sid)
        .where('accountSid', '=', accountSid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

interface List {
  readonly accountSid: IncomingPhoneNumber['accountSid']
  readonly filter: IncomingPhoneNumberFilter
  readonly page: PageRequest
}

function listNumbers(db: Kysely<Database>, { accountSid, filter, page }: List): Promise<Page<IncomingPhoneNumber>> {
  const { phoneNumber, friendlyName, type } = filter
  let numbers = db.selectFrom('incomingPhoneNumbers').select(columns).where('accountSid', '=', accountSid)
  if (friendlyName !== undefined) numbers = numbers.where('friendlyName', '=', friendlyName)
  if (type !== undefined) numbers = numbers.where('type', '=', type)
  if (phoneNumber !== undefined) {
    const pattern = `%${phoneNumber.replaceAll(/[%_\\]/g, '\\$&').replaceAll('*', '_')}%`
    numbers = numbers.where(sql<SqlBool>`${sql.ref('phoneNumber')} like ${pattern} escape '\\'`)
  }
  return readPage(numbers, { page, order: { time: 'createdAt', tie: 'sid' } }, toNumber)
}

interface Update {
  readonly accountSid: IncomingPhoneNumber['accountSid']
  readonly sid: string
  readonly patch: IncomingPhoneNumberPatch
  readonly now: number
}

async function updateNumber(
  db: Kysely<Database>,
  { accountSid, sid, patch, now }: Update,
): Promise<IncomingPhoneNumber | undefined> {
  const { voiceCallerIdLookup, ...rest } = pick(patch, patchable)
  const lookup = voiceCallerIdLookup === undefined ? {} : { voiceCallerIdLookup: toBit(voiceCallerIdLookup) }
  const row = await db
    .updateTable('incomingPhoneNumbers')
    .set({ ...rest, ...lookup, updatedAt: now })
    .where('sid', '=', sid as IncomingPhoneNumber['sid'])
    .where('accountSid', '=', accountSid)
    .returning(columns)
    .executeTakeFirst()
  return row && toNumber(row)
}

function toNumber(row: Selectable<Database['incomingPhoneNumbers']>): IncomingPhoneNumber {
  return { ...row, voiceCallerIdLookup: fromBit(row.voiceCallerIdLookup) }
}

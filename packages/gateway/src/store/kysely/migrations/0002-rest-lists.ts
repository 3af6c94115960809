import { type Kysely, type Migration, sql } from 'kysely'

/** What the lists of the REST API need: when a call was dialled, by which number it came, and an index for every filter. */
export const restLists: Migration = {
  async up(db: Kysely<unknown>) {
    await extendCalls(db)
    await indexLists(db)
  },
}

/** `phone_number_sid` refers to nothing: calls outlive the number that they came in by. */
async function extendCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('calls').addColumn('started_at', 'bigint').execute()
  await db.schema.alterTable('calls').addColumn('phone_number_sid', 'text').execute()
  // So far no call waited to be dialled.
  await sql`update calls set started_at = created_at`.execute(db)
  for (const time of ['started_at', 'ended_at']) {
    await createIndex(db, 'calls', ['account_sid', time, 'seq'])
    await createIndex(db, 'calls', ['account_sid', 'to', time, 'seq'])
    await createIndex(db, 'calls', ['account_sid', 'from', time, 'seq'])
    await createIndex(db, 'calls', ['status', 'account_sid', time, 'seq'])
  }
  // One entry for each ended call, in the order of the groups, with all that is counted.
  await sql`create index calls_for_usage on calls (
    account_sid,
    (started_at / 86400000),
    direction,
    (case when substr(case when direction = 'inbound' then "from" else "to" end, 1, 7) = 'client:' then 1 else 0 end),
    answered_at,
    ended_at
  ) where ended_at is not null and started_at is not null`.execute(db)
}

async function indexLists(db: Kysely<unknown>): Promise<void> {
  await createIndex(db, 'accounts', ['owner_account_sid', 'created_at', 'sid'])
  await createIndex(db, 'accounts', ['owner_account_sid', 'status', 'created_at', 'sid'])
  await createIndex(db, 'accounts', ['owner_account_sid', 'friendly_name', 'created_at', 'sid'])
  await createIndex(db, 'applications', ['account_sid', 'friendly_name', 'created_at', 'sid'])
  await createIndex(db, 'notifications', ['account_sid', 'level', 'at', 'seq'])
}

async function createIndex(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}

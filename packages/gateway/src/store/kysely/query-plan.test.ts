import SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createSqliteDialect } from '../sqlite/sqlite-dialect.js'
import type { CallFilter, Store } from '../store.js'
import { accountSid, anAccount, testSid } from '../store-rows.contract.js'
import { createKysely, createKyselyStore } from './kysely-store.js'
import { migrate } from './migrate.js'
import { migrations } from './migrations.js'

interface Observed {
  readonly store: Store
  readonly database: SqliteDatabase.Database
  /** What SQLite would do for each statement since the last look. */
  readonly plans: () => string[]
}

async function openObserved(): Promise<Observed> {
  const database = new SqliteDatabase(':memory:')
  const statements: { readonly sql: string; readonly parameters: readonly unknown[] }[] = []
  const db = createKysely(createSqliteDialect(database), ({ query }) => void statements.push(query))
  await migrate(db, { migrations: migrations({ sequence: 'integer' }), databaseName: 'test' })
  const store = createKyselyStore(db)
  onTestFinished(() => store.close())
  await store.accounts.insert(anAccount())
  statements.length = 0
  const explain = ({ sql, parameters }: (typeof statements)[number]): string =>
    (database.prepare(`explain query plan ${sql}`).all(parameters) as { readonly detail: string }[])
      .map(({ detail }) => detail)
      .join('; ')
  return { store, database, plans: () => statements.splice(0).map(explain) }
}

const rowCount = 100_000

/** Calls a second apart, every tenth of them a child of the call before it. */
function fillCalls(database: SqliteDatabase.Database): void {
  database
    .prepare(
      `insert into calls (sid, account_sid, parent_call_sid, "from", "to", direction, status, created_at, updated_at)
       with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rowCount})
       select 'CA' || printf('%032x', n), ?, iif(n % 10 = 0, 'CA' || printf('%032x', n - 1), null),
         'client:' || (n % 7), 'client:' || (n % 5), 'inbound', iif(n % 1000 = 0, 'ringing', 'completed'), n * 1000, n * 1000
       from numbers`,
    )
    .run(accountSid)
}

test('every page of 100,000 calls, by any filter and at any depth, is one search of an index without a sort', async () => {
  const { store, database, plans } = await openObserved()
  fillCalls(database)
  const filters: readonly CallFilter[] = [
    {},
    { to: 'client:3' },
    { from: 'client:3' },
    { status: 'completed' },
    { parentCallSid: testSid('CA', 49_999) },
    { to: 'client:3', status: 'completed' },
    { to: 'client:0', from: 'client:3', status: 'completed', parentCallSid: testSid('CA', 9) },
  ]
  const middle = await store.calls.list(accountSid, {}, { limit: 1_000 })
  for (const filter of filters) {
    plans()
    const first = await store.calls.list(accountSid, filter, { limit: 50 })
    const deep = await store.calls.list(accountSid, filter, { limit: 50, after: first.next ?? middle.next ?? '' })
    expect(first.rows.length + deep.rows.length, JSON.stringify(filter)).toBeGreaterThan(0)
    const [firstPlan, deepPlan] = plans()
    for (const plan of [firstPlan, deepPlan]) expect(plan).toMatch(/^SEARCH calls USING INDEX calls_by_\w+ \([^;]*\)$/)
    expect(deepPlan).toContain('created_at<?')
  }
})

test('the page at the far end of 100,000 calls starts where it should, straight from the index', async () => {
  const { store, database, plans } = await openObserved()
  fillCalls(database)
  let after: string | undefined
  const seen = new Set<string>()
  for (let page = 0; page < rowCount / 1_000; page += 1) {
    const { rows, next } = await store.calls.list(accountSid, {}, { limit: 1_000, after })
    expect(rows[0]?.createdAt).toBe((rowCount - page * 1_000) * 1_000)
    for (const { sid } of rows) seen.add(sid)
    after = next
  }
  expect(after).toBeUndefined()
  expect(seen.size).toBe(rowCount)
  expect(plans().at(-1)).toBe(
    'SEARCH calls USING INDEX calls_by_account_sid_created_at_seq (account_sid=? AND created_at<?)',
  )
})

test('the calls that a crash left unfinished are found by an index among 100,000', async () => {
  const { store, database, plans } = await openObserved()
  fillCalls(database)
  expect(await store.calls.failUnfinished('The gateway was restarted', 1)).toHaveLength(rowCount / 1_000)
  expect(plans()).toEqual(['SEARCH calls USING COVERING INDEX calls_by_status_account_sid_created_at_seq (status=?)'])
})

test('no statement that the gateway uses while it serves scans a table', async () => {
  const { store, plans } = await openObserved()
  const sid = testSid('CA', 1)
  await store.accounts.find(accountSid)
  await store.accounts.update(accountSid, { status: 'active' }, 1)
  await store.apiKeys.find(testSid('SK', 1))
  await store.apiKeys.list(accountSid)
  await store.apiKeys.delete(accountSid, testSid('SK', 1))
  await store.applications.find(accountSid, testSid('AP', 1))
  await store.applications.list(accountSid)
  await store.applications.update(accountSid, testSid('AP', 1), { friendlyName: 'x' }, 1)
  await store.applications.delete(accountSid, testSid('AP', 1))
  await store.calls.find(accountSid, sid)
  await store.calls.update(sid, { status: 'ringing' }, 1)
  await store.callEvents.list(sid)
  await store.notifications.list(accountSid, undefined, { limit: 1 })
  await store.notifications.list(accountSid, sid, { limit: 1, after: '1-1' })
  await store.revokedTokens.has(accountSid, 'abc')
  await store.revokedTokens.prune(1)
  const all = plans()
  expect(all).toHaveLength(16)
  for (const plan of all) expect(plan).toMatch(/^SEARCH \w+ USING (COVERING )?INDEX [^;]*$/)
})

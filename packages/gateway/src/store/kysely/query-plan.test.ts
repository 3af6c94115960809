import SqliteDatabase from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createSqliteEngine } from '../sqlite/sqlite-engine.js'
import { applyPlannerStatistics } from '../sqlite/planner-statistics.js'
import type { CallFilter } from '../call-store.js'
import type { Store } from '../store.js'
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
  const { dialect, prepareRow, foreignVersionSql } = createSqliteEngine(database)
  const db = createKysely(dialect, ({ query }) => void statements.push(query))
  await migrate(db, { migrations: migrations({ sequence: 'integer' }), databaseName: 'test' })
  applyPlannerStatistics(database)
  const store = createKyselyStore({
    db,
    foreignVersionSql,
    prepareRow: (sql, toRow) => {
      const read = prepareRow(sql, toRow)
      return (parameters) => {
        statements.push({ sql, parameters })
        return read(parameters)
      }
    },
  })
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
      `insert into calls (sid, account_sid, parent_call_sid, "from", "to", direction, status, created_at, started_at, answered_at, ended_at, updated_at)
       with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rowCount})
       select 'CA' || printf('%032x', n), ?, iif(n % 10 = 0, 'CA' || printf('%032x', n - 1), null),
         'client:' || (n % 7), 'client:' || (n % 5), 'inbound', iif(n % 1000 = 0, 'ringing', 'completed'), n * 1000, n * 1000, n * 1000, iif(n % 1000 = 0, null, n * 1000), n * 1000
       from numbers`,
    )
    .run(accountSid)
}

describe('of 100,000 calls', () => {
  let observed: Observed
  beforeAll(async () => {
    observed = await openObserved()
    fillCalls(observed.database)
  })
  afterAll(() => observed.store.close())
  afterEach(() => void observed.plans())

  /** Filters, and the columns before the time in the index that is to be searched for them. */
  const filters: readonly (readonly [filter: CallFilter, columns: string])[] = [
    [{}, 'account_sid'],
    [{ to: 'client:3' }, 'account_sid_to'],
    [{ from: 'client:3' }, 'account_sid_from'],
    [{ statuses: ['completed'] }, 'status_account_sid'],
    [{ to: 'client:3', statuses: ['completed'] }, 'account_sid_to'],
  ]
  const hour = { from: 3_600_000, before: 7_200_000 }
  const times: readonly (readonly [filter: CallFilter, column: string])[] = [
    [{}, 'created_at'],
    [{ startTime: { from: 3_600_000 } }, 'started_at'],
    [{ startTime: { before: 90_000_000 } }, 'started_at'],
    [{ startTime: hour }, 'started_at'],
    [{ endTime: hour }, 'ended_at'],
    [{ startTime: hour, endTime: { before: 7_000_000 } }, 'started_at'],
  ]
  const searches = filters.flatMap(([filter, columns]) =>
    times.map(([time, column]) => ({
      filter: { ...filter, ...time },
      index: `calls_by_${columns}_${column}_seq`,
      column,
    })),
  )

  test.each(searches)('a page by $filter is one search of $index, at any depth', async ({ filter, index, column }) => {
    const { store, plans } = observed
    const first = await store.calls.list(accountSid, filter, { limit: 50 })
    const deep = await store.calls.list(accountSid, filter, { limit: 50, after: first.next })
    const back = await store.calls.list(accountSid, filter, { limit: 50, before: deep.previous })
    expect([first.rows.length, deep.rows.length]).toEqual([50, 50])
    expect(back.rows).toEqual(first.rows)
    const [firstPlan, deepPlan, backPlan] = plans()
    for (const plan of [firstPlan, deepPlan, backPlan]) {
      expect(plan).toMatch(new RegExp(`^SEARCH calls USING INDEX ${index} \\([^;]*\\)$`))
    }
    expect(deepPlan).toContain(`${column}<?`)
    expect(backPlan).toContain(`${column}>?`)
  })

  test('a page of the children of a call is one search of their index, whatever else is asked', async () => {
    const { store, plans } = observed
    const filter = { parentCallSid: testSid('CA', 49_999), to: 'client:0', startTime: hour, endTime: hour }
    await store.calls.list(accountSid, filter, { limit: 50 })
    await store.calls.list(accountSid, filter, { limit: 50, after: '1-1' })
    await store.calls.list(accountSid, filter, { limit: 50, before: '1-1' })
    for (const plan of plans()) {
      expect(plan).toMatch(/^SEARCH calls USING INDEX calls_by_parent_call_sid_created_at_seq \([^;]*\)$/)
    }
  })

  test('a page by several statuses is a search for each, and the merging of no more rows than two pages', async () => {
    const { store, plans } = observed
    const filter: CallFilter = { statuses: ['ringing', 'initiated'] }
    const first = await store.calls.list(accountSid, filter, { limit: 50 })
    const back = await store.calls.list(accountSid, filter, { limit: 50, before: first.next })
    expect(first.rows).toHaveLength(50)
    expect(back.rows).toEqual(first.rows)
    const index = 'calls_by_status_account_sid_created_at_seq'
    for (const plan of plans()) {
      expect(plan.match(/SEARCH calls USING INDEX \w+/g)).toEqual(Array(2).fill(`SEARCH calls USING INDEX ${index}`))
      expect(plan).not.toContain('SCAN calls USING')
    }
  })

  test('the last page starts where it should, straight from the index', async () => {
    const { store, plans } = observed
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

  test('the usage of days is read from its own index alone, in order', async () => {
    const { store, plans } = observed
    expect(await store.calls.usage(accountSid, { from: 0, before: 2 * 86_400_000 })).not.toEqual([])
    expect(plans()).toEqual(['SEARCH calls USING INDEX calls_for_usage (account_sid=? AND <expr>>? AND <expr><?)'])
  })
})

test('the calls that a crash left unfinished are found by an index among 100,000', async () => {
  const { store, database, plans } = await openObserved()
  onTestFinished(() => store.close())
  fillCalls(database)
  expect(await store.calls.failUnfinished('The gateway was restarted', 1)).toHaveLength(rowCount / 1_000)
  expect(plans()).toEqual([
    expect.stringMatching(/^SEARCH calls USING COVERING INDEX calls_by_status_\w+ \(status=\?\)$/),
  ])
})

test('no statement that the gateway uses while it serves scans a table', async () => {
  const { store, plans } = await openObserved()
  onTestFinished(() => store.close())
  const sid = testSid('CA', 1)
  await store.accounts.find(accountSid)
  await store.accounts.update(accountSid, { status: 'active' }, 1)
  for (const filter of [
    {},
    { status: 'active' },
    { friendlyName: 'x' },
    { status: 'active', friendlyName: 'x' },
  ] as const) {
    await store.accounts.list(anAccount(), filter, { limit: 1, after: `1-${accountSid}` })
  }
  await store.accounts.list({ sid: accountSid, ownerAccountSid: testSid('AC', 2) }, {}, { limit: 1 })
  await store.apiKeys.find(testSid('SK', 1))
  await store.apiKeys.list(accountSid, { limit: 1, after: `1-${accountSid}` })
  await store.apiKeys.update(accountSid, testSid('SK', 1), { friendlyName: 'x' }, 1)
  await store.apiKeys.delete(accountSid, testSid('SK', 1))
  await store.applications.find(accountSid, testSid('AP', 1))
  for (const filter of [{}, { friendlyName: 'x' }]) {
    await store.applications.list(accountSid, filter, { limit: 1, after: `1-${accountSid}` })
  }
  await store.applications.update(accountSid, testSid('AP', 1), { friendlyName: 'x' }, 1)
  await store.applications.delete(accountSid, testSid('AP', 1))
  const { incomingPhoneNumbers } = store
  await incomingPhoneNumbers.find(accountSid, testSid('PN', 1))
  await incomingPhoneNumbers.findByNumber('+15550100')
  for (const filter of [{}, { phoneNumber: '555' }, { friendlyName: 'x' }, { type: 'mobile' } as const]) {
    await incomingPhoneNumbers.list(accountSid, filter, { limit: 1, after: `1-${accountSid}` })
  }
  await incomingPhoneNumbers.update(accountSid, testSid('PN', 1), { voiceUrl: null }, 1)
  await incomingPhoneNumbers.delete(accountSid, testSid('PN', 1))
  await store.userDefinedMessageSubscriptions.list(sid)
  await store.userDefinedMessageSubscriptions.delete(sid, testSid('ZY', 1))
  await store.calls.find(accountSid, sid)
  await store.calls.update(sid, { status: 'ringing' }, 1)
  await store.calls.delete(accountSid, sid)
  await store.calls.usage(accountSid, {})
  await store.callEvents.list(sid, { kinds: ['webhook'] }, { limit: 1, after: '1' })
  await store.callEvents.list(sid, { kinds: ['webhook'] }, { limit: 1, before: '1' })
  await store.notifications.find(accountSid, testSid('NO', 1))
  for (const callSid of [undefined, sid]) {
    for (const level of [undefined, 'error'] as const) {
      await store.notifications.list(accountSid, { callSid, level }, { limit: 1 })
      const at = { from: 0, before: 9 }
      await store.notifications.list(accountSid, { callSid, level, at }, { limit: 1, after: '1-1' })
    }
  }
  await store.revokedTokens.concerning(accountSid, { tokenId: 'abc', clientNames: ['joey', 'jane'] })
  await store.revokedTokens.list(accountSid, { limit: 1, after: '1-1' })
  await store.revokedTokens.prune(1)
  await store.presenceWebhooks.find(accountSid)
  await store.presenceWebhooks.delete(accountSid)
  const all = plans()
  expect(all).toHaveLength(49)
  for (const plan of all)
    expect(plan).toMatch(/^SEARCH \w+ USING (COVERING )?INDEX [^;]*(; SEARCH \w+ USING COVERING INDEX [^;]*)*$/)
})

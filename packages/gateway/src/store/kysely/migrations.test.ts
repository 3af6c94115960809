import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createSqliteEngine } from '../sqlite/sqlite-engine.js'
import { openSqliteStore } from '../sqlite/sqlite-store.js'
import { accountSid, aCall, anAccount, anIncomingPhoneNumber, testSid } from '../store-rows.contract.js'
import { createKysely } from './kysely-store.js'
import { migrate } from './migrate.js'
import { migrations } from './migrations.js'

test('a store of the first version is brought up to date with all that is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-migrations-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'old.db')
  await makeFirstVersion(file)

  const { store, migrated } = await openSqliteStore({ file })
  onTestFinished(() => store.close())

  expect(migrated).toEqual(Object.keys(migrations({ sequence: 'integer' })).slice(1))
  const call = aCall({ status: 'completed', answeredAt: 1_700_000_001_000, endedAt: 1_700_000_002_000 })
  expect(await store.calls.find(accountSid, call.sid)).toEqual(call)
  expect((await store.calls.list(accountSid, { startTime: { from: call.createdAt } }, { limit: 1 })).rows).toEqual([
    call,
  ])
  expect(await store.accounts.all()).toEqual([anAccount()])
  const [revocation] = await store.revokedTokens.concerning(accountSid, { tokenId: 'stolen', clientNames: [] })
  expect(revocation).toEqual({
    ...{ kind: 'token-id', accountSid, tokenId: 'stolen' },
    ...{ expiresAt: 1_731_622_400, createdAt: 1_700_000_000_000 },
  })
})

test('telephone numbers that were there before numbers had types get the one that their digits tell', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-migrations-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'old.db')
  const numbers = ['+18005550100', '+18005550', '+80012345678', '+15551230001'].map((phoneNumber, index) =>
    anIncomingPhoneNumber({ sid: testSid('PN', index + 1), phoneNumber }),
  )
  const database = new SqliteDatabase(file)
  const db = createKysely(createSqliteEngine(database).dialect)
  const earlier = Object.entries(migrations({ sequence: 'integer' })).filter(([name]) => name < '0007')
  await migrate(db, { migrations: Object.fromEntries(earlier), databaseName: file })
  await db.insertInto('accounts').values(anAccount()).execute()
  for (const number of numbers) {
    const row = Object.entries({ ...number, voiceCallerIdLookup: 0 }).filter(([name]) => name !== 'type')
    const [names, values] = [row.map(([name]) => sql.ref(name)), row.map(([, value]) => value)]
    await sql`insert into incoming_phone_numbers (${sql.join(names)}) values (${sql.join(values)})`.execute(db)
  }
  await db.destroy()

  const { store } = await openSqliteStore({ file })
  onTestFinished(() => store.close())
  const { rows } = await store.incomingPhoneNumbers.list(accountSid, {}, { limit: 10 })
  expect(rows.toSorted((a, b) => a.sid.localeCompare(b.sid))).toEqual(numbers)
  expect(numbers.map(({ type }) => type)).toEqual(['toll-free', 'local', 'toll-free', 'local'])
})

/** A file as the first version left it: an account, a call of it, and a token that was revoked. */
async function makeFirstVersion(file: string): Promise<void> {
  const database = new SqliteDatabase(file)
  const db = createKysely(createSqliteEngine(database).dialect)
  const [[name, initial] = ['', undefined]] = Object.entries(migrations({ sequence: 'integer' }))
  await migrate(db, { migrations: initial === undefined ? {} : { [name]: initial }, databaseName: file })
  await db.insertInto('accounts').values(anAccount()).execute()
  database
    .prepare(
      `insert into calls (sid, account_sid, application_sid, "from", "to", direction, status, created_at, answered_at, ended_at, updated_at)
       values (?, ?, ?, 'client:alice', 'client:bob', 'inbound', 'completed', ?, ?, ?, ?)`,
    )
    .run(
      ...[testSid('CA', 1), accountSid, testSid('AP', 1)],
      ...[1_700_000_000_000, 1_700_000_001_000, 1_700_000_002_000, 1_700_000_000_000],
    )
  database.prepare('insert into revoked_tokens values (?, ?, ?)').run(accountSid, 'stolen', 1_731_622_400)
  await db.destroy()
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createSqliteEngine } from '../sqlite/sqlite-engine.js'
import { openSqliteStore } from '../sqlite/sqlite-store.js'
import { accountSid, aCall, anAccount, testSid } from '../store-rows.contract.js'
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

import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { migrations } from '../kysely/migrations.js'
import { storeContract } from '../store.contract.js'
import type { Store } from '../store.js'
import { accountSid, aCall, anAccount, testSid } from '../store-rows.contract.js'
import { StoreError } from '../store-error.js'
import type { SqliteOptions } from './sqlite-connection.js'
import { openSqliteStore } from './sqlite-store.js'

const folder = mkdtempSync(join(tmpdir(), 'ringdown-store-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
let files = 0
const migrationNames = Object.keys(migrations({ sequence: 'integer' }))
const newFile = (): string => join(folder, `${(files += 1)}.db`)

async function open(options: SqliteOptions): Promise<Store> {
  const { store } = await openSqliteStore(options)
  onTestFinished(() => store.close())
  return store
}

async function refusal(options: SqliteOptions): Promise<StoreError> {
  const error: unknown = await openSqliteStore(options).catch((reason: unknown) => reason)
  if (!(error instanceof StoreError)) throw new Error(`A StoreError was expected, not ${String(error)}`)
  return error
}

storeContract('sqlite in memory', async () => (await openSqliteStore({ file: ':memory:' })).store)
storeContract('sqlite on a file', async () => (await openSqliteStore({ file: newFile() })).store)
storeContract('sqlite on a file, waiting for the disk', async () => {
  return (await openSqliteStore({ file: newFile(), synchronous: 'full' })).store
})

describe('the file of a SQLite store', () => {
  test('is made with its folders, for its user alone, as are the files that SQLite puts beside it', async () => {
    const file = join(folder, 'new', 'deeper', 'ringdown.db')
    const store = await open({ file })
    await store.accounts.insert(anAccount())
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
    expect(mode(join(folder, 'new', 'deeper'))).toBe('700')
    expect([file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual(['600', '600', '600'])
  })

  test('is one file again, with everything in it, once the store is closed', async () => {
    const file = newFile()
    const { store } = await openSqliteStore({ file })
    await store.accounts.insert(anAccount())
    await store.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
    expect(await (await open({ file })).accounts.all()).toEqual([anAccount()])
  })

  test('is in WAL mode', async () => {
    const file = newFile()
    await open({ file })
    const database = new SqliteDatabase(file)
    onTestFinished(() => void database.close())
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  })
})

test('what another store writes to the same file shows in a number, and what one writes itself does not', async () => {
  const file = newFile()
  const [own, other] = [await open({ file }), await open({ file })]
  const before = await own.foreignVersion()
  await own.accounts.insert(anAccount())
  await other.accounts.find(accountSid)
  expect(await own.foreignVersion()).toBe(before)
  await other.accounts.update(accountSid, { status: 'suspended' }, 1)
  const after = await own.foreignVersion()
  expect(after).not.toBe(before)
  expect(await own.foreignVersion()).toBe(after)
})

describe('the schema of a SQLite store', () => {
  test('is made at the first opening, and left alone at the next', async () => {
    const file = newFile()
    const first = await openSqliteStore({ file })
    await first.store.accounts.insert(anAccount())
    await first.store.close()
    const second = await openSqliteStore({ file })
    onTestFinished(() => second.store.close())
    expect(first.migrated).toEqual(migrationNames)
    expect(second.migrated).toEqual([])
    expect(await second.store.accounts.all()).toEqual([anAccount()])
  })

  test('is refused when a newer version wrote it, and nothing is changed', async () => {
    const file = newFile()
    await (await openSqliteStore({ file })).store.close()
    const database = new SqliteDatabase(file)
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('0999-conferences', '2030')
    database.close()
    const before = readFileSync(file)
    const error = await refusal({ file })
    expect(error.code).toBe('newer-schema')
    expect(error.message).toBe(
      `${file} was written by a newer version of Ringdown (its migration 0999-conferences is unknown here): run that version, or restore the backup made before the upgrade`,
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('is left as it was when a migration fails halfway', async () => {
    const file = newFile()
    const database = new SqliteDatabase(file)
    // The first migration makes three tables before it comes to this one.
    database.exec('create table call_events (mine text)')
    const tables = (): unknown => database.prepare('select name from sqlite_master order by name').pluck().all()
    const before = tables()
    const error = await refusal({ file })
    expect(error).toMatchObject({ code: 'migration-failed' })
    expect(error.message).toContain(`${file} could not be brought up to date: migration 0001-initial failed`)
    expect(tables()).toEqual(before)
    database.close()
  })
})

describe('a SQLite store that cannot be opened says in one sentence why', () => {
  test('when the file is something else', async () => {
    const file = newFile()
    writeFileSync(file, 'This is a letter, not a database. '.repeat(100))
    expect(await refusal({ file })).toMatchObject({
      code: 'corrupt',
      message: `${file} is damaged or is not a Ringdown database: restore a backup, or move the file away to start with an empty one`,
    })
  })

  test('when the file was cut short', async () => {
    const file = newFile()
    await (await openSqliteStore({ file })).store.close()
    truncateSync(file, 9_000)
    expect(await refusal({ file })).toMatchObject({ code: 'corrupt' })
  })

  test('when a page of the file was overwritten, at the latest when it is read', async () => {
    const file = newFile()
    const { store } = await openSqliteStore({ file })
    await store.accounts.insert(anAccount())
    await store.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0xa5, 4_096))
    const error: unknown = await (async () => (await open({ file })).accounts.all())().catch(
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ name: 'StoreError', code: 'corrupt' })
  })

  test('when it may only be read', async () => {
    const file = newFile()
    await (await openSqliteStore({ file })).store.close()
    const error = await asOrdinaryUser(file, 0o444, () => refusal({ file }))
    expect(error).toMatchObject({
      code: 'read-only',
      message: `${file} cannot be written: give the user that runs the gateway write access to the file and its folder`,
    })
  })

  test('when the folder may only be read', async () => {
    const inner = join(folder, 'closed')
    mkdirSync(inner)
    const error = await asOrdinaryUser(inner, 0o555, () => refusal({ file: join(inner, 'ringdown.db') }))
    expect(error).toMatchObject({ code: 'read-only' })
  })

  test('when the path is a folder, or leads through a file', async () => {
    expect(await refusal({ file: folder })).toMatchObject({ code: 'unavailable' })
    const file = newFile()
    writeFileSync(file, '')
    expect(await refusal({ file: join(file, 'ringdown.db') })).toMatchObject({ code: 'unavailable' })
  })

  test('when another process holds it locked for longer than the time-out', async () => {
    const file = newFile()
    await (await openSqliteStore({ file })).store.close()
    const other = new SqliteDatabase(file)
    other.exec('begin exclusive')
    expect(await refusal({ file, busyTimeoutMs: 20 })).toMatchObject({ code: 'busy' })
    other.exec('rollback')
    other.close()
  })
})

test('a write that another process holds up for too long fails, and works again afterwards', async () => {
  const file = newFile()
  const store = await open({ file, busyTimeoutMs: 20 })
  await store.accounts.insert(anAccount())
  const other = new SqliteDatabase(file)
  other.exec('begin immediate')
  await expect(store.calls.insert(aCall())).rejects.toMatchObject({ code: 'busy' })
  expect(await store.accounts.find(accountSid)).toEqual(anAccount())
  other.exec('rollback')
  other.close()
  await store.calls.insert(aCall({ sid: testSid('CA', 2) }))
  expect(await store.calls.find(accountSid, testSid('CA', 2))).toBeDefined()
})

/** Root may write anything: so that a mode means something, run as somebody else meanwhile. */
async function asOrdinaryUser<Result>(path: string, mode: number, run: () => Promise<Result>): Promise<Result> {
  const isRoot = process.geteuid?.() === 0
  const nobody = 65_534
  chmodSync(path, mode)
  chmodSync(folder, 0o755)
  if (isRoot) chownSync(path, nobody, nobody)
  if (isRoot) process.seteuid?.(nobody)
  try {
    return await run()
  } finally {
    if (isRoot) process.seteuid?.(0)
    chmodSync(path, 0o755)
  }
}

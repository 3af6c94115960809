import SqliteDatabase from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { createKysely } from '../kysely/kysely-store.js'
import type { ReadRow } from '../kysely/prepare-find.js'
import type { Database } from '../kysely/schema.js'
import { createSqliteEngine } from './sqlite-engine.js'

interface World {
  readonly database: SqliteDatabase.Database
  readonly db: Kysely<Database>
  readonly readName: ReadRow<readonly unknown[]>
}

function createWorld(): World {
  const database = new SqliteDatabase(':memory:')
  database.exec('create table names (id integer primary key, name text not null)')
  const { dialect, prepareRow } = createSqliteEngine(database)
  const db = createKysely(dialect)
  onTestFinished(() => db.destroy())
  return { database, db, readName: prepareRow('select id, name from names where id = ?', (values) => values) }
}

test('a row is read as its values in the order of the columns; undefined if there is none', async () => {
  const { db, readName } = createWorld()
  await sql`insert into names values (1, 'joey')`.execute(db)
  expect(await readName([1])).toEqual([1, 'joey'])
  expect(await readName([2])).toBeUndefined()
})

test('a row is read before anything else runs when nothing is under way', () => {
  const { database, readName } = createWorld()
  database.exec("insert into names values (1, 'joey')")
  const found = readName([1])
  database.exec("update names set name = 'later'")
  return expect(found).resolves.toEqual([1, 'joey'])
})

test.each(['commits', 'fails'])('what a transaction writes is not read before it %s', async (ending) => {
  const { db, readName } = createWorld()
  const found: Promise<readonly unknown[] | undefined>[] = []
  const transaction = db.transaction().execute(async (open) => {
    await sql`insert into names values (1, 'joey')`.execute(open)
    found.push(readName([1]))
    await sql`update names set name = 'committed'`.execute(open)
    if (ending === 'fails') throw new Error('Generated.')
  })
  await transaction.catch(() => undefined)
  expect(await Promise.all(found)).toEqual([ending === 'fails' ? undefined : [1, 'committed']])
})

test('a row that cannot be read fails, and keeps nobody waiting', async () => {
  const { database, db, readName } = createWorld()
  database.exec('drop table names')
  await expect(readName([1])).rejects.toThrow('no such table')
  await expect(sql`select 1 as one`.execute(db)).resolves.toMatchObject({ rows: [{ one: 1 }] })
})

import SqliteDatabase from 'better-sqlite3'
import type { SqliteStatement } from 'kysely'
import { expect, test } from 'vitest'
import { createStatementCache } from './statement-cache.js'

function createCounted(): { readonly prepare: (sql: string) => SqliteStatement; readonly prepared: string[] } {
  const database = new SqliteDatabase(':memory:')
  const prepared: string[] = []
  const prepare = createStatementCache((sql) => {
    prepared.push(sql)
    return database.prepare(sql)
  })
  return { prepare, prepared }
}

test('a text is prepared once, and runs with new values each time', () => {
  const { prepare, prepared } = createCounted()
  const ask = (value: number): readonly unknown[] => prepare('select ? as answer').all([value])
  expect([ask(1), ask(2)]).toEqual([[{ answer: 1 }], [{ answer: 2 }]])
  expect(prepared).toEqual(['select ? as answer'])
})

test('a kept statement follows a change of the schema', () => {
  const { prepare } = createCounted()
  prepare('create table calls (sid text)').run([])
  prepare('insert into calls values (?)').run(['one'])
  expect(prepare('select * from calls').all([])).toEqual([{ sid: 'one' }])
  prepare("alter table calls add column status text not null default 'queued'").run([])
  expect(prepare('select * from calls').all([])).toEqual([{ sid: 'one', status: 'queued' }])
})

test('only so many are kept: those used last', () => {
  const { prepare, prepared } = createCounted()
  for (let value = 0; value < 300; value++) {
    prepare('select 0').all([])
    prepare(`select ${value + 1}`).all([])
  }
  expect(prepared).toHaveLength(301)
  prepare('select 300').all([])
  expect(prepared).toHaveLength(301)
  prepare('select 1').all([])
  expect(prepared).toHaveLength(302)
})

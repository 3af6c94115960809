import type SqliteDatabase from 'better-sqlite3'
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase as KyselyDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import { OrderedSqliteDriver } from './ordered-sqlite-driver.js'
import { toStoreError } from './sqlite-error.js'
import { createStatementCache } from './statement-cache.js'

/** Kysely over one better-sqlite3 connection: statements run in the order asked for, and fail with a StoreError. */
export function createSqliteDialect(database: SqliteDatabase.Database): Dialect {
  return {
    createDriver: () => new OrderedSqliteDriver({ database: reportStoreErrors(database) }),
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function reportStoreErrors(database: SqliteDatabase.Database): KyselyDatabase {
  const attempt = <Result>(run: () => Result): Result => {
    try {
      return run()
    } catch (error) {
      throw toStoreError(error, database.name)
    }
  }
  const prepare = (sql: string): SqliteStatement => {
    const statement = attempt(() => database.prepare(sql))
    return {
      reader: statement.reader,
      all: (parameters) => attempt(() => statement.all(parameters)),
      run: (parameters) => attempt(() => statement.run(parameters)),
      iterate: (parameters) => statement.iterate(parameters),
    }
  }
  return {
    prepare: createStatementCache(prepare),
    close: () => {
      database.close()
    },
  }
}

import type SqliteDatabase from 'better-sqlite3'
import {
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase as KyselyDatabase,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from 'kysely'
import type { PrepareRow } from '../kysely/prepare-find.js'
import { OrderedSqliteDriver } from './ordered-sqlite-driver.js'
import { toStoreError } from './sqlite-error.js'
import { createStatementCache } from './statement-cache.js'

/** One better-sqlite3 connection, as a store works on it. */
interface SqliteEngine {
  readonly dialect: Dialect
  readonly prepareRow: PrepareRow
  readonly foreignVersionSql: string
}

type Attempt = <Result>(run: () => Result) => Result

/** Kysely over one better-sqlite3 connection: statements run in the order asked for, and fail with a StoreError. */
export function createSqliteEngine(database: SqliteDatabase.Database): SqliteEngine {
  const attempt: Attempt = (run) => {
    try {
      return run()
    } catch (error) {
      throw toStoreError(error, database.name)
    }
  }
  const driver = new OrderedSqliteDriver({ database: reportStoreErrors(database, attempt) })
  return {
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
    foreignVersionSql: 'pragma data_version',
    prepareRow: (sql, toRow) => {
      const statement = attempt(() => database.prepare<unknown[], readonly unknown[]>(sql).raw())
      const read = (parameters: readonly unknown[]): ReturnType<typeof toRow> | undefined => {
        const values = attempt(() => statement.get(...parameters))
        return values && toRow(values)
      }
      return (parameters) => driver.inTurn(() => read(parameters))
    },
  }
}

function reportStoreErrors(database: SqliteDatabase.Database, attempt: Attempt): KyselyDatabase {
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

import type SqliteDatabase from 'better-sqlite3'
import type { Kysely } from 'kysely'
import { createKysely, createKyselyStore } from '../kysely/kysely-store.js'
import { migrate } from '../kysely/migrate.js'
import { migrations } from '../kysely/migrations.js'
import type { Database } from '../kysely/schema.js'
import type { Store } from '../store.js'
import { applyPlannerStatistics } from './planner-statistics.js'
import { openSqliteConnection, type SqliteOptions } from './sqlite-connection.js'
import { createSqliteEngine } from './sqlite-engine.js'
import { toStoreError } from './sqlite-error.js'

/** A store, and what was done to bring its file up to date. */
export interface OpenedStore {
  readonly store: Store
  /** Names of the migrations that ran just now; none when the schema was up to date. */
  readonly migrated: readonly string[]
}

/**
 * Open the store in a SQLite file, with its schema brought up to date. Several processes may have it open at once.
 *
 * @throws StoreError with code `newer-schema`, `migration-failed`, `corrupt`, `read-only`, `busy`, `full` or `unavailable`
 */
export async function openSqliteStore(options: SqliteOptions): Promise<OpenedStore> {
  const database = openSqliteConnection(options)
  const { dialect, ...engine } = createSqliteEngine(database)
  const db = createKysely(dialect)
  try {
    const migrated = await migrateAtOnce(database, db)
    return { store: createKyselyStore({ db, ...engine }), migrated }
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * SQLite's schema changes take part in transactions, but kysely neither opens one for SQLite nor locks out another
 * process that starts at the same moment; an immediate transaction around the whole does both.
 */
async function migrateAtOnce(database: SqliteDatabase.Database, db: Kysely<Database>): Promise<readonly string[]> {
  execute(database, 'begin immediate')
  try {
    const migrated = await migrate(db, { migrations: migrations({ sequence: 'integer' }), databaseName: database.name })
    applyPlannerStatistics(database)
    execute(database, 'commit')
    return migrated
  } catch (error) {
    if (database.inTransaction) database.exec('rollback')
    throw error
  }
}

function execute(database: SqliteDatabase.Database, sql: string): void {
  try {
    database.exec(sql)
  } catch (error) {
    throw toStoreError(error, database.name)
  }
}

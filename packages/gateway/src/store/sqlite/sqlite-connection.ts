import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { toStoreError } from './sqlite-error.js'

/**
 * When a commit is pushed to the disk itself.
 *
 * In WAL mode a commit is in the operating system's hands before it is acknowledged, with either value: it survives the
 * end of the process, `kill -9` included. `full` also waits for the disk, so that it survives a power cut, and holds up
 * everything else in the process meanwhile, relayed audio included. `normal` may lose the last commits in a power cut,
 * but never leaves the file damaged (SQLite, "PRAGMA synchronous").
 */
export const synchronousModes = ['normal', 'full'] as const

/** One of {@link synchronousModes}. */
type SynchronousMode = (typeof synchronousModes)[number]

/** Where and how a database is kept. */
export interface SqliteOptions {
  /** A path, made with its folder if it is not there; `:memory:` keeps nothing. */
  readonly file: string
  /** Default `normal`. */
  readonly synchronous?: SynchronousMode | undefined
  /** How long to wait for another process that is writing. Default 5,000. */
  readonly busyTimeoutMs?: number | undefined
}

/** How one connection is opened. */
export interface SqliteConnectionOptions extends SqliteOptions {
  /** Default `wal`: readers and a writer do not hold each other up. */
  readonly journal?: 'wal' | 'delete' | undefined
}

/**
 * Open a database file for several processes at once; foreign keys are checked.
 *
 * A new file belongs to its user alone (mode 0600, and its folder 0700), since it holds auth tokens; the files that
 * SQLite puts beside it take the same mode.
 *
 * @throws StoreError with code `corrupt`, `read-only`, `busy`, `full` or `unavailable`
 */
export function openSqliteConnection(options: SqliteConnectionOptions): SqliteDatabase.Database {
  const { file, synchronous = 'normal', busyTimeoutMs = 5_000, journal = 'wal' } = options
  let database: SqliteDatabase.Database | undefined
  try {
    if (file !== ':memory:') makePrivateFile(file)
    database = new SqliteDatabase(file, { timeout: busyTimeoutMs })
    database.pragma(`journal_mode = ${journal}`)
    database.pragma(`synchronous = ${synchronous}`)
    database.pragma('foreign_keys = ON')
    return database
  } catch (error) {
    database?.close()
    throw toStoreError(error, file)
  }
}

/**
 * Only ever make the file: opening and closing one that is there would cancel the locks that another connection of this
 * process holds on it (POSIX advisory locks; SQLite, "How To Corrupt An SQLite Database File", 2.2).
 */
function makePrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

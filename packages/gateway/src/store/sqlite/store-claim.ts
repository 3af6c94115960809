import type SqliteDatabase from 'better-sqlite3'
import { StoreError } from '../store-error.js'
import { openSqliteConnection } from './sqlite-connection.js'

/** The right to run calls on a store. */
export interface StoreClaim {
  release(): void
}

/**
 * Claim a store for the gateway that runs calls on it: a second one would take the first one's calls for orphans of a
 * crash, and fail them. Commands that only read and write rows need no claim.
 *
 * The claim is a lock on a file beside the store's. The operating system lifts it when the process ends, however it ends.
 *
 * @throws StoreError with code `in-use` if another gateway holds it, else as for opening the store
 */
export function claimSqliteStore(file: string): StoreClaim {
  if (file === ':memory:') return { release: () => undefined }
  const lock = openLock(file)
  return {
    release: () => {
      lock.close()
    },
  }
}

function openLock(file: string): SqliteDatabase.Database {
  let lock: SqliteDatabase.Database | undefined
  try {
    // Not in WAL mode, where an exclusive transaction lets others in.
    lock = openSqliteConnection({ file: `${file}-lock`, journal: 'delete', busyTimeoutMs: 0 })
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock?.close()
    throw isBusy(error) ? inUse(file, error) : error
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'SQLITE_BUSY' || error.code === 'busy')
}

function inUse(file: string, cause: unknown): StoreError {
  const sentence = `${file} is in use by another gateway: stop that one, or give this one a dataDir of its own`
  return new StoreError('in-use', sentence, { cause })
}

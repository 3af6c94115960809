import SqliteDatabase from 'better-sqlite3'
import { StoreError, type StoreErrorCode } from '../store-error.js'

type Refusal = readonly [code: StoreErrorCode, sentence: (file: string) => string]

const conflict: Refusal = ['conflict', () => 'A row with this SID, telephone number or key exists already']
const reference: Refusal = [
  'unknown-reference',
  () => 'The account, call or application that the row names does not exist',
]
const corrupt: Refusal = [
  'corrupt',
  (file) =>
    `${file} is damaged or is not a Ringdown database: restore a backup, or move the file away to start with an empty one`,
]
const readOnly: Refusal = [
  'read-only',
  (file) => `${file} cannot be written: give the user that runs the gateway write access to the file and its folder`,
]
const busy: Refusal = [
  'busy',
  (file) =>
    `${file} has been locked by another process for too long: end the program that holds it open, then try again`,
]
const unavailable: Refusal = [
  'unavailable',
  (file) =>
    `${file} cannot be opened or read: check that its folder exists, is on a working disk, and belongs to the user that runs the gateway`,
]

/** By the result code's name (SQLite, "Result and Error Codes"): the longest prefix that fits decides. */
const refusals: Readonly<Record<string, Refusal>> = {
  SQLITE_CONSTRAINT_PRIMARYKEY: conflict,
  SQLITE_CONSTRAINT_UNIQUE: conflict,
  SQLITE_CONSTRAINT_FOREIGNKEY: reference,
  SQLITE_NOTADB: corrupt,
  SQLITE_CORRUPT: corrupt,
  SQLITE_READONLY: readOnly,
  SQLITE_PERM: readOnly,
  SQLITE_BUSY: busy,
  SQLITE_LOCKED: busy,
  SQLITE_FULL: ['full', (file) => `The disk that holds ${file} is full: make room on it`],
  SQLITE_IOERR: unavailable,
  SQLITE_CANTOPEN: unavailable,
  // What the file system says before SQLite is asked.
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ENOSPC: ['full', (file) => `The disk that holds ${file} is full: make room on it`],
  EISDIR: unavailable,
  ENOENT: unavailable,
  ENOTDIR: unavailable,
  EEXIST: unavailable,
}

/** The {@link StoreError} for a failure of SQLite or of the file under it; anything else comes back as it is. */
export function toStoreError(error: unknown, file: string): unknown {
  if (!isCoded(error)) return error
  const name = Object.keys(refusals).find((prefix) => error.code.startsWith(prefix))
  const refusal = name === undefined ? undefined : refusals[name]
  if (refusal === undefined) return error
  const [code, sentence] = refusal
  return new StoreError(code, sentence(file), { cause: error })
}

function isCoded(error: unknown): error is Error & { readonly code: string } {
  return (
    error instanceof SqliteDatabase.SqliteError ||
    (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string')
  )
}

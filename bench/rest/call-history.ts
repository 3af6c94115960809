import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountSid, CallSid, CallStatus } from '@ringdown/protocol'
import type { CallRecord } from '../../packages/gateway/dist/call/call-record.js'
import { openSqliteConnection } from '../../packages/gateway/dist/store/sqlite/sqlite-connection.js'
import { openSqliteStore } from '../../packages/gateway/dist/store/sqlite/sqlite-store.js'
import type { Store } from '../../packages/gateway/dist/store/store.js'

/** The account whose calls they are. */
export const accountSid: AccountSid = 'AC00000000000000000000000000000000'

/** The call that every other call belongs to. */
export const parentCallSid: CallSid = 'CA00000000000000000000000000000000'

/** When the first call was made, in Unix milliseconds. */
export const firstAt = 1_700_000_000_000

/** From one call to the next. */
export const intervalMs = 30_000

const names = 10
const statuses: readonly CallStatus[] = ['completed', 'busy', 'queued', 'no-answer', 'completed', 'initiated']

/** Call something with a store, in a file of its own, that holds so many calls. */
export async function withCalls<Result>(count: number, task: (store: Store) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ringdown-bench-'))
  // However the process ends.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  const file = join(folder, 'calls.sqlite')
  const { store } = await openSqliteStore({ file })
  try {
    await insertAccount(store)
    insertCalls(file, count)
    return await task(store)
  } finally {
    await store.close()
  }
}

async function insertAccount(store: Store): Promise<void> {
  await store.accounts.insert({
    sid: accountSid,
    friendlyName: 'Benchmark',
    status: 'active',
    authToken: '0123456789abcdef0123456789abcdef',
    secondaryAuthToken: null,
    ownerAccountSid: accountSid,
    createdAt: firstAt,
    updatedAt: firstAt,
  })
}

/** In one transaction, since a store commits every call by itself. */
function insertCalls(file: string, count: number): void {
  const database = openSqliteConnection({ file })
  const insert = database.prepare(
    `insert into calls (sid, account_sid, parent_call_sid, "from", "to", direction, status, created_at, started_at, answered_at, ended_at, updated_at)
     values (@sid, @accountSid, @parentCallSid, @from, @to, @direction, @status, @createdAt, @startedAt, @answeredAt, @endedAt, @updatedAt)`,
  )
  database.exec('begin')
  for (let place = 0; place < count; place += 1) insert.run(callAt(place))
  database.exec('commit')
  database.close()
}

function callAt(place: number): CallRecord {
  const createdAt = firstAt + place * intervalMs
  const status = statuses[place % statuses.length] ?? 'completed'
  return {
    sid: `CA${place.toString(16).padStart(32, '0')}`,
    accountSid,
    parentCallSid: place % 2 === 1 ? parentCallSid : null,
    applicationSid: null,
    phoneNumberSid: null,
    from: `client:caller_${(place * 7) % names}`,
    to: `client:callee_${place % names}`,
    direction: place % 2 === 1 ? 'outbound-dial' : 'inbound',
    status,
    endReason: null,
    createdAt,
    startedAt: createdAt + 1_000,
    answeredAt: status === 'completed' ? createdAt + 5_000 : null,
    endedAt: createdAt + 65_000,
    updatedAt: createdAt + 65_000,
  }
}

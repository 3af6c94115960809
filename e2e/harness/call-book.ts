import { join } from 'node:path'
import type { AccountSid } from '@ringdown/protocol'
import { openSqliteStore } from '../../packages/gateway/dist/store/sqlite/sqlite-store.js'

/** One line of a call's timeline. */
interface TimelineEntry {
  readonly kind: string
  readonly name: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** A leg as the gateway keeps it. */
interface KeptCall {
  readonly sid: string
  readonly parentCallSid: string | null
  readonly status: string
  readonly from: string
  readonly to: string
}

/** What a gateway has kept of its calls, read from its store while it runs. */
export interface CallBook {
  timeline(callSid: string): Promise<readonly TimelineEntry[]>
  call(callSid: string): Promise<KeptCall | undefined>
  /** The legs that a call dialled. */
  children(callSid: string): Promise<readonly KeptCall[]>
  close(): Promise<void>
}

/** Open the call book of a gateway's data folder. */
export async function openCallBook(dataDir: string, accountSid: string): Promise<CallBook> {
  const { store } = await openSqliteStore({ file: join(dataDir, 'ringdown.sqlite'), synchronous: 'normal' })
  const account = accountSid as AccountSid
  return {
    async timeline(callSid) {
      const { rows } = await store.callEvents.list(callSid as `CA${string}`, {}, { limit: 1_000 })
      return rows
    },
    call: (callSid) => store.calls.find(account, callSid),
    async children(callSid) {
      const filter = { parentCallSid: callSid as `CA${string}` }
      const { rows } = await store.calls.list(account, filter, { limit: 100 })
      return rows
    },
    close: () => store.close(),
  }
}

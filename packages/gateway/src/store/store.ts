import type { AccountSid, ApplicationSid, CallSid, Sid } from '@ringdown/protocol'
import type { ApiKey } from '../account/api-key.js'
import type { Application } from '../account/application.js'
import type { CallEventRecord } from '../call/call-event-record.js'
import type { Notification } from '../call/notification.js'
import type { AccountStore } from './account-store.js'
import type { CallStore } from './call-store.js'
import type { Page, PageRequest } from './page.js'

/**
 * What outlives a restart. Every write is durable when its promise resolves: it survives a `kill -9` of the process.
 * Unknown SIDs give `undefined`. Times are Unix milliseconds and come from the caller. Writes that are not awaited
 * happen in the order in which they were asked for.
 *
 * Every method rejects with a StoreError: `conflict` for a SID that is taken, `unknown-reference` for a row whose
 * account or call is not there, `bad-page` for a page token that no list gave out, the other codes when the store
 * itself is out of order.
 */
export interface Store {
  readonly accounts: AccountStore
  readonly apiKeys: {
    insert(key: ApiKey): Promise<void>
    find(sid: string): Promise<ApiKey | undefined>
    /** Oldest first. */
    list(accountSid: AccountSid): Promise<readonly ApiKey[]>
    delete(accountSid: AccountSid, sid: Sid<'SK'>): Promise<boolean>
  }
  readonly applications: {
    insert(application: Application): Promise<void>
    find(accountSid: AccountSid, sid: string): Promise<Application | undefined>
    /** Oldest first. */
    list(accountSid: AccountSid): Promise<readonly Application[]>
    update(
      accountSid: AccountSid,
      sid: ApplicationSid,
      patch: Partial<Omit<Application, 'sid' | 'accountSid' | 'createdAt' | 'updatedAt'>>,
      now: number,
    ): Promise<Application | undefined>
    delete(accountSid: AccountSid, sid: ApplicationSid): Promise<boolean>
  }
  readonly calls: CallStore
  readonly callEvents: {
    append(event: CallEventRecord): Promise<void>
    /** In the order appended. */
    list(callSid: CallSid): Promise<readonly CallEventRecord[]>
  }
  readonly notifications: {
    insert(notification: Notification): Promise<void>
    list(accountSid: AccountSid, callSid: CallSid | undefined, page: PageRequest): Promise<Page<Notification>>
  }
  readonly revokedTokens: {
    /** Refuse a token id until `expiresAt` (Unix seconds), when its tokens have expired by themselves. */
    revoke(accountSid: AccountSid, tokenId: string, expiresAt: number): Promise<void>
    has(accountSid: AccountSid, tokenId: string): Promise<boolean>
    /** Forget ids whose time is over; returns how many. */
    prune(nowSeconds: number): Promise<number>
  }
  /** Whether the store answers, for health checks. */
  ping(): Promise<void>
  close(): Promise<void>
}

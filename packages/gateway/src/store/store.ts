import type { AccountSid, ApplicationSid, CallSid, CallStatus, Sid } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { ApiKey } from '../account/api-key.js'
import type { Application } from '../account/application.js'
import type { CallEventRecord } from '../call/call-event-record.js'
import type { CallPatch, CallRecord } from '../call/call-record.js'
import type { Notification } from '../call/notification.js'

/**
 * A page of rows, newest first. Paging stays exact while rows are added and deleted: each row that was there when the
 * first page was read, and still is, comes exactly once.
 */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number
  /** The `next` of the page before; opaque, and still good when the row it was made from is deleted. */
  readonly after?: string | undefined
}

/** Rows and where the next page starts; `next` is undefined on the last page. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | undefined
}

/** Which calls of an account to list; all that is given must match. */
export interface CallFilter {
  readonly to?: string | undefined
  readonly from?: string | undefined
  readonly status?: CallStatus | undefined
  readonly parentCallSid?: CallSid | undefined
}

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
  readonly accounts: {
    insert(account: Account): Promise<void>
    find(sid: string): Promise<Account | undefined>
    /** Oldest first. */
    list(): Promise<readonly Account[]>
    update(
      sid: AccountSid,
      patch: Partial<Pick<Account, 'friendlyName' | 'status' | 'authToken' | 'secondaryAuthToken'>>,
      now: number,
    ): Promise<Account | undefined>
  }
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
  readonly calls: {
    insert(call: CallRecord): Promise<void>
    find(accountSid: AccountSid, sid: string): Promise<CallRecord | undefined>
    update(sid: CallSid, patch: CallPatch, now: number): Promise<CallRecord | undefined>
    list(accountSid: AccountSid, filter: CallFilter, page: PageRequest): Promise<Page<CallRecord>>
    /** Mark every call that is not in a final status failed, in one transaction; returns them as they are now. */
    failUnfinished(endReason: string, now: number): Promise<readonly CallRecord[]>
  }
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

import type { AccountSid, CallDirection, CallSid, CallStatus } from '@ringdown/protocol'
import type { CallPatch, CallRecord } from '../call/call-record.js'
import type { Page, PageRequest, TimeRange } from './page.js'

/** Which calls of an account to list; all that is given must match. */
export interface CallFilter {
  readonly to?: string | undefined
  readonly from?: string | undefined
  /** Any of these; an empty list matches nothing. */
  readonly statuses?: readonly CallStatus[] | undefined
  readonly parentCallSid?: CallSid | undefined
  /** When dialling began. Calls that wait to be dialled are in no such range. */
  readonly startTime?: TimeRange | undefined
  /** When the call ended. Calls that run are in no such range. */
  readonly endTime?: TimeRange | undefined
}

/** What became of a call that was to be deleted. */
export type CallDeletion = 'deleted' | 'still-running' | 'unknown'

/** What the ended calls of an account amount to that were dialled on one day, in one direction. */
export interface DailyUsage {
  /** The day's first moment in UTC, in Unix milliseconds. */
  readonly day: number
  readonly direction: CallDirection
  /** Whether their far end was a client; otherwise it was a number. */
  readonly isClient: boolean
  readonly calls: number
  /** Those that were answered. */
  readonly answered: number
  /** Each call counts its length in whole seconds, rounded up to minutes. */
  readonly minutes: number
}

/** Calls as they are kept. */
export interface CallStore {
  insert(call: CallRecord): Promise<void>
  find(accountSid: AccountSid, sid: string): Promise<CallRecord | undefined>
  update(sid: CallSid, patch: CallPatch, now: number): Promise<CallRecord | undefined>
  /**
   * Newest first: by their start if the filter has a `startTime`, else by their end if it has an `endTime`, else by
   * their making; the calls of one parent always by their making.
   */
  list(accountSid: AccountSid, filter: CallFilter, page: PageRequest): Promise<Page<CallRecord>>
  /** Delete a call that has ended, with its events, notifications and subscriptions; calls that it dialled lose their parent. */
  delete(accountSid: AccountSid, sid: string): Promise<CallDeletion>
  /** The days that lie whole in the range, oldest first. Deleted calls count no more. */
  usage(accountSid: AccountSid, days: TimeRange): Promise<readonly DailyUsage[]>
  /** Mark every call that is not in a final status failed, in one transaction; returns them as they are now. */
  failUnfinished(endReason: string, now: number): Promise<readonly CallRecord[]>
}

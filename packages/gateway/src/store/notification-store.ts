import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { Notification } from '../call/notification.js'
import type { Page, PageRequest, TimeRange } from './page.js'

/** Which notifications of an account to list; all that is given must match. */
export interface NotificationFilter {
  readonly callSid?: CallSid | undefined
  readonly level?: Notification['level'] | undefined
  readonly at?: TimeRange | undefined
}

/** Notifications as they are kept. */
export interface NotificationStore {
  insert(notification: Notification): Promise<void>
  find(accountSid: AccountSid, sid: string): Promise<Notification | undefined>
  /** Newest first. */
  list(accountSid: AccountSid, filter: NotificationFilter, page: PageRequest): Promise<Page<Notification>>
}

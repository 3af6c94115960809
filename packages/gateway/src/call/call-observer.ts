import type { CallStatus } from '@ringdown/protocol'
import type { CallEventRecord } from './call-event-record.js'
import type { CallRecord } from './call-record.js'
import type { Notification } from './notification.js'

/** Told of everything that happens in calls, in order. The store, the log and the metrics stand behind it. */
export interface CallObserver {
  /** A line of a call's timeline. */
  event(event: CallEventRecord): void
  /** Something the account's developer should know. */
  notification(notification: Notification): void
  /** A leg was made (`previous` is undefined) or has another status. */
  status(call: CallRecord, previous: CallStatus | undefined): void
  /** A defect of the gateway: someone must act. */
  fault(callSid: string, error: unknown): void
}

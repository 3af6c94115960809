import type { CallStatus } from '@ringdown/protocol'
import type { CallEventKind, CallEventRecord } from '../call-event-record.js'
import type { CallObserver } from '../call-observer.js'
import type { CallRecord } from '../call-record.js'
import type { Notification } from '../notification.js'

/** Remembers everything it is told. */
export class RecordingObserver implements CallObserver {
  readonly events: CallEventRecord[] = []
  readonly notifications: Notification[] = []
  readonly statuses: { readonly call: CallRecord; readonly previous: CallStatus | undefined }[] = []
  readonly faults: unknown[] = []

  event(event: CallEventRecord): void {
    this.events.push(event)
  }

  notification(notification: Notification): void {
    this.notifications.push(notification)
  }

  status(call: CallRecord, previous: CallStatus | undefined): void {
    this.statuses.push({ call, previous })
  }

  fault(_callSid: string, error: unknown): void {
    this.faults.push(error)
  }

  /** Lines of the timelines of one kind, in order. */
  eventsOf(kind: CallEventKind): readonly CallEventRecord[] {
    return this.events.filter((event) => event.kind === kind)
  }

  /** Codes of the notifications, in order. */
  get codes(): readonly number[] {
    return this.notifications.map(({ code }) => code)
  }

  /** The statuses that a leg went through, its first among them. */
  statusesOf(callSid: string): readonly CallStatus[] {
    return this.statuses.filter(({ call }) => call.sid === callSid).map(({ call }) => call.status)
  }
}

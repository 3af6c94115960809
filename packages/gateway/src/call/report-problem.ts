import type { CallSid } from '@ringdown/protocol'
import type { CallPorts } from './call-ports.js'
import { createNotification, type NotificationDraft } from './notification.js'

/** A problem of a call: what its developer should know. */
export type Problem = NotificationDraft & { readonly call: { readonly sid: CallSid } }

/** Tell the developer of a problem: as a notification of the account, and as a line of the call's timeline. */
export function reportProblem(ports: Pick<CallPorts, 'clock' | 'ids' | 'observer'>, problem: Problem): void {
  const { call, code, text } = problem
  const notification = createNotification(ports, problem)
  ports.observer.notification(notification)
  ports.observer.event({
    accountSid: call.accountSid,
    callSid: call.sid,
    at: notification.at,
    kind: 'notification',
    name: String(code),
    detail: { text, level: notification.level },
  })
}

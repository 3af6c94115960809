import type { AccountSid } from '@ringdown/protocol'
import type { CallPorts } from './call-ports.js'
import { createNotification } from './notification.js'

/** Tell the developer that a call was refused because the account has too many. Returns the sentence that says so. */
export function reportCrowding(ports: CallPorts, accountSid: AccountSid): string {
  const text = `The account has ${ports.limits.maxCallsPerAccount} calls, and may have no more; one was refused.`
  ports.observer.notification(createNotification(ports, { call: { accountSid, sid: null }, code: 10004, text }))
  return text
}

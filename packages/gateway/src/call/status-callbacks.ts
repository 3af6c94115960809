import { isFinal, statusCallbackEventOf } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../twiml/control.js'
import type { CallPorts } from './call-ports.js'
import type { CallRecord } from './call-record.js'
import { createNotification } from './notification.js'
import { type RequestParams, standardParams } from './request-params.js'
import { formatRfc2822 } from './rfc2822.js'

/** Tells an application about the progress of one leg, without ever holding the call up. */
export interface StatusCallbacks {
  statusChanged(call: CallRecord): void
}

/**
 * Make the sender of one leg's status callbacks (Twilio, `<Client>`, attribute `statusCallback`). Requests are sent at
 * once and side by side, so they may overtake each other: `SequenceNumber`, from 0, gives the order.
 */
export function createStatusCallbacks(
  ports: Pick<CallPorts, 'clock' | 'ids' | 'webhooks' | 'observer'>,
  spec: StatusCallbackSpec,
  authToken: string,
): StatusCallbacks {
  let sequenceNumber = 0
  return {
    statusChanged(call) {
      const event = statusCallbackEventOf[call.status]
      if (event === undefined || !spec.events.includes(event)) return
      const params = callbackParams(call, ports.clock.now(), sequenceNumber++)
      sendStatusCallback(ports, { spec, call, params, authToken })
    },
  }
}

/** One status callback to send. */
export interface StatusCallbackDelivery {
  readonly spec: Pick<StatusCallbackSpec, 'url' | 'method'>
  readonly call: CallRecord
  readonly params: RequestParams
  readonly authToken: string
}

/** Send one status callback in the background; a failure becomes a warning. */
export function sendStatusCallback(
  ports: Pick<CallPorts, 'clock' | 'ids' | 'webhooks' | 'observer'>,
  { spec, call, params, authToken }: StatusCallbackDelivery,
): void {
  const { accountSid, sid: callSid } = call
  void ports.webhooks
    .request({ url: spec.url, method: spec.method, params, authToken, cookieScope: callSid })
    .then((result) => {
      const detail = { attempts: result.attempts, status: result.status, event: params['CallStatus'] }
      ports.observer.event({
        accountSid,
        callSid,
        at: ports.clock.now(),
        kind: 'status-callback',
        name: call.status,
        detail,
      })
      if (result.isOk) return
      const text = `The status callback for "${call.status}" failed. ${result.text}`
      ports.observer.notification(
        createNotification(ports, { call, level: 'warning', code: 15003, text, url: result.url, method: spec.method }),
      )
    })
}

/** How long a leg was in progress, in whole seconds; 0 when it never was answered. */
export function durationSecondsOf({ answeredAt, endedAt }: CallRecord): number {
  return answeredAt === null || endedAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000)
}

/** The parameters that say how long an ended call lasted: seconds, and minutes begun. */
export function durationParams(call: CallRecord): RequestParams {
  const seconds = durationSecondsOf(call)
  return { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }
}

function callbackParams(call: CallRecord, now: number, sequenceNumber: number): RequestParams {
  return {
    ...standardParams(call),
    Timestamp: formatRfc2822(now),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    ...(isFinal(call.status) && durationParams(call)),
  }
}

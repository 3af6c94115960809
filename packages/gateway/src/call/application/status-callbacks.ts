import { isFinal, statusCallbackEventOf } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import type { CallbackSender } from './callback-sender.js'
import type { CallRecord } from '../call-record.js'
import { type RequestParams, standardParams } from './request-params.js'
import { formatRfc2822 } from './rfc2822.js'

/** Tells an application about the progress of one leg, without ever holding the call up. */
export interface StatusCallbacks {
  statusChanged(call: CallRecord): void
}

/**
 * Make the status callbacks of one leg (Twilio, `<Client>`, attribute `statusCallback`). Requests are sent at once and
 * side by side, so they may overtake each other: `SequenceNumber`, from 0, gives the order.
 */
export function createStatusCallbacks(sender: CallbackSender, spec: StatusCallbackSpec): StatusCallbacks {
  let sequenceNumber = 0
  return {
    statusChanged(call) {
      const event = statusCallbackEventOf[call.status]
      if (event === undefined || !spec.events.includes(event)) return
      sender.send({ place: spec, call, params: callbackParams(call, sequenceNumber) })
      sequenceNumber += 1
    },
  }
}

/** How long a leg was in progress, in whole seconds; 0 when it never was answered. */
function durationSecondsOf({ answeredAt, endedAt }: CallRecord): number {
  return answeredAt === null || endedAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000)
}

/** The parameters that say how long an ended call lasted: seconds, and minutes begun. */
export function durationParams(call: CallRecord): RequestParams {
  const seconds = durationSecondsOf(call)
  return { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }
}

function callbackParams(call: CallRecord, sequenceNumber: number): RequestParams {
  return {
    ...standardParams(call),
    Timestamp: formatRfc2822(call.updatedAt),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    ...(isFinal(call.status) && durationParams(call)),
  }
}

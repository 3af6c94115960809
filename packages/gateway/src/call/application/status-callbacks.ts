import { isFinal, statusCallbackEventOf } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import type { CallRecord } from '../call-record.js'
import type { CallbackSender } from './callback-sender.js'
import { type RequestParams, standardParams } from './request-params.js'
import { formatRfc2822 } from './rfc2822.js'

/** What one leg's application is told of its progress. */
export interface StatusCallbacks {
  readonly spec: StatusCallbackSpec
  /** The number of the next request, from 0. */
  readonly sequenceNumber: number
}

/**
 * Tell an application of a leg's new status, if it asked for that, without ever holding the call up (Twilio, `<Client>`,
 * attribute `statusCallback`). Requests are sent at once and side by side, so they may overtake each other:
 * `SequenceNumber` gives the order.
 *
 * @returns the callbacks as they stand after that
 */
export function sendStatusCallback(
  sender: CallbackSender,
  callbacks: StatusCallbacks,
  call: CallRecord,
): StatusCallbacks {
  const { spec, sequenceNumber } = callbacks
  const event = statusCallbackEventOf[call.status]
  if (event === undefined || !spec.events.includes(event)) return callbacks
  // A call that was canceled before it was dialled made no progress to speak of.
  if (call.status === 'canceled' && call.startedAt === null) return callbacks
  sender.send({ place: spec, call, params: statusCallbackParams(call, sequenceNumber) })
  return { spec, sequenceNumber: sequenceNumber + 1 }
}

/** How long a leg was in progress, in whole seconds; 0 when it never was answered. */
export function durationSecondsOf({ answeredAt, endedAt }: CallRecord): number {
  return answeredAt === null || endedAt === null ? 0 : Math.round((endedAt - answeredAt) / 1000)
}

/** How long an ended call lasted: seconds, and minutes begun. */
function durationParams(call: CallRecord): RequestParams {
  const seconds = durationSecondsOf(call)
  return { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }
}

/** What a status callback is told of a call as it stands. */
export function statusCallbackParams(call: CallRecord, sequenceNumber: number): RequestParams {
  return {
    ...standardParams(call),
    Timestamp: formatRfc2822(call.updatedAt),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequenceNumber),
    ...(isFinal(call.status) && durationParams(call)),
  }
}

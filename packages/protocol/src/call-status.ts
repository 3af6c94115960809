/**
 * The life of a call, as Twilio names it (CallStatus):
 *
 * ```
 * REST call      queued ──► initiated ──► ringing ──► in-progress ──► completed
 * dialled leg               initiated ──► ringing ──► in-progress ──► completed
 * device's call                           ringing ──► in-progress ──► completed
 *
 * any status before the answer ──► busy | no-answer | failed | canceled        in-progress ──► failed
 * ```
 *
 * A step may be skipped where the far end skips it: `queued` to `ringing`, `initiated` to `in-progress`.
 */
export const callStatuses = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const

/** One of {@link callStatuses}. */
export type CallStatus = (typeof callStatuses)[number]

const unanswered = ['busy', 'no-answer', 'failed', 'canceled'] as const satisfies readonly CallStatus[]

/** The statuses that may follow each status; none after a final one. */
export const callTransitions = Object.freeze({
  queued: ['initiated', 'ringing', ...unanswered],
  initiated: ['ringing', 'in-progress', ...unanswered],
  ringing: ['in-progress', ...unanswered],
  'in-progress': ['completed', 'failed'],
  completed: [],
  busy: [],
  'no-answer': [],
  failed: [],
  canceled: [],
} as const satisfies Record<CallStatus, readonly CallStatus[]>)

/** A status that nothing follows. */
export type FinalCallStatus = {
  [Status in CallStatus]: (typeof callTransitions)[Status] extends readonly [] ? Status : never
}[CallStatus]

/** A status as the REST API shows it: `initiated` exists in callbacks only. */
export type RestCallStatus = Exclude<CallStatus, 'initiated'>

/** Whether a call in this status has ended. */
export function isFinal(status: CallStatus): status is FinalCallStatus {
  return callTransitions[status].length === 0
}

/** Whether a call may go from one status straight to another. */
export function canMove(from: CallStatus, to: CallStatus): boolean {
  const next: readonly CallStatus[] = callTransitions[from]
  return next.includes(to)
}

/** Outcomes of a `<Dial>` (DialCallStatus); `answered` is that of a conference. */
export const dialCallStatuses = ['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled'] as const

/** One of {@link dialCallStatuses}. */
export type DialCallStatus = (typeof dialCallStatuses)[number]

/** Events that a status callback can subscribe to (StatusCallbackEvent). */
export const statusCallbackEvents = ['initiated', 'ringing', 'answered', 'completed'] as const

/** One of {@link statusCallbackEvents}. */
export type StatusCallbackEvent = (typeof statusCallbackEvents)[number]

/** The callback event that reaching each status fires; `completed` stands for every ending, `queued` fires none. */
export const statusCallbackEventOf = Object.freeze({
  queued: undefined,
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'completed',
  busy: 'completed',
  'no-answer': 'completed',
  failed: 'completed',
  canceled: 'completed',
} as const satisfies Record<CallStatus, StatusCallbackEvent | undefined>)

/** Which way a leg goes (Direction): `inbound` comes in from a device, the others go out by REST or `<Dial>`. */
export const callDirections = ['inbound', 'outbound-api', 'outbound-dial'] as const

/** One of {@link callDirections}. */
export type CallDirection = (typeof callDirections)[number]

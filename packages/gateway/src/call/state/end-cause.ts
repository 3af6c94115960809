import type { CallStatus, ErrorCode, FinalCallStatus } from '@ringdown/protocol'

/** Why a leg ended. */
export type EndCause =
  /** Someone hung up, or the document was over. */
  | 'hangup'
  /** `<Reject reason="busy">`. */
  | 'busy'
  /** The person at a device declined. */
  | 'declined'
  /** `<Reject>`. */
  | 'rejected'
  /** Somebody answered, and was not connected: the document that screened them hung up, or they did. */
  | 'not-admitted'
  /** Nobody answered in time. */
  | 'no-answer'
  /** Nobody was registered under the name. */
  | 'not-registered'
  /** The other side gave up before the answer, or another device answered. */
  | 'canceled'
  /** Media or signalling was lost in the middle of a call. */
  | 'lost'
  /** The application did not say what is to be done. */
  | 'application-failed'
  /** The account was suspended or closed. */
  | 'account-inactive'
  /** The gateway could not carry it out. */
  | 'failed'

const unansweredStatus: Readonly<Record<EndCause, FinalCallStatus>> = {
  hangup: 'canceled',
  busy: 'busy',
  declined: 'busy',
  rejected: 'no-answer',
  'not-admitted': 'no-answer',
  'no-answer': 'no-answer',
  'not-registered': 'no-answer',
  canceled: 'canceled',
  lost: 'canceled',
  'application-failed': 'failed',
  'account-inactive': 'failed',
  failed: 'failed',
}

/** The final status of a leg: what follows from the cause, and from whether it had been answered. */
export function finalStatusOf(status: CallStatus, cause: EndCause): FinalCallStatus {
  if (status !== 'in-progress') return unansweredStatus[cause]
  return cause === 'failed' ? 'failed' : 'completed'
}

/**
 * The error that a caller's device is told when its call ends for this cause without ever having been bridged, so that
 * an application can tell a busy callee from an absent one. Undefined for an ordinary end.
 */
export const callerErrorOf: Readonly<Record<EndCause, ErrorCode | undefined>> = {
  hangup: undefined,
  busy: 31486,
  declined: 31603,
  rejected: 31603,
  'not-admitted': 31603,
  'no-answer': 31408,
  'not-registered': 31480,
  canceled: undefined,
  lost: undefined,
  'application-failed': 31000,
  'account-inactive': 31203,
  failed: 31000,
}

/** Of several branches that all ended unanswered, the cause that speaks for the dial: the first of this list. */
const telling: readonly EndCause[] = [
  'busy',
  'declined',
  'rejected',
  'not-admitted',
  'no-answer',
  'not-registered',
  'failed',
  'application-failed',
  'account-inactive',
  'lost',
  'canceled',
  'hangup',
]

/** The cause that speaks for several ended branches; a dial that made none has failed. */
export function mostTelling(causes: readonly EndCause[]): EndCause {
  return telling.find((cause) => causes.includes(cause)) ?? 'failed'
}

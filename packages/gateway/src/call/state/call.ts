import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { EndCause } from './end-cause.js'

/** One leg of a call. */
export interface Leg {
  readonly callSid: CallSid
  readonly status: CallStatus
  /** Unix milliseconds; null until it is answered. */
  readonly answeredAt: number | null
}

/** One device that is rung for a leg. */
export interface BranchDevice {
  readonly deviceId: string
  /**
   * `screened`: it has answered, and a document runs with it before anyone hears it. `released`: it was cancelled, it
   * declined, or it went away; nothing more is sent to it.
   */
  readonly state: 'ringing' | 'screened' | 'connected' | 'released'
}

/** One `<Client>` of a dial: a leg of its own, and every device of that name. Or a `<Number>`, with a line for its device. */
export interface Branch {
  readonly leg: Leg
  readonly devices: readonly BranchDevice[]
  /** Whether a document runs with whoever answers, before they are connected. */
  readonly isScreened: boolean
  /** Why it ended; undefined while it lives. */
  readonly cause: EndCause | undefined
}

/** A `<Dial>` under way. */
export interface Dial {
  readonly branches: readonly Branch[]
  /** The branch that was answered. */
  readonly winner: CallSid | undefined
}

/**
 * What the caller's device has been told, which is not the same as the call's status:
 *
 * ```
 * absent ──────────────────────────┐          absent: nobody has taken the call that the API makes
 * silent ──► ringing ──────────────┤          ringing: it knows the call SID
 *    │                             ▼
 *    ├─────► early-media ────► answered       early-media: it has our SDP and hears ringback
 *    └─────────────────────────────▲
 * ```
 */
type CallerProgress = 'absent' | 'silent' | 'ringing' | 'early-media' | 'answered'

/**
 * A whole call: its own leg, and the dial under way, if any. Immutable.
 *
 * The caller is whoever the documents run for: the device that started the call, or the one that took a call which the
 * gateway made.
 */
export interface Call {
  readonly parent: Leg
  /** Who began it. A device that did not is told an error only when something broke. */
  readonly origin: 'device' | 'gateway'
  /** The devices that are rung, or were, for the call's own leg; one that took it is connected. */
  readonly rung: readonly BranchDevice[]
  readonly progress: CallerProgress
  readonly dial: Dial | undefined
  /** Whether any dial of this call was ever answered. */
  readonly wasBridged: boolean
  /** How the latest dial that nobody answered ended. */
  readonly unansweredCause: EndCause | undefined
}

const untouched = { rung: [], dial: undefined, wasBridged: false, unansweredCause: undefined } as const

/** A call that a device has just started. */
export function createCall(callSid: CallSid): Call {
  const parent = { callSid, status: 'ringing', answeredAt: null } as const
  return { ...untouched, parent, origin: 'device', progress: 'silent' }
}

/** A call that the API makes: nobody is rung yet. */
export function createOutgoingCall(callSid: CallSid): Call {
  const parent = { callSid, status: 'queued', answeredAt: null } as const
  return { ...untouched, parent, origin: 'gateway', progress: 'absent' }
}

/** A call of its own, made of the answered leg of another one's dial. */
export function createDetachedCall(parent: Leg): Call {
  return { ...untouched, parent, origin: 'gateway', progress: 'answered' }
}

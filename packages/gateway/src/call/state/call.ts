import type { CallSid, CallStatus } from '@ringdown/protocol'
import type { EndCause } from './end-cause.js'

/** One leg of a call. */
export interface Leg {
  readonly callSid: CallSid
  readonly status: CallStatus
  /** Unix milliseconds; null until it is answered. */
  readonly answeredAt: number | null
}

/** One device that a branch rings. */
export interface BranchDevice {
  readonly deviceId: string
  /** `released`: it was cancelled, it declined, or it went away; nothing more is sent to it. */
  readonly state: 'ringing' | 'connected' | 'released'
}

/** One `<Client>` of a dial: a leg of its own, and every device of that name. */
export interface Branch {
  readonly leg: Leg
  readonly devices: readonly BranchDevice[]
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
 * silent ──► ringing ──────────────┐          ringing: it knows the call SID
 *    │                             ▼
 *    ├─────► early-media ────► answered       early-media: it has our SDP and hears ringback
 *    └─────────────────────────────▲
 * ```
 */
type CallerProgress = 'silent' | 'ringing' | 'early-media' | 'answered'

/** A whole call: the leg of the device that started it, and the dial under way, if any. Immutable. */
export interface Call {
  readonly parent: Leg
  readonly progress: CallerProgress
  readonly dial: Dial | undefined
  /** Whether any dial of this call was ever answered. */
  readonly wasBridged: boolean
  /** How the latest dial that nobody answered ended. */
  readonly unansweredCause: EndCause | undefined
}

/** A call that a device has just started. */
export function createCall(callSid: CallSid): Call {
  return {
    parent: { callSid, status: 'ringing', answeredAt: null },
    progress: 'silent',
    dial: undefined,
    wasBridged: false,
    unansweredCause: undefined,
  }
}

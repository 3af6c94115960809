import type { CallStatus, CallSid, CancelReason, ErrorCode } from '@ringdown/protocol'
import type { LocalSound } from '../../media/media.js'
import type { DialOutcome } from '../../twiml/control.js'
import type { RungDevice } from './call-input.js'
import type { EndCause } from './end-cause.js'

/** Everything that a move may ask to be done, by name. */
interface CallEffects {
  /** Keep, report and count a leg's new status. */
  readonly status: {
    readonly callSid: CallSid
    readonly status: CallStatus
    /** Unix milliseconds. */
    readonly at: number
    /** Why it ended; undefined while it lives. */
    readonly cause: EndCause | undefined
  }
  readonly 'tell-caller-ringing': { readonly hasMedia: boolean }
  readonly 'tell-caller-answered': object
  readonly 'tell-caller-ended': { readonly error: ErrorCode | undefined }
  readonly 'invite-device': RungDevice
  readonly 'confirm-device': RungDevice
  /** Run its document with a device that has answered, and say whether it may talk. */
  readonly 'screen-device': RungDevice
  readonly 'cancel-device': RungDevice & { readonly reason: CancelReason }
  readonly 'tell-callee-ended': RungDevice & { readonly error: ErrorCode | undefined }
  /** Close a device's media. Comes once for every device that was to be invited, but the caller and one that was detached. */
  readonly 'release-device': RungDevice
  /** The device that took the call is its caller from now on. */
  readonly 'seat-caller': RungDevice
  readonly bridge: RungDevice
  /** Let go of a device and of its leg, both of which live on elsewhere. */
  readonly 'detach-device': RungDevice
  readonly play: { readonly sound: LocalSound }
  readonly 'dial-over': { readonly outcome: DialOutcome }
  /** Nothing follows. Close the caller's media and let go of the call. */
  readonly over: object
}

/** One of the names in {@link CallEffects}. */
export type CallEffectType = keyof CallEffects

/** What is to be done after a move, in the order given: a union discriminated by `type`. */
export type CallEffect<Type extends CallEffectType = CallEffectType> = {
  readonly [Each in Type]: { readonly type: Each } & CallEffects[Each]
}[Type]

import type { CallSid, CallStatus, CancelReason, ErrorCode } from '@ringdown/protocol'
import type { DialOutcome } from '../twiml/control.js'
import type { LocalSound } from '../media/media.js'
import type { EndCause } from './end-cause.js'

/** What is to be done after a move, in this order. */
export type CallEffect =
  | {
      /** Keep, report and count a leg's new status. */ readonly type: 'status'
      readonly callSid: CallSid
      readonly status: CallStatus
      readonly at: number
      readonly cause: EndCause | undefined
    }
  | { readonly type: 'tell-caller-ringing'; readonly hasMedia: boolean }
  | { readonly type: 'tell-caller-answered' }
  | { readonly type: 'tell-caller-ended'; readonly error: ErrorCode | undefined }
  | { readonly type: 'invite-device'; readonly callSid: CallSid; readonly deviceId: string }
  | { readonly type: 'confirm-device'; readonly callSid: CallSid; readonly deviceId: string }
  | {
      readonly type: 'cancel-device'
      readonly callSid: CallSid
      readonly deviceId: string
      readonly reason: CancelReason
    }
  | { readonly type: 'tell-callee-ended'; readonly callSid: CallSid; readonly deviceId: string }
  | {
      /** Close a device's media. Comes once for every device that was to be invited. */ readonly type: 'release-device'
      readonly callSid: CallSid
      readonly deviceId: string
    }
  | { readonly type: 'bridge'; readonly callSid: CallSid; readonly deviceId: string }
  | { readonly type: 'play'; readonly sound: LocalSound }
  | { readonly type: 'dial-over'; readonly outcome: DialOutcome }
  | {
      /** Nothing follows. Close the caller's media and let go of the call. */ readonly type: 'over'
      readonly status: CallStatus
      readonly cause: EndCause
    }

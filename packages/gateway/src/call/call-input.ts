import type { CallSid, ErrorCode } from '@ringdown/protocol'
import type { EndCause } from './end-cause.js'

/** A branch that is about to ring: its leg's SID, and the devices registered under the name now, newest first. */
export interface NewBranch {
  readonly callSid: CallSid
  readonly deviceIds: readonly string[]
}

/** Everything that can happen to a call. `at` is Unix milliseconds. */
export type CallInput = { readonly at: number } & (
  | { /** A verb answers the call. */ readonly type: 'answer' }
  | { readonly type: 'dial'; readonly branches: readonly NewBranch[]; readonly answerOnBridge: boolean }
  | {
      /** A device accepted, and its media is set up. */ readonly type: 'accepted'
      readonly callSid: CallSid
      readonly deviceId: string
    }
  | { readonly type: 'declined'; readonly callSid: CallSid; readonly deviceId: string }
  | {
      /** A ringing device cannot be reached any more, or its media failed. */ readonly type: 'unreachable'
      readonly callSid: CallSid
      readonly deviceId: string
      readonly hasFailed: boolean
    }
  | { readonly type: 'dial-timeout' }
  | { /** The dial is to end, whatever its state: the star key, or the time limit. */ readonly type: 'stop-dial' }
  | {
      /** The answered leg of the dial ends from its own side. */ readonly type: 'callee-ended'
      readonly callSid: CallSid
      readonly cause: EndCause
      readonly isTold: boolean
    }
  | {
      /** The call ends. `isTold`: the caller's device knows already, because it said so. */ readonly type: 'end'
      readonly cause: EndCause
      readonly isTold: boolean
      /** What the caller's device is told, in place of what follows from the cause. */
      readonly error?: ErrorCode | undefined
    }
  | { /** The last verb is done. */ readonly type: 'document-over' }
)

/** An input without its time, as the parts of a call give it. */
export type CallCommand = CallInput extends infer Input ? (Input extends CallInput ? Omit<Input, 'at'> : never) : never

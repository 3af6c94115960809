import type { CallSid, ErrorCode } from '@ringdown/protocol'
import type { EndCause } from './end-cause.js'

/** A branch that is about to ring: its leg's SID, and the devices registered under the name now, newest first. */
export interface NewBranch {
  readonly callSid: CallSid
  /** Empty when nobody is registered, or when no device could be offered media. */
  readonly deviceIds: readonly string[]
  /** Whether devices are registered that could not be offered media. */
  readonly hasFailed: boolean
  /** Whether a document runs with whoever answers, before they are connected. */
  readonly isScreened?: boolean
}

/** One device's end of one leg of a dial. */
export interface RungDevice {
  readonly callSid: CallSid
  readonly deviceId: string
}

/** Everything that can happen to a call, by name. */
interface CallCommands {
  /** The call that the API makes is to ring: the devices registered under the name now, newest first. */
  readonly ring: Omit<NewBranch, 'callSid' | 'isScreened'>
  /** Nobody took the call that the API makes. */
  readonly 'ring-timeout': object
  /** A verb answers the call. */
  readonly answer: object
  readonly dial: { readonly branches: readonly NewBranch[]; readonly answerOnBridge: boolean }
  /** A device accepted, and its media is set up. */
  readonly accepted: RungDevice
  /** The document that screens a device is done: it may talk. */
  readonly admitted: RungDevice
  readonly declined: RungDevice
  /** A ringing device cannot be reached any more, or its media cannot be set up: then it is told `error`. */
  readonly unreachable: RungDevice & { readonly error: ErrorCode | undefined }
  readonly 'dial-timeout': object
  /** The dial is to end, whatever its state: the star key, the time limit, or another document. */
  readonly 'stop-dial': object
  /** One leg of the dial that nobody has answered is to ring no longer. */
  readonly 'cancel-branch': { readonly callSid: CallSid }
  /** The answered leg of the dial goes on as a call of its own. */
  readonly detach: RungDevice
  /** The answered leg of the dial ends from its own side. `isTold`: its device knows already, because it said so. */
  readonly 'callee-ended': RungDevice & {
    /** `application-failed`: the document that screens it could not be had. */
    readonly cause: 'hangup' | 'lost' | 'application-failed'
    readonly isTold: boolean
  }
  /** The call ends. `isTold`: the caller's device knows already, because it said so. */
  readonly end: {
    readonly cause: EndCause
    readonly isTold: boolean
    /** What the caller's device is told, in place of what follows from the cause. */
    readonly error?: ErrorCode | undefined
  }
  /** The last verb is done. */
  readonly 'document-over': object
}

/** One of the names in {@link CallCommands}. */
export type CallCommandType = keyof CallCommands

/** Something that happens to a call, as the parts of a call say it: a union discriminated by `type`. */
export type CallCommand<Type extends CallCommandType = CallCommandType> = {
  readonly [Each in Type]: { readonly type: Each } & CallCommands[Each]
}[Type]

/** A command and when it came, in Unix milliseconds. */
export type CallInput = CallCommand & { readonly at: number }

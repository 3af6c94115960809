import { isFinal } from '@ringdown/protocol'
import type { Call } from './call.js'
import type { CallEffect } from './call-effect.js'
import type { CallCommand, CallCommandType, CallInput, RungDevice } from './call-input.js'
import { isDeviceConnected, isDeviceRinging, isDeviceScreened } from './device-standing.js'
import { endCall, farEndEnding } from './end-call.js'
import { callerErrorOf } from './end-cause.js'
import { Move } from './move.js'
import {
  admitDevice,
  answerBranch,
  cancelBranch,
  declineBranch,
  detachScreened,
  detachWinner,
  dropDevice,
  endDial,
  endScreening,
  startDial,
  stopRinging,
} from './move-dial.js'
import { declineRing, dropRung, endRing, seatCaller, startRing } from './move-ring.js'

/** A call after a move, and what is to be done. */
export interface CallMove {
  readonly call: Call
  readonly effects: readonly CallEffect[]
}

/**
 * Move a call.
 *
 * ```
 * call's leg     queued ──ring──► initiated ──► ringing ──► in-progress ──► completed | failed
 *                   │                 │             └──► busy | no-answer | failed | canceled
 *                   └──► canceled     └──► no-answer | failed
 *
 *                A call that a device starts begins as ringing and is answered by a verb; one that the API makes
 *                rings the devices of a name, of which the first to accept becomes the caller.
 *
 * dial           none ──dial──► ringing ──accepted, admitted──► bridged ──callee-ended, stop-dial, end──► none
 *                                  │                               └──detach──► none, and the leg a call of its own
 *                                  └──nobody rings or is screened any more, stop-dial, end──────────────► none
 *
 * branch         initiated ──► ringing ──► in-progress ──► completed
 *                   │             └──► busy | no-answer | failed | canceled
 *                   └──► no-answer | failed
 *
 * device         ringing ──accepted──► [screened ──admitted──►] connected ──► released
 *                   │                       └──► released
 *                   └──declined, unreachable, cancelled──► released
 * ```
 *
 * Inputs that come too late, such as the second of two accepts or anything after the end, change nothing: they are
 * races, not faults. Every ending passes through `endCall`, of a dial through `settleDial`, of a branch through
 * `endBranch`.
 *
 * @throws RangeError for a move that no sequence of inputs may ask for: a dial while another is under way, a second ring,
 * a verb before anyone has taken the call
 */
export function moveCall(call: Call, input: CallInput): CallMove {
  if (isFinal(call.parent.status)) return { call, effects: [] }
  const move = new Move(call, input.at)
  handle(move, input)
  return { call: move.call, effects: move.effects }
}

type Handlers = { readonly [Type in CallCommandType]: (move: Move, command: CallCommand<Type>) => void }

const handlers: Handlers = {
  ring: startRing,
  'ring-timeout': endRing,
  answer: (move) => {
    expectCaller(move)
    move.answerCaller()
  },
  dial: (move, command) => {
    expectCaller(move)
    startDial(move, command)
  },
  accepted: (move, device) => {
    if (!isDeviceRinging(move.call, device)) return
    if (isOfParent(move, device)) seatCaller(move, device.deviceId)
    else answerBranch(move, device)
  },
  admitted: (move, device) => {
    if (isDeviceScreened(move.call, device)) admitDevice(move, device)
  },
  declined: (move, device) => {
    if (!isDeviceRinging(move.call, device)) return
    if (isOfParent(move, device)) declineRing(move, device.deviceId)
    else declineBranch(move, device)
  },
  unreachable: (move, device) => {
    if (!isDeviceRinging(move.call, device)) return
    if (isOfParent(move, device)) dropRung(move, device.deviceId, device.error)
    else dropDevice(move, device, device.error)
  },
  'dial-timeout': (move) => {
    if (move.call.dial?.winner === undefined) stopRinging(move)
  },
  'stop-dial': (move) => {
    endDial(move, farEndEnding(move.call))
  },
  'cancel-branch': cancelBranch,
  'callee-ended': (move, device) => {
    const { cause, isTold } = device
    if (isDeviceScreened(move.call, device)) endScreening(move, device)
    if (!isDeviceConnected(move.call, device)) return
    if (isOfParent(move, device)) endCall(move, { cause, isTold })
    else endDial(move, { cause, isTold })
  },
  detach: (move, device) => {
    if (isDeviceScreened(move.call, device)) detachScreened(move, device)
    else if (isDeviceConnected(move.call, device) && !isOfParent(move, device)) detachWinner(move, device)
  },
  end: endCall,
  'document-over': endOfDocument,
}

/** Verbs run once there is someone to run them for. */
function expectCaller({ call }: Move): void {
  if (call.progress === 'absent') throw new RangeError('Nobody has taken the call')
}

/** Whether a device rings or talks for the call itself, and not for a leg that it dialled. */
function isOfParent({ call }: Move, { callSid }: RungDevice): boolean {
  return callSid === call.parent.callSid
}

function handle<Type extends CallCommandType>(move: Move, command: CallCommand<Type>): void {
  handlers[command.type](move, command)
}

function endOfDocument(move: Move): void {
  expectCaller(move)
  const { progress, origin, wasBridged, unansweredCause } = move.call
  // Under answerOnBridge the caller's leg never was answered: it ends as the leg it waited for did.
  if (progress === 'ringing') {
    endCall(move, { cause: unansweredCause ?? 'no-answer', isTold: false })
    return
  }
  if (progress === 'silent') move.answerCaller()
  const isOrdinary = wasBridged || origin === 'gateway' || unansweredCause === undefined
  const error = isOrdinary ? undefined : callerErrorOf[unansweredCause]
  endCall(move, { cause: 'hangup', isTold: false, error })
}

import { isFinal } from '@ringdown/protocol'
import type { Call } from './call.js'
import type { CallEffect } from './call-effect.js'
import type { CallCommand, CallCommandType, CallInput } from './call-input.js'
import { callerErrorOf, finalStatusOf } from './end-cause.js'
import { Move } from './move.js'
import {
  connectDevice,
  declineBranch,
  type DialEnding,
  dropDevice,
  endDial,
  isDeviceConnected,
  isDeviceRinging,
  settleDial,
  startDial,
} from './move-dial.js'

/** A call after a move, and what is to be done. */
export interface CallMove {
  readonly call: Call
  readonly effects: readonly CallEffect[]
}

/**
 * Move a call.
 *
 * ```
 * caller's leg   ringing ──► in-progress ──► completed | failed
 *                   └──► busy | no-answer | failed | canceled
 *
 * dial           none ──dial──► ringing ──accepted──► bridged ──callee-ended, stop-dial, end──► none
 *                                  └──nobody rings any more, timeout, stop-dial, end──────────► none
 *
 * branch         initiated ──► ringing ──► in-progress ──► completed
 *                   │             └──► busy | no-answer | failed | canceled
 *                   └──► no-answer | failed
 *
 * device         ringing ──accepted──► connected ──► released
 *                   └──declined, unreachable, cancelled──► released
 * ```
 *
 * Inputs that come too late, such as the second of two accepts or anything after the end, change nothing: they are
 * races, not faults. Every ending passes through `endCall`, of a dial through `settleDial`, of a branch through
 * `endBranch`.
 *
 * @throws RangeError for a move that no sequence of inputs may ask for: a dial while another is under way
 */
export function moveCall(call: Call, input: CallInput): CallMove {
  if (isFinal(call.parent.status)) return { call, effects: [] }
  const move = new Move(call, input.at)
  handle(move, input)
  return { call: move.call, effects: move.effects }
}

type Handlers = { readonly [Type in CallCommandType]: (move: Move, command: CallCommand<Type>) => void }

const handlers: Handlers = {
  answer: (move) => {
    move.answerCaller()
  },
  dial: startDial,
  accepted: (move, device) => {
    if (isDeviceRinging(move.call, device)) connectDevice(move, device)
  },
  declined: (move, device) => {
    if (isDeviceRinging(move.call, device)) declineBranch(move, device)
  },
  unreachable: (move, device) => {
    if (isDeviceRinging(move.call, device)) dropDevice(move, device, device.error)
  },
  'dial-timeout': (move) => {
    if (!isBridged(move.call)) endDial(move, { cause: 'no-answer', reason: 'not-answered' })
  },
  'stop-dial': (move) => {
    endDial(move, farEndEnding(move.call))
  },
  'callee-ended': (move, device) => {
    const { cause, isTold } = device
    if (isDeviceConnected(move.call, device)) endDial(move, { cause, isTold })
  },
  end: endCall,
  'document-over': endOfDocument,
}

function handle<Type extends CallCommandType>(move: Move, command: CallCommand<Type>): void {
  handlers[command.type](move, command)
}

/** The one end of a call: ends its dial, settles its status, tells the caller's device unless it knows. */
function endCall(move: Move, { cause, isTold, error }: Omit<CallCommand<'end'>, 'type'>): void {
  const outcome = settleDial(move, farEndEnding(move.call))
  const { parent, wasBridged } = move.call
  move.change({ parent: move.step(parent, finalStatusOf(parent.status, cause), cause) })
  // Whoever has talked knows how the call went; an error then only says that something broke.
  const expected = wasBridged && finalStatusOf('ringing', cause) !== 'failed' ? undefined : callerErrorOf[cause]
  if (!isTold) move.add({ type: 'tell-caller-ended', error: error ?? expected })
  // Late, so that the action URL hears of the status in which the call ended.
  if (outcome !== undefined) move.add({ type: 'dial-over', outcome })
  move.add({ type: 'over' })
}

function endOfDocument(move: Move): void {
  const { progress, wasBridged, unansweredCause } = move.call
  // Under answerOnBridge the caller's leg never was answered: it ends as the leg it waited for did.
  if (progress === 'ringing') {
    endCall(move, { cause: unansweredCause ?? 'no-answer', isTold: false })
    return
  }
  if (progress === 'silent') move.answerCaller()
  const error = wasBridged || unansweredCause === undefined ? undefined : callerErrorOf[unansweredCause]
  endCall(move, { cause: 'hangup', isTold: false, error })
}

/** How a dial ends that the caller's side ends, whatever its state. */
function farEndEnding(call: Call): DialEnding {
  return { cause: isBridged(call) ? 'hangup' : 'canceled', reason: 'caller-hung-up' }
}

function isBridged({ dial }: Call): boolean {
  return dial?.winner !== undefined
}

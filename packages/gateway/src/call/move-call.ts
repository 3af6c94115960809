import { canMove, type CallSid, type CallStatus, type CancelReason, isFinal } from '@ringdown/protocol'
import type { Branch, BranchDevice, Call, Dial, Leg } from './call.js'
import type { CallEffect } from './call-effect.js'
import type { CallInput } from './call-input.js'
import { callerErrorOf, dialStatusOf, type EndCause, finalStatusOf, mostTelling } from './end-cause.js'

/** A call after a move, and what is to be done. */
export interface CallMove {
  readonly call: Call
  readonly effects: readonly CallEffect[]
}

type Handlers = {
  readonly [Type in CallInput['type']]: (move: Move, input: Extract<CallInput, { readonly type: Type }>) => void
}

/**
 * Move a call.
 *
 * ```
 * caller's leg   ringing ──► in-progress ──► completed | failed
 *                   └──► busy | no-answer | failed | canceled
 *
 * dial           none ──dial──► ringing ──accepted──► bridged ──callee-ended, stop-dial──► none
 *                                  └──everyone declined, timeout, stop-dial──────────────► none
 *
 * branch         initiated ──► ringing ──► in-progress ──► completed | failed
 *                   └─────────────┴──► busy | no-answer | failed | canceled
 * ```
 *
 * Inputs that come too late, such as the second of two accepts or anything after the end, change nothing: they are
 * races, not faults. Every ending passes through `endCall`, of a dial through `endDial`, of a branch through `endBranch`.
 *
 * @throws RangeError for a move that no sequence of inputs may ask for
 */
export function moveCall(call: Call, input: CallInput): CallMove {
  const move = new Move(call, input.at)
  if (!isFinal(call.parent.status)) (handlers[input.type] as (move: Move, input: CallInput) => void)(move, input)
  return { call: move.call, effects: move.effects }
}

/** One move in the making: the call as it stands, and the effects so far. */
class Move {
  call: Call
  readonly effects: CallEffect[] = []
  readonly at: number

  constructor(call: Call, at: number) {
    this.call = call
    this.at = at
  }

  change(changes: Partial<Call>): void {
    this.call = { ...this.call, ...changes }
  }

  add(...effects: readonly CallEffect[]): void {
    this.effects.push(...effects)
  }

  /** Bring a leg into another status. */
  step(leg: Leg, status: CallStatus, cause?: EndCause): Leg {
    if (!canMove(leg.status, status)) throw new RangeError(`A leg cannot move from ${leg.status} to ${status}`)
    this.add({ type: 'status', callSid: leg.callSid, status, at: this.at, cause })
    return { ...leg, status, answeredAt: status === 'in-progress' ? this.at : leg.answeredAt }
  }
}

const handlers: Handlers = {
  answer: answerCaller,
  dial: startDial,
  accepted: (move, { callSid, deviceId }) => {
    const found = findRinging(move.call, callSid, deviceId)
    if (found) connect(move, found, deviceId)
  },
  declined: (move, { callSid, deviceId }) => {
    const found = findRinging(move.call, callSid, deviceId)
    if (!found) return
    release(move, found, deviceId)
    endBranch(move, callSid, 'declined', 'rejected-elsewhere')
    endDialIfNobodyRings(move)
  },
  unreachable: (move, { callSid, deviceId, hasFailed }) => {
    const found = findRinging(move.call, callSid, deviceId)
    if (!found) return
    const left = release(move, found, deviceId)
    if (left.devices.some(isRinging)) return
    endBranch(move, callSid, hasFailed ? 'failed' : 'no-answer')
    endDialIfNobodyRings(move)
  },
  'dial-timeout': (move) => {
    if (move.call.dial?.winner === undefined) endDial(move, 'no-answer', 'not-answered')
  },
  'stop-dial': (move) => {
    endDial(move, move.call.dial?.winner === undefined ? 'canceled' : 'hangup', 'caller-hung-up')
  },
  'callee-ended': (move, { callSid, cause, isTold }) => {
    if (move.call.dial?.winner === callSid) endDial(move, cause, 'caller-hung-up', isTold)
  },
  end: (move, { cause, isTold, error }) => {
    endCall(move, cause, isTold, error)
  },
  'document-over': endOfDocument,
}

function answerCaller(move: Move): void {
  const { parent, progress } = move.call
  if (parent.status === 'ringing') move.change({ parent: move.step(parent, 'in-progress') })
  if (progress === 'answered') return
  move.add({ type: 'tell-caller-answered' })
  move.change({ progress: 'answered' })
}

function startDial(move: Move, { branches, answerOnBridge }: Extract<CallInput, { type: 'dial' }>): void {
  if (move.call.dial !== undefined) throw new RangeError('A call cannot dial while it dials')
  if (move.call.progress === 'silent') {
    if (!answerOnBridge) move.change({ parent: move.step(move.call.parent, 'in-progress') })
    move.add({ type: 'tell-caller-ringing', hasMedia: !answerOnBridge })
    move.change({ progress: answerOnBridge ? 'ringing' : 'early-media' })
  }
  if (move.call.progress !== 'ringing') move.add({ type: 'play', sound: 'ringback' })
  move.change({ dial: { winner: undefined, branches: branches.map(toBranch) } })
  for (const { leg, devices } of dialOf(move).branches) ringBranch(move, leg, devices)
  endDialIfNobodyRings(move)
}

function toBranch({ callSid, deviceIds }: { callSid: CallSid; deviceIds: readonly string[] }): Branch {
  const devices = deviceIds.map((deviceId): BranchDevice => ({ deviceId, state: 'ringing' }))
  return { leg: { callSid, status: 'initiated', answeredAt: null }, devices, cause: undefined }
}

function ringBranch(move: Move, leg: Leg, devices: readonly BranchDevice[]): void {
  if (devices.length === 0) {
    endBranch(move, leg.callSid, 'not-registered')
    return
  }
  for (const { deviceId } of devices) move.add({ type: 'invite-device', callSid: leg.callSid, deviceId })
  replaceBranch(move, leg.callSid, (branch) => ({ ...branch, leg: move.step(branch.leg, 'ringing') }))
}

function connect(move: Move, branch: Branch, deviceId: string): void {
  const { callSid } = branch.leg
  replaceBranch(move, callSid, () => setDevice(branch, deviceId, 'connected'))
  for (const other of dialOf(move).branches) {
    if (other.leg.callSid === callSid) cancelRinging(move, callSid, 'answered-elsewhere')
    else if (other.cause === undefined) endBranch(move, other.leg.callSid, 'canceled', 'answered-elsewhere')
  }
  replaceBranch(move, callSid, (winner) => ({ ...winner, leg: move.step(winner.leg, 'in-progress') }))
  move.change({ wasBridged: true, dial: { ...dialOf(move), winner: callSid } })
  move.add({ type: 'confirm-device', callSid, deviceId })
  answerCaller(move)
  move.add({ type: 'bridge', callSid, deviceId })
}

/** The one end of a branch: cancels whom it still rings, settles its status. */
function endBranch(move: Move, callSid: CallSid, cause: EndCause, reason: CancelReason = 'caller-hung-up'): void {
  cancelRinging(move, callSid, reason)
  replaceBranch(move, callSid, (branch) => ({
    ...branch,
    cause,
    leg: move.step(branch.leg, finalStatusOf(branch.leg.status, cause), cause),
  }))
}

/** The one end of a dial: ends every branch that still lives, and reports the outcome. */
function endDial(move: Move, cause: EndCause, reason: CancelReason, isTold = false): void {
  const dial = move.call.dial
  if (dial === undefined) return
  for (const { leg, devices, cause: ended } of dial.branches) {
    if (ended !== undefined) continue
    const connected = devices.find(({ state }) => state === 'connected')
    endBranch(move, leg.callSid, cause, reason)
    if (connected) endConnected(move, leg.callSid, connected.deviceId, isTold)
  }
  const { branches } = dialOf(move)
  const causes = branches.flatMap((branch) => branch.cause ?? [])
  if (dial.winner === undefined) move.change({ unansweredCause: mostTelling(causes) })
  move.change({ dial: undefined })
  if (move.call.progress !== 'ringing') move.add({ type: 'play', sound: 'silence' })
  move.add({ type: 'dial-over', outcome: outcomeOf(branches, dial.winner, move.at) })
}

function endConnected(move: Move, callSid: CallSid, deviceId: string, isTold: boolean): void {
  if (!isTold) move.add({ type: 'tell-callee-ended', callSid, deviceId })
  move.add({ type: 'release-device', callSid, deviceId })
}

function outcomeOf(
  branches: readonly Branch[],
  winner: CallSid | undefined,
  at: number,
): (CallEffect & { type: 'dial-over' })['outcome'] {
  const speaking = branches.find(({ leg }) => leg.callSid === winner) ?? branches.at(-1)
  const cause = winner === undefined ? mostTelling(branches.flatMap((branch) => branch.cause ?? [])) : 'hangup'
  const answeredAt = speaking?.leg.answeredAt ?? null
  return {
    status: dialStatusOf(finalStatusOf(winner === undefined ? 'ringing' : 'in-progress', cause)),
    callSid: speaking?.leg.callSid,
    durationSeconds: answeredAt === null ? undefined : Math.round((at - answeredAt) / 1000),
    isBridged: winner !== undefined,
  }
}

function endDialIfNobodyRings(move: Move): void {
  const { dial } = move.call
  if (dial?.winner === undefined && dial?.branches.every(({ cause }) => cause !== undefined)) {
    endDial(move, 'no-answer', 'caller-hung-up')
  }
}

/** The one end of a call: ends its dial, settles its status, tells the caller's device unless it knows. */
function endCall(move: Move, cause: EndCause, isTold: boolean, error = callerErrorOf[cause]): void {
  endDial(move, move.call.dial?.winner === undefined ? 'canceled' : 'hangup', 'caller-hung-up')
  const status = finalStatusOf(move.call.parent.status, cause)
  move.change({ parent: move.step(move.call.parent, status, cause) })
  if (!isTold) move.add({ type: 'tell-caller-ended', error })
  move.add({ type: 'over', status, cause })
}

function endOfDocument(move: Move): void {
  const { parent, progress, wasBridged, unansweredCause } = move.call
  const error = wasBridged || unansweredCause === undefined ? undefined : callerErrorOf[unansweredCause]
  // Under answerOnBridge the caller's leg never was answered: it ends as the leg it waited for did.
  if (progress === 'ringing' && parent.status === 'ringing') {
    endCall(move, unansweredCause ?? 'no-answer', false, error)
    return
  }
  if (progress === 'silent') answerCaller(move)
  endCall(move, 'hangup', false, error)
}

function isRinging({ state }: BranchDevice): boolean {
  return state === 'ringing'
}

function dialOf(move: Move): Dial {
  if (move.call.dial === undefined) throw new RangeError('The call does not dial')
  return move.call.dial
}

function findRinging(call: Call, callSid: CallSid, deviceId: string): Branch | undefined {
  const branch = call.dial?.branches.find(({ leg }) => leg.callSid === callSid)
  return branch?.devices.some((device) => device.deviceId === deviceId && isRinging(device)) ? branch : undefined
}

function replaceBranch(move: Move, callSid: CallSid, change: (branch: Branch) => Branch): void {
  const dial = dialOf(move)
  const branches = dial.branches.map((branch) => (branch.leg.callSid === callSid ? change(branch) : branch))
  move.change({ dial: { ...dial, branches } })
}

function setDevice(branch: Branch, deviceId: string, state: BranchDevice['state']): Branch {
  const devices = branch.devices.map((device) => (device.deviceId === deviceId ? { deviceId, state } : device))
  return { ...branch, devices }
}

function release(move: Move, branch: Branch, deviceId: string): Branch {
  const left = setDevice(branch, deviceId, 'released')
  replaceBranch(move, branch.leg.callSid, () => left)
  move.add({ type: 'release-device', callSid: branch.leg.callSid, deviceId })
  return left
}

function cancelRinging(move: Move, callSid: CallSid, reason: CancelReason): void {
  const branch = dialOf(move).branches.find(({ leg }) => leg.callSid === callSid)
  for (const { deviceId } of branch?.devices.filter(isRinging) ?? []) {
    move.add({ type: 'cancel-device', callSid, deviceId, reason }, { type: 'release-device', callSid, deviceId })
  }
  replaceBranch(move, callSid, (current) => ({
    ...current,
    devices: current.devices.map((device) => (isRinging(device) ? { ...device, state: 'released' } : device)),
  }))
}

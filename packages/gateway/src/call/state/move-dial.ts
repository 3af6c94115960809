import type { CallSid, CancelReason, ErrorCode } from '@ringdown/protocol'
import type { DialOutcome } from '../../twiml/control.js'
import type { Branch, BranchDevice, Dial } from './call.js'
import type { CallCommand, NewBranch, RungDevice } from './call-input.js'
import { type EndCause, finalStatusOf, mostTelling } from './end-cause.js'
import type { Move } from './move.js'

/**
 * Ring every device of every branch. Without `answerOnBridge` the caller's leg is in progress from here on, although
 * its device is told that it rings: the two are different things (Twilio, `<Dial>`, attribute `answerOnBridge`).
 */
export function startDial(move: Move, { branches, answerOnBridge }: CallCommand<'dial'>): void {
  if (move.call.dial !== undefined) throw new RangeError('A call cannot dial while it dials')
  tellCaller(move, answerOnBridge)
  if (move.call.progress !== 'ringing') move.add({ type: 'play', sound: 'ringback' })
  move.change({ dial: { winner: undefined, branches: branches.map(toBranch) } })
  for (const branch of branches) ringBranch(move, branch)
  endDialIfNobodyIsLeft(move)
}

function tellCaller(move: Move, answerOnBridge: boolean): void {
  const { progress, parent } = move.call
  if (progress === 'silent' && answerOnBridge) {
    move.add({ type: 'tell-caller-ringing', hasMedia: false })
    move.change({ progress: 'ringing' })
  } else if (progress === 'silent') {
    move.change({ parent: move.step(parent, 'in-progress'), progress: 'early-media' })
    move.add({ type: 'tell-caller-ringing', hasMedia: true })
  } else if (progress === 'ringing' && !answerOnBridge) {
    move.answerCaller()
  }
}

function toBranch({ callSid, deviceIds, isScreened = false }: NewBranch): Branch {
  const devices = deviceIds.map((deviceId): BranchDevice => ({ deviceId, state: 'ringing' }))
  return { leg: { callSid, status: 'initiated', answeredAt: null }, devices, isScreened, cause: undefined }
}

function ringBranch(move: Move, { callSid, deviceIds, hasFailed }: NewBranch): void {
  if (deviceIds.length === 0) {
    endBranch(move, callSid, { cause: hasFailed ? 'failed' : 'not-registered' })
    return
  }
  for (const deviceId of deviceIds) move.add({ type: 'invite-device', callSid, deviceId })
  replaceBranch(move, callSid, (branch) => ({ ...branch, leg: move.step(branch.leg, 'ringing') }))
}

/** A device answered: it talks to the caller, or is screened first. Whoever else rings for its leg is cancelled. */
export function answerBranch(move: Move, device: RungDevice): void {
  const { callSid, deviceId } = device
  const isScreened = branchOf(move, callSid)?.isScreened === true
  replaceBranch(move, callSid, (branch) => ({
    ...setDevice(branch, deviceId, isScreened ? 'screened' : 'connected'),
    leg: move.step(branch.leg, 'in-progress'),
  }))
  move.add({ type: 'confirm-device', callSid, deviceId })
  if (!isScreened) {
    connectDevice(move, device)
    return
  }
  cancelOthersOfLeg(move, callSid)
  move.add({ type: 'screen-device', callSid, deviceId })
}

/** A device that was screened talks to the caller. */
export function admitDevice(move: Move, device: RungDevice): void {
  replaceBranch(move, device.callSid, (branch) => setDevice(branch, device.deviceId, 'connected'))
  connectDevice(move, device)
}

/** It talks to the caller, and every other leg is over. */
function connectDevice(move: Move, { callSid, deviceId }: RungDevice): void {
  move.change({ wasBridged: true, dial: { ...dialOf(move), winner: callSid } })
  move.answerCaller()
  move.add({ type: 'bridge', callSid, deviceId })
  cancelOthersOfLeg(move, callSid)
  for (const { leg, cause } of dialOf(move).branches) {
    if (leg.callSid !== callSid && cause === undefined)
      endBranch(move, leg.callSid, { cause: 'canceled', reason: 'answered-elsewhere' })
  }
}

function cancelOthersOfLeg(move: Move, callSid: CallSid): void {
  for (const { deviceId } of branchOf(move, callSid)?.devices.filter(isRinging) ?? []) {
    move.add({ type: 'cancel-device', callSid, deviceId, reason: 'answered-elsewhere' })
    releaseDevice(move, { callSid, deviceId })
  }
}

/** Whoever was screened is not to talk to the caller; others ring on. */
export function endScreening(move: Move, { callSid, deviceId, cause, isTold }: CallCommand<'callee-ended'>): void {
  endBranch(move, callSid, {
    cause: cause === 'application-failed' ? cause : 'not-admitted',
    knownBy: isTold ? deviceId : undefined,
  })
  endDialIfNobodyIsLeft(move)
}

/** Nobody rings any longer; whoever is being screened may still be connected. */
export function stopRinging(move: Move): void {
  for (const { leg, devices, cause } of move.call.dial?.branches ?? []) {
    if (cause === undefined && devices.every(({ state }) => state === 'ringing' || state === 'released'))
      endBranch(move, leg.callSid, { cause: 'no-answer', reason: 'not-answered' })
  }
  endDialIfNobodyIsLeft(move)
}

/** A leg that nobody has answered is to ring no longer. */
export function cancelBranch(move: Move, { callSid }: CallCommand<'cancel-branch'>): void {
  const branch = move.call.dial?.branches.find(({ leg }) => leg.callSid === callSid)
  if (branch === undefined || !isAlive(branch) || branch.leg.status === 'in-progress') return
  endBranch(move, callSid, { cause: 'canceled', reason: 'caller-hung-up' })
  endDialIfNobodyIsLeft(move)
}

/** A leg that is being screened leaves the dial, which goes on if anyone else rings. */
export function detachScreened(move: Move, { callSid, deviceId }: RungDevice): void {
  replaceBranch(move, callSid, (branch) => ({ ...setDevice(branch, deviceId, 'released'), cause: 'not-admitted' }))
  move.add({ type: 'detach-device', callSid, deviceId })
  endDialIfNobodyIsLeft(move)
}

/** The answered leg leaves the dial, which is over with that. How long they talked is not known before that leg ends. */
export function detachWinner(move: Move, { callSid, deviceId }: RungDevice): void {
  const outcome = { status: 'completed', callSid, durationSeconds: undefined, isBridged: true } as const
  move.change({ dial: undefined })
  move.add({ type: 'detach-device', callSid, deviceId }, { type: 'play', sound: 'silence' })
  move.add({ type: 'dial-over', outcome })
}

/** The person at a device declined, and with that for every device of the name. */
export function declineBranch(move: Move, { callSid, deviceId }: RungDevice): void {
  endBranch(move, callSid, { cause: 'declined', reason: 'rejected-elsewhere', knownBy: deviceId })
  endDialIfNobodyIsLeft(move)
}

/** One device is out; the others of its name ring on. */
export function dropDevice(move: Move, device: RungDevice, error: ErrorCode | undefined): void {
  const { callSid, deviceId } = device
  if (error !== undefined) move.add({ type: 'tell-callee-ended', callSid, deviceId, error })
  releaseDevice(move, device)
  if (branchOf(move, callSid)?.devices.some(isRinging) === true) return
  endBranch(move, callSid, { cause: error === undefined ? 'no-answer' : 'failed' })
  endDialIfNobodyIsLeft(move)
}

/** How a dial ends. */
export interface DialEnding {
  readonly cause: EndCause
  /** What devices that still ring are told. */
  readonly reason?: CancelReason
  /** Whether the connected device knows already, because it said so. */
  readonly isTold?: boolean
}

/** The one end of a dial whose call goes on. */
export function endDial(move: Move, ending: DialEnding): void {
  const outcome = settleDial(move, ending)
  if (outcome === undefined) return
  if (move.call.progress !== 'ringing') move.add({ type: 'play', sound: 'silence' })
  move.add({ type: 'dial-over', outcome })
}

/** End every branch that still lives, and forget the dial. Undefined when there is none. */
export function settleDial(move: Move, { cause, reason, isTold }: DialEnding): DialOutcome | undefined {
  const { dial } = move.call
  if (dial === undefined) return undefined
  for (const branch of dial.branches.filter(isAlive)) {
    const knownBy = isTold === true ? connectedDeviceOf(branch) : undefined
    endBranch(move, branch.leg.callSid, { cause, reason, knownBy })
  }
  const { branches, winner } = dialOf(move)
  const unansweredCause = mostTelling(branches.flatMap((branch) => branch.cause ?? []))
  move.change({ dial: undefined, ...(winner === undefined && { unansweredCause }) })
  const leg = branches.find((branch) => branch.leg.callSid === winner)?.leg
  if (leg === undefined) return unansweredOutcome(branches, unansweredCause)
  const durationSeconds = Math.round((move.at - (leg.answeredAt ?? move.at)) / 1000)
  return { status: 'completed', callSid: leg.callSid, durationSeconds, isBridged: true }
}

function unansweredOutcome(branches: readonly Branch[], cause: EndCause): DialOutcome {
  const status = finalStatusOf('ringing', cause)
  return { status, callSid: branches.at(-1)?.leg.callSid, durationSeconds: undefined, isBridged: false }
}

function endDialIfNobodyIsLeft(move: Move): void {
  const { dial } = move.call
  if (dial?.winner === undefined && dial?.branches.some(isAlive) === false) endDial(move, { cause: 'no-answer' })
}

interface BranchEnding {
  readonly cause: EndCause
  readonly reason?: CancelReason | undefined
  /** The device that need not be told. */
  readonly knownBy?: string | undefined
}

/** The one end of a branch: settles its leg's status, says goodbye to every device it still has. */
function endBranch(move: Move, callSid: CallSid, { cause, reason = 'caller-hung-up', knownBy }: BranchEnding): void {
  replaceBranch(move, callSid, (branch) => ({
    ...branch,
    cause,
    leg: move.step(branch.leg, finalStatusOf(branch.leg.status, cause), cause),
  }))
  for (const { deviceId, state } of branchOf(move, callSid)?.devices ?? []) {
    if (state === 'released') continue
    if (deviceId !== knownBy && state === 'ringing') move.add({ type: 'cancel-device', callSid, deviceId, reason })
    if (deviceId !== knownBy && state !== 'ringing')
      move.add({ type: 'tell-callee-ended', callSid, deviceId, error: undefined })
    releaseDevice(move, { callSid, deviceId })
  }
}

function releaseDevice(move: Move, { callSid, deviceId }: RungDevice): void {
  replaceBranch(move, callSid, (branch) => setDevice(branch, deviceId, 'released'))
  move.add({ type: 'release-device', callSid, deviceId })
}

function isRinging({ state }: BranchDevice): boolean {
  return state === 'ringing'
}

function isAlive({ cause }: Branch): boolean {
  return cause === undefined
}

function connectedDeviceOf({ devices }: Branch): string | undefined {
  return devices.find(({ state }) => state === 'connected')?.deviceId
}

function dialOf({ call: { dial } }: Move): Dial {
  if (dial === undefined) throw new RangeError('The call does not dial')
  return dial
}

function branchOf(move: Move, callSid: CallSid): Branch | undefined {
  return dialOf(move).branches.find(({ leg }) => leg.callSid === callSid)
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

import type { ErrorCode } from '@ringdown/protocol'
import type { BranchDevice } from './call.js'
import type { CallCommand } from './call-input.js'
import { endCall } from './end-call.js'
import type { Move } from './move.js'

/** Ring every device that may take the call which the API makes. */
export function startRing(move: Move, { deviceIds, hasFailed }: CallCommand<'ring'>): void {
  const { callSid, status } = move.call.parent
  if (status !== 'queued') throw new RangeError('A call rings once')
  move.stepParent('initiated')
  move.change({ rung: deviceIds.map((deviceId): BranchDevice => ({ deviceId, state: 'ringing' })) })
  if (deviceIds.length === 0) {
    endCall(move, { cause: hasFailed ? 'failed' : 'not-registered', isTold: true })
    return
  }
  for (const deviceId of deviceIds) move.add({ type: 'invite-device', callSid, deviceId })
  move.stepParent('ringing')
}

/** A device took the call: it is the caller from now on, and whoever else rings is cancelled. */
export function seatCaller(move: Move, deviceId: string): void {
  const { callSid } = move.call.parent
  move.stepParent('in-progress')
  move.setRung(deviceId, 'connected')
  move.change({ progress: 'answered' })
  move.add({ type: 'confirm-device', callSid, deviceId }, { type: 'seat-caller', callSid, deviceId })
  for (const other of move.call.rung.filter(isRinging)) {
    move.add({ type: 'cancel-device', callSid, deviceId: other.deviceId, reason: 'answered-elsewhere' })
    move.releaseRung(other.deviceId)
  }
}

/** The person at a device declined, and with that for every device of the name. */
export function declineRing(move: Move, deviceId: string): void {
  endCall(move, { cause: 'declined', isTold: true, knownBy: deviceId })
}

/** One device is out; the others ring on. */
export function dropRung(move: Move, deviceId: string, error: ErrorCode | undefined): void {
  const { callSid } = move.call.parent
  if (error !== undefined) move.add({ type: 'tell-callee-ended', callSid, deviceId, error })
  move.releaseRung(deviceId)
  if (move.call.rung.some(isRinging)) return
  endCall(move, { cause: error === undefined ? 'no-answer' : 'failed', isTold: true })
}

/** Nobody took it in time. */
export function endRing(move: Move): void {
  if (move.call.progress === 'absent') endCall(move, { cause: 'no-answer', isTold: true })
}

function isRinging({ state }: BranchDevice): boolean {
  return state === 'ringing'
}

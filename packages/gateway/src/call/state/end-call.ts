import type { CancelReason } from '@ringdown/protocol'
import type { Call } from './call.js'
import type { CallCommand } from './call-input.js'
import { callerErrorOf, type EndCause, finalStatusOf } from './end-cause.js'
import type { Move } from './move.js'
import { type DialEnding, settleDial } from './move-dial.js'

/** How a call ends. */
export interface CallEnding extends Omit<CallCommand<'end'>, 'type'> {
  /** Of the devices that ring for the call itself, the one that need not be told. */
  readonly knownBy?: string
}

/** The one end of a call: ends its dial, settles its status, tells the caller's device unless it knows. */
export function endCall(move: Move, ending: CallEnding): void {
  const { cause, isTold, error } = ending
  const outcome = settleDial(move, farEndEnding(move.call))
  const { parent, progress } = move.call
  move.change({ parent: move.step(parent, finalStatusOf(parent.status, cause), cause) })
  cancelRung(move, ending)
  if (!isTold && progress !== 'absent') {
    move.add({ type: 'tell-caller-ended', error: error ?? expectedError(move.call, cause) })
  }
  // Late, so that the action URL hears of the status in which the call ended.
  if (outcome !== undefined) move.add({ type: 'dial-over', outcome })
  move.add({ type: 'over' })
}

/** How a dial ends that the caller's side ends, whatever its state. */
export function farEndEnding({ dial }: Call): DialEnding {
  return { cause: dial?.winner === undefined ? 'canceled' : 'hangup', reason: 'caller-hung-up' }
}

/** Whoever has talked, or was called, knows how the call went; an error then only says that something broke. */
function expectedError({ wasBridged, origin }: Call, cause: EndCause): CallCommand<'end'>['error'] {
  const isOrdinary = (wasBridged || origin === 'gateway') && finalStatusOf('ringing', cause) !== 'failed'
  return isOrdinary ? undefined : callerErrorOf[cause]
}

function cancelRung(move: Move, { cause, knownBy }: CallEnding): void {
  const { parent, rung } = move.call
  for (const { deviceId } of rung.filter(({ state }) => state === 'ringing')) {
    const device = { callSid: parent.callSid, deviceId }
    if (deviceId !== knownBy)
      move.add({ type: 'cancel-device', ...device, reason: reasonOf[cause] ?? 'caller-hung-up' })
    move.releaseRung(deviceId)
  }
}

const reasonOf: Readonly<Partial<Record<EndCause, CancelReason>>> = {
  declined: 'rejected-elsewhere',
  'no-answer': 'not-answered',
}

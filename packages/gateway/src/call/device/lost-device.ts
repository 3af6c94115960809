import type { CallCommand } from '../state/call-input.js'
import type { CallSession } from '../call-session.js'
import type { DeviceEnd } from '../device-end.js'

/**
 * What a call does when a device's connection is lost: a device that was ringing is given up at once; one that is
 * talking is waited for, and as long as its media flows the call goes on, since older clients keep their media and
 * come back only to hang up.
 */
export function onDeviceLost(session: CallSession, end: DeviceEnd): Promise<void> {
  // Asked when its turn comes: what the device sent last, such as its answer, may still be under way.
  return session.run(async (apply) => {
    const { callSid, id: deviceId } = end
    if (session.isOver || end.isAttached || !session.ends.includes(end)) return
    if (!session.isTalking(end)) {
      session.context.farewells.sayCancelled(end, 'not-answered')
      await apply({ type: 'unreachable', callSid, deviceId, error: undefined })
    } else if (canComeBack(session, end)) waitForDevice(session, end)
    else await apply(givingUp(session, end))
  })
}

// A client of the newer kind that was never answered holds no token, and regards its call as closed.
function canComeBack(session: CallSession, end: DeviceEnd): boolean {
  return !end.canResume || end !== session.context.caller || session.isCallerAnswered
}

function waitForDevice(session: CallSession, end: DeviceEnd): void {
  const { legs, ports } = session.context
  const { device } = end
  const graceMs = Math.max(ports.limits.graceMs, device.reconnectTimeoutSeconds * 1000)
  legs.note(end.callSid, 'signal', 'connection lost', { graceMs })
  let stopTimer: () => void = () => undefined

  function waitOnce(): void {
    const { packetsReceived } = end.endpoint.stats()
    stopTimer = ports.clock.after(graceMs, () => {
      // Wherever it is now, it was heard there: if that is lost too, another wait has begun.
      if (session.isOver || end.device.id !== device.id) return
      const isFlowing = end.endpoint.stats().packetsReceived > packetsReceived
      if (isFlowing) waitOnce()
      else void session.post(givingUp(session, end))
    })
  }

  waitOnce()
  void session.over.then(() => {
    stopTimer()
  })
}

function givingUp({ context }: CallSession, end: DeviceEnd): CallCommand {
  if (end === context.caller) return { type: 'end', cause: 'lost', isTold: false }
  const { callSid, id: deviceId } = end
  return { type: 'callee-ended', callSid, deviceId, cause: 'lost', isTold: false }
}

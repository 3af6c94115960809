import type { CallSession } from './call-session.js'
import type { DeviceEnd } from './device-end.js'

/**
 * What a call does when a device's connection is lost: a device that was ringing is given up at once; one that is
 * talking is waited for, and as long as its media flows the call goes on, since older clients keep their media and
 * come back only to hang up.
 */
export function onDeviceLost(session: CallSession, end: DeviceEnd): void {
  const { context } = session
  const isTalking = end === context.caller || end.callSid === session.winner
  if (isTalking) waitForDevice(session, end)
  else void session.post({ type: 'unreachable', callSid: end.callSid, deviceId: end.id, hasFailed: false })
}

function waitForDevice(session: CallSession, end: DeviceEnd): void {
  const { clock, limits } = session.context.ports
  const graceMs = Math.max(limits.graceMs, end.device.reconnectTimeoutSeconds * 1000)
  const packetsBefore = end.endpoint.stats().packetsReceived
  session.context.legs.note(end.callSid, 'signal', 'connection lost', { graceMs })
  const cancel = clock.after(graceMs, () => {
    if (session.isOver || end.isAttached) return
    const isFlowing = end.endpoint.stats().packetsReceived > packetsBefore
    if (isFlowing && canComeBack(session, end)) waitForDevice(session, end)
    else giveUp(session, end)
  })
  void session.over.then(cancel)
}

// A client of the newer kind that was never answered holds no token, and regards its call as closed.
function canComeBack(session: CallSession, end: DeviceEnd): boolean {
  return !end.canResume || end !== session.context.caller || session.isCallerAnswered
}

function giveUp(session: CallSession, end: DeviceEnd): void {
  const { callSid } = end
  if (end === session.context.caller) void session.post({ type: 'end', cause: 'lost', isTold: false })
  else void session.post({ type: 'callee-ended', callSid, cause: 'lost', isTold: false })
}

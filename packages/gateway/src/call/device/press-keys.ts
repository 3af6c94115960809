import type { CallEnd } from '../call-end.js'
import type { CallSession } from '../call-session.js'

/**
 * Keys were pressed at a device, or sent by it as a message. Only the caller's star ends a dial.
 *
 * @returns whether they are meant for the far side
 */
export function pressKeys(session: CallSession, end: CallEnd, keys: string): boolean {
  session.context.legs.note(end.callSid, 'dtmf', 'keys', { count: keys.length })
  const isStop = end === session.context.caller && keys.includes('*') && session.stopsOnStar
  if (isStop) void session.post({ type: 'stop-dial' })
  return !isStop
}

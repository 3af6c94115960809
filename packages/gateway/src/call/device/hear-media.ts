import type { MediaEvent } from '../../media/media.js'
import type { CallEnd } from '../call-end.js'
import type { CallSession } from '../call-session.js'
import { pressKeys } from './press-keys.js'

/** Something happened in a device's media: keys, its beginning, or its loss, which ends the leg. */
export function hearMedia(session: CallSession, end: CallEnd, event: MediaEvent): void {
  if (event.type === 'dtmf') {
    pressKeys(session, end, event.digit)
    return
  }
  const detail = event.type === 'lost' ? { reason: event.reason } : {}
  session.context.legs.note(end.callSid, 'media', event.type, detail)
  if (event.type === 'lost') void endLeg(session, end)
}

function endLeg(session: CallSession, end: CallEnd): Promise<void> {
  const { endpoint, callSid, id: deviceId } = end
  return session.run(async (apply) => {
    // A page that was reloaded has other media by now.
    if (end.endpoint !== endpoint) return
    if (end === session.context.caller) await apply({ type: 'end', cause: 'lost', isTold: false })
    else await apply({ type: 'callee-ended', callSid, deviceId, cause: 'lost', isTold: false })
  })
}

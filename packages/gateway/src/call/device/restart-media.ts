import type { CallSession } from '../call-session.js'
import type { DeviceEnd } from '../device-end.js'
import { tryMedia } from './try-media.js'

/** A device that has media offers it anew: an ICE restart. */
export function restartMedia(session: CallSession, end: DeviceEnd, offerSdp: string): Promise<void> {
  const { context } = session
  return session.run(async () => {
    const isCaller = end === context.caller
    const hasMedia = isCaller ? session.hasCallerMedia : session.isTalking(end)
    if (session.isOver || !hasMedia) return
    const restarted = await tryMedia(context, end.callSid, () => end.endpoint.restart(offerSdp))
    if (!restarted.isOk) return
    end.localSdp = restarted.result
    // A caller that still hears ringback would take this for the answer to its call, which brings it the same text.
    if (!isCaller || session.isCallerAnswered) end.tellAnswered(true)
  })
}

import { calleeKey } from '../call-context.js'
import type { CallSession } from '../call-session.js'
import { type DeviceEnd, fingerprintOf } from '../device-end.js'
import { tryMedia } from './try-media.js'

/** A device accepts. Its answer is applied; one that cannot be counts as a failure of that device alone. */
export function acceptCall(session: CallSession, end: DeviceEnd, answerSdp: string): Promise<void> {
  const { context } = session
  const { callSid, id: deviceId } = end
  return session.run(async (apply) => {
    // Another device may have been faster, or this one's leg may be over.
    if (!context.callees.has(calleeKey(callSid, deviceId)) || session.isTalking(end)) return
    const accepted = await tryMedia(context, callSid, () => end.endpoint.acceptAnswer(answerSdp))
    end.fingerprint = fingerprintOf(answerSdp)
    if (accepted.isOk) await apply({ type: 'accepted', callSid, deviceId })
    else await apply({ type: 'unreachable', callSid, deviceId, error: accepted.error })
  })
}

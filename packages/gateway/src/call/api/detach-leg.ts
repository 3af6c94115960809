import { runCall } from '../application/call-program.js'
import type { CallScript } from '../application/call-script.js'
import type { CallEnd } from '../call-end.js'
import type { ApplyCommand, CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import { onDeviceLost } from '../device/lost-device.js'
import { hearEnd } from '../line/hear-far-side.js'
import { openSession } from '../open-session.js'
import { createDetachedCall } from '../state/call.js'

/** The answered leg of a dial that is to be a call of its own. */
export interface Detachment {
  readonly session: CallSession
  /** Whoever answered. */
  readonly end: CallEnd
  readonly script: CallScript
}

/**
 * Make a call of its own of the answered leg of a dial, and run a script on it; the call that dialled it goes on behind
 * its dial. To be called between inputs of that call. The leg keeps its SID, its device, its media and its callbacks.
 */
export async function detachLeg(
  sharing: CallSharing,
  { session, end, script }: Detachment,
  apply: ApplyCommand,
): Promise<CallSession> {
  const { callSid } = end
  const entry = session.context.legs.release(callSid)
  const { status, answeredAt, createdAt } = entry.record
  const detached = openSession(sharing, session.context.account, createDetachedCall({ callSid, status, answeredAt }))
  detached.context.caller = end
  hearEnd(detached, end)
  // From here on, in this very turn, whatever is said of the leg is said to its new owner.
  detached.context.legs.adopt(entry)
  sharing.registry.add(detached)
  detached.countFrom(answeredAt ?? createdAt)
  await apply({ type: 'detach', callSid, deviceId: end.id })
  if (end.kind === 'device') void onDeviceLost(detached, end)
  sharing.registry.track(runCall(detached, script))
  return detached
}

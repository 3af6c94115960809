import type { CallEnd } from '../call-end.js'
import type { CallSession } from '../call-session.js'
import { hearMedia } from '../device/hear-media.js'
import { tryMedia } from '../device/try-media.js'
import type { CallCommand } from '../state/call-input.js'
import type { FarSideEvent, LineEnd } from './line-end.js'

/**
 * From now on a call hears what happens at one of its ends.
 *
 * @param sendDigits - keys to press when a line is answered
 */
export function hearEnd(session: CallSession, end: CallEnd, sendDigits?: string): void {
  end.onMedia = (event) => {
    hearMedia(session, end, event)
  }
  if (end.kind === 'device') return
  end.statusOf = () => {
    const { legs } = session.context
    return legs.has(end.callSid) ? legs.get(end.callSid).status : 'failed'
  }
  end.onFarSide = (event) => {
    if (event.type === 'gone') void hangUp(session, end, event)
    else void answer(session, end, sendDigits)
  }
}

function answer(session: CallSession, end: LineEnd, sendDigits: string | undefined): Promise<void> {
  const { callSid, id: deviceId } = end
  return session.run(async (apply) => {
    await apply({ type: 'accepted', callSid, deviceId })
    if (sendDigits === undefined || !session.isTalking(end)) return
    await tryMedia(session.context, callSid, () => {
      end.endpoint.sendKeys(sendDigits)
      return Promise.resolve()
    })
  })
}

/** Whoever calls hung up, or the number that was called ended its call, whatever the state of that. */
function hangUp(session: CallSession, end: LineEnd, { status }: FarSideEvent & { type: 'gone' }): Promise<void> {
  const { callSid, id: deviceId } = end
  return session.run(async (apply) => {
    if (end === session.context.caller) {
      await apply({ type: 'end', cause: 'hangup', isTold: true })
      return
    }
    // Of the two only the one that fits the state has an effect.
    await apply(unanswered({ callSid, deviceId }, status))
    await apply({ type: 'callee-ended', callSid, deviceId, cause: 'hangup', isTold: true })
  })
}

// The leg that called ends as the leg that was called did, as far as that is a way for it to end.
function unanswered(
  line: Pick<CallCommand<'declined'>, 'callSid' | 'deviceId'>,
  status: (FarSideEvent & { type: 'gone' })['status'],
): CallCommand {
  if (status === 'busy') return { type: 'declined', ...line }
  return { type: 'unreachable', ...line, error: status === 'failed' ? 31000 : undefined }
}

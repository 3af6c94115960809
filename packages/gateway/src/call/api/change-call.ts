import { type AccountSid, type CallSid, isFinal } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import type { CallScript } from '../application/call-script.js'
import type { CallRecord } from '../call-record.js'
import type { ApplyCommand, CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import type { CallOutcome, CallRefusal } from './call-order.js'
import { detachLeg } from './detach-leg.js'

/** What the API wants to be different about a call that runs. What is not given stays as it is. */
export interface CallChange {
  /** `canceled`: ring no longer, for a call that nobody has answered. `completed`: end it, whatever its state. */
  readonly end?: 'canceled' | 'completed' | undefined
  /** Run this in place of what runs now; not together with `end`. */
  readonly script?: CallScript | undefined
  readonly statusCallback?: StatusCallbackSpec | undefined
  /** The longest call, from its answer, or from its beginning if a device started it. */
  readonly timeLimitSeconds?: number | undefined
}

/** Change a call that runs; a leg of a dial is a call, too. All of it is done, or nothing. */
export async function changeCall(
  sharing: CallSharing,
  { accountSid, callSid }: { readonly accountSid: AccountSid; readonly callSid: CallSid },
  change: CallChange,
): Promise<CallOutcome> {
  const session = sharing.registry.find(accountSid, callSid)
  if (session === undefined) return refuse('The call does not run; only a running call can be changed.')
  let outcome: CallOutcome | undefined
  await session.run(async (apply) => {
    const { legs } = session.context
    // It may have been detached while this waited for its turn.
    const refusal = legs.has(callSid) ? refusalOf(legs.get(callSid), change) : refuse('The call has become another’s.')
    if (refusal !== undefined) {
      outcome = refusal
      return
    }
    outcome = { isOk: true, call: await makeChange(sharing, { session, callSid, change }, apply) }
  })
  return outcome ?? refuse('The call could not be changed; the gateway’s log says more.')
}

function refusalOf({ status }: CallRecord, change: CallChange): CallRefusal | undefined {
  if (isFinal(status)) return refuse(`The call has ended as ${status}.`)
  if (change.end === 'canceled' && status === 'in-progress') {
    return refuse('The call is in progress; only one that nobody has answered can be canceled. End it with completed.')
  }
  if (change.script !== undefined && status !== 'in-progress') {
    return refuse(`The call is ${status}; only one that is in progress can be redirected.`)
  }
  return undefined
}

interface Changing {
  readonly session: CallSession
  readonly callSid: CallSid
  readonly change: CallChange
}

/** Resolves to the call as it is then. */
async function makeChange(sharing: CallSharing, changing: Changing, apply: ApplyCommand): Promise<CallRecord> {
  const { session, callSid, change } = changing
  const { legs } = session.context
  if (change.statusCallback !== undefined) {
    legs.note(callSid, 'change', 'status callback')
    legs.redirectCallbacks(callSid, change.statusCallback)
  }
  if (change.timeLimitSeconds !== undefined) {
    legs.note(callSid, 'change', 'time limit', { seconds: change.timeLimitSeconds })
    limit(session, callSid, change.timeLimitSeconds)
  }
  if (change.end !== undefined) {
    legs.note(callSid, 'change', change.end)
    await end(session, { callSid, how: change.end }, apply)
  }
  if (change.script === undefined) return legs.get(callSid)
  legs.note(callSid, 'change', 'redirected')
  const owner = await redirect(sharing, { session, callSid, script: change.script }, apply)
  return owner.context.legs.get(callSid)
}

function limit(session: CallSession, callSid: CallSid, seconds: number): void {
  if (callSid === session.context.callSid) session.limitTo(seconds)
  else session.limitDialTo(seconds)
}

interface Ending {
  readonly callSid: CallSid
  readonly how: 'canceled' | 'completed'
}

async function end(session: CallSession, { callSid, how }: Ending, apply: ApplyCommand): Promise<void> {
  const callee = session.answeredEndOf(callSid)
  if (callSid === session.context.callSid) {
    await apply({ type: 'end', cause: how === 'canceled' ? 'canceled' : 'hangup', isTold: false })
  } else if (callee !== undefined) {
    await apply({ type: 'callee-ended', callSid, deviceId: callee.id, cause: 'hangup', isTold: false })
  } else {
    await apply({ type: 'cancel-branch', callSid })
  }
}

interface Redirection {
  readonly session: CallSession
  readonly callSid: CallSid
  readonly script: CallScript
}

/** Resolves to the session that the call belongs to from then on. */
async function redirect(
  sharing: CallSharing,
  { session, callSid, script }: Redirection,
  apply: ApplyCommand,
): Promise<CallSession> {
  const callee = callSid === session.context.callSid ? undefined : session.answeredEndOf(callSid)
  if (callee !== undefined) return detachLeg(sharing, { session, end: callee, script }, apply)
  await session.replaceScript(script, apply)
  return session
}

function refuse(text: string): CallRefusal {
  return { isOk: false, code: 21220, text }
}

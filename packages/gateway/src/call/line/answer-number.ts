import { runCall } from '../application/call-program.js'
import { telephoneParams } from '../application/telephone-params.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import { openSession } from '../open-session.js'
import { reportCrowding } from '../report-crowding.js'
import { reportProblem } from '../report-problem.js'
import { createCall } from '../state/call.js'
import type { IncomingCall } from './call-number.js'
import { hearEnd } from './hear-far-side.js'

/** A number of the gateway is called: make a call that comes in there, and let the number's application answer it. */
export function answerNumber(sharing: CallSharing, incoming: IncomingCall): void {
  const { ports, registry } = sharing
  const { caller, route } = incoming
  const { account } = route
  if (registry.countOf(account.sid) >= ports.limits.maxCallsPerAccount) {
    reportCrowding(ports, account.sid)
    void caller.endpoint.close()
    return
  }
  const record = recordOf(sharing, incoming)
  const session = openSession(sharing, account, createCall(record.sid))
  session.context.caller = caller
  hearEnd(session, caller)
  registry.add(session)
  registry.track(answer(session, record, incoming))
}

async function answer(session: CallSession, record: CallRecord, { route }: IncomingCall): Promise<void> {
  const { ports } = session.context
  try {
    await session.keep(record)
  } catch (error) {
    ports.observer.fault(record.sid, error)
    return
  }
  session.countFrom(record.createdAt)
  // Asked once the call is counted in: whoever suspends the account from now on ends it with the others.
  if ((await isActive(session)) === false) {
    const text = `A call to ${record.to} was turned away: the account is suspended or closed.`
    reportProblem(ports, { call: record, code: 10003, text })
    await session.post({ type: 'end', cause: 'account-inactive', isTold: false })
  }
  await runCall(session, route.script, { custom: {}, own: telephoneParams(route.stirStatus) })
}

/** Undefined when the store does not say; the call goes on then, as one would that was there before. */
async function isActive({ context: { account, callSid, ports } }: CallSession): Promise<boolean | undefined> {
  try {
    return (await ports.store.accounts.find(account.sid))?.status === 'active'
  } catch (error) {
    ports.observer.fault(callSid, error)
    return undefined
  }
}

function recordOf({ ports }: CallSharing, { caller, from, route }: IncomingCall): CallRecord {
  const now = ports.clock.now()
  return {
    sid: caller.callSid,
    accountSid: route.account.sid,
    // The leg that called belongs to another call, and maybe to another account.
    parentCallSid: null,
    applicationSid: null,
    phoneNumberSid: route.number.sid,
    from,
    to: route.number.phoneNumber,
    direction: 'inbound',
    status: 'ringing',
    endReason: null,
    createdAt: now,
    startedAt: now,
    answeredAt: null,
    endedAt: null,
    updatedAt: now,
  }
}

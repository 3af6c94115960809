import { runCall } from '../application/call-program.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import { prepareDevices } from '../device/ring-devices.js'
import { tryMedia } from '../device/try-media.js'
import { findNumberRoute } from '../line/number-route.js'
import { prepareLine } from '../line/prepare-line.js'
import { openSession } from '../open-session.js'
import { reportCrowding } from '../report-crowding.js'
import { createOutgoingCall } from '../state/call.js'
import type { NewBranch } from '../state/call-input.js'
import type { CallOrder, CallOutcome } from './call-order.js'

/**
 * Make a call that the API asks for. It is queued, and in the store, when the promise resolves; then its devices ring.
 *
 * @throws StoreError when it cannot be kept; then there is no such call
 */
export async function makeCall(sharing: CallSharing, order: CallOrder): Promise<CallOutcome> {
  const { ports, registry } = sharing
  const account = await ports.store.accounts.find(order.accountSid)
  if (account?.status !== 'active') {
    return { isOk: false, code: 10001, text: 'The account is suspended or closed; it makes no calls.' }
  }
  // Asked in the same turn as the call is counted in: several may have waited for their account.
  if (registry.countOf(account.sid) >= ports.limits.maxCallsPerAccount) {
    return { isOk: false, code: 10004, text: reportCrowding(ports, account.sid) }
  }
  const record = recordOf(sharing, order)
  const session = openSession(sharing, account, createOutgoingCall(record.sid))
  if (order.timeLimitSeconds !== undefined) session.limitTo(order.timeLimitSeconds)
  registry.add(session)
  await session.keep(record, order.statusCallback)
  registry.track(runOrder(session, order))
  return { isOk: true, call: record }
}

async function runOrder(session: CallSession, order: CallOrder): Promise<void> {
  await ring(session, order)
  await Promise.race([session.seated, session.over])
  const { caller } = session.context
  const { sendDigits } = order
  if (caller !== undefined && sendDigits !== undefined) {
    await tryMedia(session.context, caller.callSid, () => {
      caller.endpoint.sendKeys(sendDigits)
      return Promise.resolve()
    })
  }
  await runCall(session, order.script)
}

function ring(session: CallSession, order: CallOrder): Promise<void> {
  const { callSid, ports } = session.context
  return session.run(async (apply) => {
    if (session.isOver) return
    let branch: NewBranch
    try {
      branch = await prepare(session, order)
    } catch (error) {
      ports.observer.fault(callSid, error)
      await apply({ type: 'end', cause: 'failed', isTold: true })
      return
    }
    const { deviceIds, hasFailed } = branch
    const stopTimer = ports.clock.after(order.timeoutSeconds * 1000, () => {
      void session.post({ type: 'ring-timeout' })
    })
    void Promise.race([session.seated, session.over]).then(stopTimer)
    await apply({ type: 'ring', deviceIds, hasFailed })
  })
}

async function prepare(session: CallSession, { from, to, callerId }: CallOrder): Promise<NewBranch> {
  const { account, callSid, legs, ports } = session.context
  const leg = legs.get(callSid)
  if ('clientName' in to) {
    const devices = await ports.devices.registered(account.sid, to.clientName)
    return prepareDevices(session, leg, { ...to, devices, callerId })
  }
  const shown = callerId ?? from
  const route = await findNumberRoute(ports, { accountSid: account.sid, from: shown, to: to.phoneNumber })
  // It was somebody's when the call was asked for.
  if (route === undefined) return { callSid, deviceIds: [], hasFailed: true }
  return prepareLine(session, leg, { route, from: shown })
}

function recordOf({ ports }: CallSharing, { accountSid, applicationSid, from, to }: CallOrder): CallRecord {
  const now = ports.clock.now()
  return {
    sid: ports.ids.sid('CA'),
    accountSid,
    parentCallSid: null,
    applicationSid: applicationSid ?? null,
    phoneNumberSid: null,
    from,
    to: 'clientName' in to ? `client:${to.clientName}` : to.phoneNumber,
    direction: 'outbound-api',
    status: 'queued',
    endReason: null,
    createdAt: now,
    startedAt: null,
    answeredAt: null,
    endedAt: null,
    updatedAt: now,
  }
}

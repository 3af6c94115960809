import type { ClientTarget, DialSpec } from '../../twiml/control.js'
import type { CallContext } from '../call-context.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { Device } from '../device-directory.js'
import type { NewBranch } from '../state/call-input.js'
import { prepareDevices } from './ring-devices.js'

/**
 * Make ready what a dial needs before anyone is rung: for each target a leg that is in the store, and its devices. A leg
 * that cannot be kept is a fault, and is left out.
 */
export async function prepareBranches(session: CallSession, spec: DialSpec): Promise<readonly NewBranch[]> {
  const branches = await Promise.all(spec.targets.map((target) => prepareBranch(session, spec, target)))
  return branches.filter((branch) => branch !== undefined)
}

async function prepareBranch(
  session: CallSession,
  spec: DialSpec,
  target: ClientTarget,
): Promise<NewBranch | undefined> {
  const { account, legs, ports } = session.context
  const record = childRecord(session.context, spec, target)
  let devices: readonly Device[]
  try {
    devices = await ports.devices.registered(account.sid, target.clientName)
    await legs.add(record, target.statusCallback)
  } catch (error) {
    ports.observer.fault(record.sid, error)
    return undefined
  }
  return prepareDevices(session, record, { ...target, devices })
}

function childRecord({ ports, account, legs, callSid }: CallContext, spec: DialSpec, target: ClientTarget): CallRecord {
  const now = ports.clock.now()
  return {
    sid: ports.ids.sid('CA'),
    accountSid: account.sid,
    parentCallSid: callSid,
    applicationSid: null,
    phoneNumberSid: null,
    from: spec.callerId ?? legs.get(callSid).from,
    to: `client:${target.clientName}`,
    direction: 'outbound-dial',
    status: 'initiated',
    endReason: null,
    createdAt: now,
    startedAt: now,
    answeredAt: null,
    endedAt: null,
    updatedAt: now,
  }
}

import type { ErrorCode } from '@ringdown/protocol'
import { isPhoneNumber } from '../../account/phone-number.js'
import type { ClientTarget, DialSpec, NumberTarget } from '../../twiml/control.js'
import type { CallContext } from '../call-context.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { Device } from '../device-directory.js'
import { findNumberRoute, type NumberRoute } from '../line/number-route.js'
import { hopsOf, maxHops, prepareLine } from '../line/prepare-line.js'
import { reportProblem } from '../report-problem.js'
import type { NewBranch } from '../state/call-input.js'
import { prepareDevices } from './ring-devices.js'

/** A branch, or why there is none: nobody can be called there, or its leg could not be kept. */
type Preparation = NewBranch | 'refused' | 'not-kept'

/**
 * Make ready what a dial needs before anyone is rung: for each target a leg that is in the store, and its devices, or its
 * line. A leg that cannot be kept is a fault, and is left out; a number that is nobody's is reported, and left out.
 *
 * @throws Error when no leg at all could be kept
 */
export async function prepareBranches(session: CallSession, spec: DialSpec): Promise<readonly NewBranch[]> {
  const prepared = await Promise.all(
    spec.targets.map((target) =>
      'phoneNumber' in target ? prepareNumber(session, spec, target) : prepareClient(session, spec, target),
    ),
  )
  const branches = prepared.filter((branch) => typeof branch === 'object')
  if (branches.length === 0 && prepared.includes('not-kept')) throw new Error('No leg of the dial could be kept')
  return branches
}

async function prepareClient(session: CallSession, spec: DialSpec, target: ClientTarget): Promise<Preparation> {
  const { account, legs, ports } = session.context
  const record = childRecord(session.context, spec, `client:${target.clientName}`)
  let devices: readonly Device[]
  try {
    devices = await ports.devices.registered(account.sid, target.clientName)
    await legs.add(record, target.statusCallback)
  } catch (error) {
    ports.observer.fault(record.sid, error)
    return 'not-kept'
  }
  return prepareDevices(session, record, { ...target, devices })
}

async function prepareNumber(session: CallSession, spec: DialSpec, target: NumberTarget): Promise<Preparation> {
  const { account, caller, legs, ports } = session.context
  const record = childRecord(session.context, spec, target.phoneNumber)
  const { from, to } = record
  try {
    const route = await findNumberRoute(ports, { accountSid: account.sid, from, to })
    const refusal = refusalOf(route, from, hopsOf(caller))
    if (route === undefined || refusal !== undefined) {
      refuseNumber(session.context, target, refusal)
      return 'refused'
    }
    await legs.add(record, target.statusCallback)
    const { sendDigits, screening } = target
    return prepareLine(session, record, { route, from, sendDigits, screening })
  } catch (error) {
    ports.observer.fault(record.sid, error)
    return 'not-kept'
  }
}

/** Why a number is not called. */
interface NumberRefusal {
  readonly code: ErrorCode
  readonly reason: string
}

const nobodys: NumberRefusal = {
  code: 13224,
  reason: 'No account of this gateway has it, and there is no way to the telephone network yet.',
}
const notFromClient: NumberRefusal = {
  code: 13247,
  reason: 'Set callerId to a number: only a number can call one.',
}
const tooFar: NumberRefusal = {
  code: 13224,
  reason: `The call came over ${maxHops} numbers already; let them not dial each other in circles.`,
}

function refusalOf(route: NumberRoute | undefined, from: string, hops: number): NumberRefusal | undefined {
  if (route === undefined) return nobodys
  if (!isPhoneNumber(from)) return notFromClient
  return hops >= maxHops ? tooFar : undefined
}

function refuseNumber(
  { callSid, legs, ports }: CallContext,
  { phoneNumber, position: { line, column } }: NumberTarget,
  { code, reason }: NumberRefusal = nobodys,
): void {
  const text = `The number ${phoneNumber} was not dialled. ${reason} (line ${line}, column ${column})`
  reportProblem(ports, { call: legs.get(callSid), code, text })
}

function childRecord({ ports, account, legs, callSid }: CallContext, spec: DialSpec, to: string): CallRecord {
  const now = ports.clock.now()
  return {
    sid: ports.ids.sid('CA'),
    accountSid: account.sid,
    parentCallSid: callSid,
    applicationSid: null,
    phoneNumberSid: null,
    from: spec.callerId ?? legs.get(callSid).from,
    to,
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

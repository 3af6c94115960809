import { type ClientInvitePayload, type ErrorCode, gatewayMessage } from '@ringdown/protocol'
import { runCall } from '../application/call-program.js'
import { scriptOf } from '../application/call-script.js'
import { mergeCustomParams, type RequestParams } from '../application/request-params.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import { noteSignal } from '../call-signals.js'
import type { Device } from '../device-directory.js'
import { DeviceEnd, fingerprintOf, wireError } from '../device-end.js'
import { openSession } from '../open-session.js'
import { permitCall, type PermittedCall } from '../place-call.js'
import { reportCrowding } from '../report-crowding.js'
import { reportProblem } from '../report-problem.js'
import { createCall } from '../state/call.js'
import { hearMedia } from './hear-media.js'
import { tryMedia } from './try-media.js'

/** A device starts a call. Resolves when later messages of the device may follow. */
export async function startCall(sharing: CallSharing, device: Device, invite: ClientInvitePayload): Promise<void> {
  const { ports, registry } = sharing
  const permission = await permitCall(ports, device, invite)
  if (!permission.isOk) {
    refuse(sharing, device, invite, permission.error)
    return
  }
  const { call } = permission
  // Asked in the same turn as the call is counted in: several may have waited for their permission.
  if (registry.countOf(call.account.sid) >= ports.limits.maxCallsPerAccount) {
    reportCrowding(ports, call.account.sid)
    refuse(sharing, device, invite, 31206)
    return
  }
  const { params, droppedNames } = mergeCustomParams(call.deviceParams, call.signedParams)
  const record = recordOf(sharing, call, params)
  const opened = open(sharing, { device, invite, record, call })
  if (opened === undefined || !(await begin(opened, record, invite))) return
  if (droppedNames.length > 0) warnOfDroppedNames(sharing, record, droppedNames)
  // A call that a device starts comes in from it: whom it is to reach, if anyone, is the device's own parameter.
  registry.track(runCall(opened.session, scriptOf(call.application), { custom: params, own: { Called: '' } }))
}

interface NewCall {
  readonly device: Device
  readonly invite: ClientInvitePayload
  readonly record: CallRecord
  readonly call: PermittedCall
}

interface OpenedCall {
  readonly session: CallSession
  readonly caller: DeviceEnd
}

function open(sharing: CallSharing, { device, invite, record, call }: NewCall): OpenedCall | undefined {
  const { ports, registry } = sharing
  const session = openSession(sharing, call.account, createCall(record.sid))
  let caller: DeviceEnd
  try {
    caller = new DeviceEnd(ports, {
      ...{ callSid: record.sid, device, identity: device.grant.identity, tempId: invite.callsid },
      onMedia: (event) => {
        hearMedia(session, caller, event)
      },
    })
  } catch (error) {
    ports.observer.fault(record.sid, error)
    refuse(sharing, device, invite, 31000)
    return undefined
  }
  session.context.caller = caller
  for (const { end } of registry.endsOfSame(device)) end.isNotAt(device.id)
  registry.add(session)
  return { session, caller }
}

/** Keep the call and answer its offer. Returns whether there is such a call; an offer that cannot be answered ends it. */
async function begin(
  { session, caller }: OpenedCall,
  record: CallRecord,
  invite: ClientInvitePayload,
): Promise<boolean> {
  const { ports } = session.context
  try {
    await session.keep(record)
  } catch (error) {
    ports.observer.fault(record.sid, error)
    const hangup = gatewayMessage('hangup', { callsid: invite.callsid, error: wireError(31000) })
    ports.devices.send(caller.device.id, hangup)
    return false
  }
  noteSignal(ports, caller.leg, caller.device.id, { type: 'invite', payload: invite })
  await session.run(async (apply) => {
    if (session.isOver) return
    session.countFrom(record.createdAt)
    caller.fingerprint = fingerprintOf(invite.sdp)
    const answer = await tryMedia(session.context, record.sid, () => caller.endpoint.answer(invite.sdp))
    if (answer.isOk) caller.localSdp = answer.result
    else await apply({ type: 'end', cause: 'failed', isTold: false, error: answer.error })
  })
  return true
}

function recordOf(
  { ports: { clock, ids } }: CallSharing,
  { account, application, from }: PermittedCall,
  { To = '' }: RequestParams,
): CallRecord {
  const now = clock.now()
  return {
    sid: ids.sid('CA'),
    accountSid: account.sid,
    parentCallSid: null,
    applicationSid: application.sid,
    phoneNumberSid: null,
    from,
    to: To,
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

function warnOfDroppedNames({ ports }: CallSharing, call: CallRecord, names: readonly string[]): void {
  const text = `Parameters that only the gateway sets were dropped: ${names.join(', ')}. Use other names for your own.`
  reportProblem(ports, { call, code: 31106, text })
}

function refuse({ ports }: CallSharing, device: Device, { callsid }: ClientInvitePayload, error: ErrorCode): void {
  ports.devices.send(device.id, gatewayMessage('hangup', { callsid, error: wireError(error) }))
}

import { type ClientInvitePayload, type ErrorCode, gatewayMessage } from '@ringdown/protocol'
import { runCall } from '../application/call-program.js'
import { mergeCustomParams, type RequestParams } from '../application/request-params.js'
import type { CallRecord } from '../call-record.js'
import { CallSession } from '../call-session.js'
import type { CallSharing } from '../call-sharing.js'
import type { Device } from '../device-directory.js'
import { wireError } from '../device-end.js'
import { createNotification } from '../notification.js'
import { permitCall, type PermittedCall } from '../place-call.js'
import { reportProblem } from '../report-problem.js'

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
    reportCrowding(sharing, call)
    refuse(sharing, device, invite, 31206)
    return
  }
  const { params, droppedNames } = mergeCustomParams(call.deviceParams, call.signedParams)
  const record = recordOf(sharing, call, params)
  const session = open(sharing, { device, invite, record, call })
  if (session === undefined || !(await session.begin(record, invite))) return
  if (droppedNames.length > 0) warnOfDroppedNames(sharing, record, droppedNames)
  registry.track(runCall(session, params))
}

interface NewCall {
  readonly device: Device
  readonly invite: ClientInvitePayload
  readonly record: CallRecord
  readonly call: PermittedCall
}

function open(sharing: CallSharing, { device, invite, record, call }: NewCall): CallSession | undefined {
  const { ports, registry, farewells } = sharing
  const { account, application } = call
  let session: CallSession
  try {
    session = new CallSession(ports, {
      ...{ account, application, device, farewells, callSid: record.sid, tempId: invite.callsid },
      onLegAdded: (leg) => {
        registry.addLeg(session, leg)
      },
    })
  } catch (error) {
    ports.observer.fault(record.sid, error)
    refuse(sharing, device, invite, 31000)
    return undefined
  }
  for (const { end } of registry.endsOfSame(device)) end.isNotAt(device.id)
  registry.add(session)
  return session
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

function reportCrowding({ ports }: CallSharing, { account }: PermittedCall): void {
  const call = { accountSid: account.sid, sid: null }
  const text = `The account has ${ports.limits.maxCallsPerAccount} calls, and may have no more; one was refused.`
  ports.observer.notification(createNotification(ports, { call, code: 10004, text }))
}

function refuse({ ports }: CallSharing, device: Device, { callsid }: ClientInvitePayload, error: ErrorCode): void {
  ports.devices.send(device.id, gatewayMessage('hangup', { callsid, error: wireError(error) }))
}

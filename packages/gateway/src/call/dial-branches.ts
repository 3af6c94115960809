import { encodeIncomingParams, type IncomingParameters } from '@ringdown/protocol'
import type { MediaEvent } from '../media/media.js'
import type { ClientTarget, DialSpec } from '../twiml/control.js'
import { type CallContext, calleeKey } from './call-context.js'
import type { NewBranch } from './call-input.js'
import type { CallRecord } from './call-record.js'
import type { Device } from './device-directory.js'
import { DeviceEnd } from './device-end.js'
import { apiVersion } from './request-params.js'

/** Told what happens to the media of a rung device. */
export type CalleeMediaListener = (end: DeviceEnd, event: MediaEvent) => void

/**
 * Make ready what a dial needs before anyone is rung: for each target a leg that is in the store, and for each device
 * of its name a media endpoint with an offer of its own.
 */
export function prepareBranches(
  context: CallContext,
  spec: DialSpec,
  onMedia: CalleeMediaListener,
): Promise<readonly NewBranch[]> {
  return Promise.all(spec.targets.map((target) => prepareBranch(context, spec, target, onMedia)))
}

async function prepareBranch(
  context: CallContext,
  spec: DialSpec,
  target: ClientTarget,
  onMedia: CalleeMediaListener,
): Promise<NewBranch> {
  const record = childRecord(context, spec, target)
  await context.legs.add(record, target.statusCallback)
  const devices = context.ports.devices.registered(context.account.sid, target.clientName)
  const parameters = incomingParameters(record, target)
  const ends = await Promise.all(devices.map((device) => prepareEnd(context, { record, target, device, onMedia })))
  const ready = ends.filter((end) => end !== undefined)
  for (const end of ready) context.callees.set(calleeKey(record.sid, end.id), { end, parameters })
  return { callSid: record.sid, deviceIds: ready.map(({ id }) => id) }
}

interface EndDraft {
  readonly record: CallRecord
  readonly target: ClientTarget
  readonly device: Device
  readonly onMedia: CalleeMediaListener
}

async function prepareEnd(
  { ports, legs }: CallContext,
  { record, target, device, onMedia }: EndDraft,
): Promise<DeviceEnd | undefined> {
  const endpoint = ports.media.createEndpoint((event) => {
    onMedia(end, event)
  })
  const end = new DeviceEnd(ports, { callSid: record.sid, device, endpoint, identity: target.clientName })
  try {
    end.localSdp = await endpoint.offer()
    return end
  } catch (error) {
    legs.note(record.sid, 'media', 'no offer', { error: error instanceof Error ? error.message : String(error) })
    await endpoint.close()
    return undefined
  }
}

function childRecord({ ports, account, legs, callSid }: CallContext, spec: DialSpec, target: ClientTarget): CallRecord {
  const now = ports.clock.now()
  return {
    sid: ports.ids.sid('CA'),
    accountSid: account.sid,
    parentCallSid: callSid,
    applicationSid: null,
    from: spec.callerId ?? legs.get(callSid).from,
    to: `client:${target.clientName}`,
    direction: 'outbound-dial',
    status: 'initiated',
    endReason: null,
    createdAt: now,
    answeredAt: null,
    endedAt: null,
    updatedAt: now,
  }
}

function incomingParameters({ sid, accountSid, from, to }: CallRecord, { params }: ClientTarget): IncomingParameters {
  const custom = params.length === 0 ? {} : { Params: encodeIncomingParams(params) }
  return { From: from, To: to, CallSid: sid, AccountSid: accountSid, ApiVersion: apiVersion, ...custom }
}

import { encodeIncomingParams, type IncomingParameters } from '@ringdown/protocol'
import type { MediaEndpoint } from '../../media/media.js'
import type { ClientTarget, DialSpec } from '../../twiml/control.js'
import { type CallContext, calleeKey } from '../call-context.js'
import type { NewBranch } from '../state/call-input.js'
import type { CallRecord } from '../call-record.js'
import type { Device } from '../device-directory.js'
import { DeviceEnd } from '../device-end.js'
import { apiVersion } from '../application/request-params.js'
import { tryMedia } from './try-media.js'

/** Makes a media endpoint for the end that the function gives. */
export type OpenEndpoint = (endOf: () => DeviceEnd) => MediaEndpoint

/**
 * Make ready what a dial needs before anyone is rung: for each target a leg that is in the store, and for each device
 * of its name a media endpoint with an offer of its own. A leg that cannot be kept is a fault, and is left out.
 */
export async function prepareBranches(
  context: CallContext,
  spec: DialSpec,
  openEndpoint: OpenEndpoint,
): Promise<readonly NewBranch[]> {
  const branches = await Promise.all(spec.targets.map((target) => prepareBranch(context, spec, target, openEndpoint)))
  return branches.filter((branch) => branch !== undefined)
}

async function prepareBranch(
  context: CallContext,
  spec: DialSpec,
  target: ClientTarget,
  openEndpoint: OpenEndpoint,
): Promise<NewBranch | undefined> {
  const { account, callees, legs, ports } = context
  const record = childRecord(context, spec, target)
  let devices: readonly Device[]
  try {
    devices = await ports.devices.registered(account.sid, target.clientName)
    await legs.add(record, target.statusCallback)
  } catch (error) {
    ports.observer.fault(record.sid, error)
    return undefined
  }
  const ends = await Promise.all(devices.map((device) => prepareEnd(context, record, device, openEndpoint)))
  const ready = ends.filter((end) => end !== undefined)
  const parameters = incomingParameters(record, target)
  for (const end of ready) callees.set(calleeKey(record.sid, end.id), { end, parameters })
  const hasFailed = devices.length > ready.length
  return { callSid: record.sid, deviceIds: ready.map(({ id }) => id), hasFailed }
}

async function prepareEnd(
  context: CallContext,
  { sid: callSid, to }: CallRecord,
  device: Device,
  openEndpoint: OpenEndpoint,
): Promise<DeviceEnd | undefined> {
  const outcome = await tryMedia(context, callSid, async () => {
    const endpoint = openEndpoint(() => end)
    const end = new DeviceEnd(context.ports, { callSid, device, endpoint, identity: to.slice(clientPrefix.length) })
    try {
      end.localSdp = await endpoint.offer()
      return end
    } catch (error) {
      await endpoint.close()
      throw error
    }
  })
  return outcome.isOk ? outcome.result : undefined
}

const clientPrefix = 'client:'

function childRecord({ ports, account, legs, callSid }: CallContext, spec: DialSpec, target: ClientTarget): CallRecord {
  const now = ports.clock.now()
  return {
    sid: ports.ids.sid('CA'),
    accountSid: account.sid,
    parentCallSid: callSid,
    applicationSid: null,
    phoneNumberSid: null,
    from: spec.callerId ?? legs.get(callSid).from,
    to: `${clientPrefix}${target.clientName}`,
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

function incomingParameters({ sid, accountSid, from, to }: CallRecord, { params }: ClientTarget): IncomingParameters {
  const custom = params.length === 0 ? {} : { Params: encodeIncomingParams(params) }
  return { From: from, To: to, CallSid: sid, AccountSid: accountSid, ApiVersion: apiVersion, ...custom }
}

import { encodeIncomingParams, type IncomingParameters } from '@ringdown/protocol'
import type { ClientTarget } from '../../twiml/control.js'
import { apiVersion } from '../application/request-params.js'
import { Screening } from '../application/screening.js'
import { stirVerdict } from '../application/telephone-params.js'
import { calleeKey } from '../call-context.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { Device } from '../device-directory.js'
import { DeviceEnd } from '../device-end.js'
import type { NewBranch } from '../state/call-input.js'
import { hearMedia } from './hear-media.js'
import { tryMedia } from './try-media.js'

/** Whom a leg is to reach, and what their devices are shown. */
export interface RingTarget {
  readonly devices: readonly Device[]
  readonly clientName: string
  /** Custom parameters. */
  readonly params: ClientTarget['params']
  /** Runs with whoever answers, before they are connected. */
  readonly screening?: ClientTarget['screening']
  /** Shown in place of who calls. */
  readonly callerId?: string | undefined
}

/** Make ready every device that a leg rings: a media endpoint each, with an offer of its own. */
export async function prepareDevices(session: CallSession, leg: CallRecord, target: RingTarget): Promise<NewBranch> {
  const { devices, clientName, screening: address } = target
  const { callees } = session.context
  const ends = await Promise.all(devices.map((device) => prepareEnd(session, leg, device, clientName)))
  const ready = ends.filter((end) => end !== undefined)
  const parameters = { ...incomingParameters(leg, target), ...verdictOn(session, leg, target) }
  for (const end of ready) {
    const ring = (): void => {
      end.invite(parameters)
    }
    const screening = address && new Screening({ session, end, address })
    callees.set(calleeKey(leg.sid, end.id), { end, ring, screening })
  }
  const deviceIds = ready.map(({ id }) => id)
  return { callSid: leg.sid, deviceIds, hasFailed: devices.length > ready.length, isScreened: address !== undefined }
}

async function prepareEnd(
  session: CallSession,
  { sid: callSid }: CallRecord,
  device: Device,
  identity: string,
): Promise<DeviceEnd | undefined> {
  const { context } = session
  const outcome = await tryMedia(context, callSid, async () => {
    const end = new DeviceEnd(context.ports, {
      ...{ callSid, device, identity },
      onMedia: (event) => {
        hearMedia(session, end, event)
      },
    })
    try {
      end.localSdp = await end.endpoint.offer()
      return end
    } catch (error) {
      await end.endpoint.close()
      throw error
    }
  })
  return outcome.isOk ? outcome.result : undefined
}

/** Whoever shows the number that is vouched for passes the verdict on to the devices that they ring. */
function verdictOn(
  { context: { caller, callSid, legs } }: CallSession,
  { from }: CallRecord,
  { callerId = from }: RingTarget,
): Pick<IncomingParameters, 'StirStatus'> {
  if (caller?.kind !== 'line' || caller.stirStatus === null || callerId !== legs.get(callSid).from) return {}
  return { StirStatus: stirVerdict(caller.stirStatus) }
}

function incomingParameters(
  { sid, accountSid, from, to }: CallRecord,
  { params, callerId = from }: RingTarget,
): IncomingParameters {
  const custom = params.length === 0 ? {} : { Params: encodeIncomingParams(params) }
  return { From: callerId, To: to, CallSid: sid, AccountSid: accountSid, ApiVersion: apiVersion, ...custom }
}

import type { NumberTarget } from '../../twiml/control.js'
import { Screening } from '../application/screening.js'
import { calleeKey } from '../call-context.js'
import type { CallEnd } from '../call-end.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { NewBranch } from '../state/call-input.js'
import { hearEnd } from './hear-far-side.js'
import { createLine } from './line-end.js'
import type { NumberRoute } from './number-route.js'

/** How many numbers in a row a call may come over: without a bound, numbers that dial each other might never stop. */
export const maxHops = 10

/** What a leg to a number of the gateway is made of. */
export interface LineTarget {
  readonly route: NumberRoute
  /** The number that is shown to call. */
  readonly from: string
  /** Keys to press when it is answered. */
  readonly sendDigits?: string | undefined
  /** Runs with whoever answers, before they are connected. */
  readonly screening?: NumberTarget['screening']
}

/** Make ready a line to a number of the gateway, to be rung like a device. */
export function prepareLine(session: CallSession, leg: CallRecord, target: LineTarget): NewBranch {
  const { callNumber, callees, caller, ports } = session.context
  const { route, from, sendDigits, screening: address } = target
  const legs = { calling: leg.sid, called: ports.ids.sid('CA'), stirStatus: route.stirStatus, hops: hopsOf(caller) + 1 }
  const { near, far } = createLine(ports.media, { id: `line-${ports.ids.uuid()}`, ...legs })
  hearEnd(session, near, sendDigits)
  const ring = (): void => {
    callNumber({ caller: far, from, route })
  }
  const screening = address && new Screening({ session, end: near, address })
  callees.set(calleeKey(leg.sid, near.id), { end: near, ring, screening })
  return { callSid: leg.sid, deviceIds: [near.id], hasFailed: false, isScreened: address !== undefined }
}

/** Over how many numbers in a row the call of a caller came. */
export function hopsOf(caller: CallEnd | undefined): number {
  return caller?.kind === 'line' ? caller.hops : 0
}

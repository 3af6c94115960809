import { calleeKey } from '../call-context.js'
import type { CallRecord } from '../call-record.js'
import type { CallSession } from '../call-session.js'
import type { NewBranch } from '../state/call-input.js'
import { hearEnd } from './hear-far-side.js'
import { createLine } from './line-end.js'
import type { NumberRoute } from './number-route.js'

/** What a leg to a number of the gateway is made of. */
export interface LineTarget {
  readonly route: NumberRoute
  /** The number that is shown to call. */
  readonly from: string
  /** Keys to press when it is answered. */
  readonly sendDigits?: string | undefined
}

/** Make ready a line to a number of the gateway, to be rung like a device. */
export function prepareLine(session: CallSession, leg: CallRecord, target: LineTarget): NewBranch {
  const { callNumber, callees, ports } = session.context
  const { route, from, sendDigits } = target
  const legs = { calling: leg.sid, called: ports.ids.sid('CA'), stirStatus: route.stirStatus }
  const { near, far } = createLine(ports.media, { id: `line-${ports.ids.uuid()}`, ...legs })
  hearEnd(session, near, sendDigits)
  const ring = (): void => {
    callNumber({ caller: far, from, route })
  }
  callees.set(calleeKey(leg.sid, near.id), { end: near, ring })
  return { callSid: leg.sid, deviceIds: [near.id], hasFailed: false }
}

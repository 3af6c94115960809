import type { LineEnd } from './line-end.js'
import type { NumberRoute } from './number-route.js'

/** A call that comes in at a number of the gateway. */
export interface IncomingCall {
  /** Its caller's end. */
  readonly caller: LineEnd
  /** Who calls: a number in E.164 form. */
  readonly from: string
  readonly route: NumberRoute
}

/** Let a number be called. What becomes of it the line says. */
export type CallNumber = (incoming: IncomingCall) => void

import type { DeviceEnd } from './device-end.js'
import type { LineEnd } from './line/line-end.js'

/** Who is at the end of a leg: a device, or a line to a call of its own. */
export type CallEnd = DeviceEnd | LineEnd

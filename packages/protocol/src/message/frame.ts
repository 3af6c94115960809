import type { ClientMessage } from './client-message.js'
import type { GatewayMessage } from './gateway-message.js'
import type { Envelope } from './message.js'

/** The keep-alive: a text frame of one newline, sent by the gateway and echoed by the client. */
export interface Heartbeat {
  readonly type: 'heartbeat'
}

/** A well-formed message of a type that this side does not know; to be ignored, or reported, as the reader sees fit. */
export interface UnknownMessage {
  readonly type: 'unknown'
  /** The message as it came. */
  readonly raw: Envelope
}

/** Whatever a client may send in one text frame. */
export type ClientFrame = ClientMessage | Heartbeat | UnknownMessage

/** Whatever the gateway may send in one text frame. */
export type GatewayFrame = GatewayMessage | Heartbeat | UnknownMessage

/** Text of a heartbeat frame. */
export const heartbeatText = '\n'

/** The one heartbeat. */
export const heartbeat: Heartbeat = Object.freeze({ type: 'heartbeat' })

import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { CallPorts } from './call-ports.js'
import {
  type CallClientMessage,
  type CallGatewayMessage,
  clientMessageDetail,
  gatewayMessageDetail,
} from './signal-detail.js'

/** Names a leg that is in the store. */
export interface LegName {
  readonly accountSid: AccountSid
  readonly callSid: CallSid
}

type Ports = Pick<CallPorts, 'clock' | 'devices' | 'observer'>

/** Which way a signal went. */
type Direction = 'sent' | 'received'

/**
 * Send a device a message about a leg, and put it on the leg's timeline: the one way to speak with a device about a call
 * that is kept. False when the device is gone; then there is nothing to show.
 */
export function sendSignal(ports: Ports, leg: LegName, deviceId: string, message: CallGatewayMessage): boolean {
  const isSent = ports.devices.send(deviceId, message)
  if (isSent) note(ports, leg, { direction: 'sent', deviceId, message }, gatewayMessageDetail(message))
  return isSent
}

/** Put what a device said about a leg on the leg's timeline. */
export function noteSignal(ports: Ports, leg: LegName, deviceId: string, message: CallClientMessage): void {
  note(ports, leg, { direction: 'received', deviceId, message }, clientMessageDetail(message))
}

interface Signal {
  readonly direction: Direction
  /** The connection that it came or went on. */
  readonly deviceId: string
  readonly message: CallClientMessage | CallGatewayMessage
}

function note(
  { clock, observer }: Ports,
  { accountSid, callSid }: LegName,
  { direction, deviceId, message: { type, payload } }: Signal,
  shown: Readonly<Record<string, unknown>>,
): void {
  // A device may know its call by a temporary id.
  const callId = payload.callsid === undefined || payload.callsid === callSid ? {} : { callId: payload.callsid }
  const detail = { direction, deviceId, ...callId, ...shown }
  observer.event({ accountSid, callSid, at: clock.now(), kind: 'signal', name: type, detail })
}

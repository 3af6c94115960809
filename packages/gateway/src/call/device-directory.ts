import type { AccountSid, GatewayMessage, ProtocolVersion } from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'

/** A device that is connected now, as calls see it. */
export interface Device {
  /** Names the connection, not the person: a device that reconnects has another one. */
  readonly id: string
  /** What its latest valid token lets it do. */
  readonly grant: DeviceGrant
  readonly version: ProtocolVersion
  /** How long the client asks its calls to be kept when its socket is lost. */
  readonly reconnectTimeoutSeconds: number
}

/** Finds devices and speaks to them. The signalling edge implements it. */
export interface DeviceDirectory {
  /** The devices to ring for a name: registered, with a token that holds at this moment, newest first, at most the limit. */
  registered(accountSid: AccountSid, clientName: string): Promise<readonly Device[]>
  find(deviceId: string): Device | undefined
  /** Send a message; false when the device is gone. */
  send(deviceId: string, message: GatewayMessage): boolean
}

import type { ProtocolVersion } from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import type { AddressFamily } from './address-family.js'
import type { ClientSoftware } from './client-software.js'

/** What is known of a device that is connected now, for whoever looks after an account. No address: it is personal data. */
export interface ConnectedDevice {
  /** Names the connection: a device that comes back has another one. */
  readonly id: string
  readonly grant: DeviceGrant
  readonly version: ProtocolVersion
  readonly software: ClientSoftware | undefined
  readonly addressFamily: AddressFamily | undefined
  /** The names under which it may be rung at this moment; none if it is not registered. */
  readonly registeredNames: readonly string[]
  /** When its first token was accepted, in Unix milliseconds. */
  readonly connectedAt: number
  /** When it registered, in Unix milliseconds; undefined if it is not registered. */
  readonly registeredAt: number | undefined
}

import type { AccountSid } from '@ringdown/protocol'
import type { ConnectedDevice } from '../../presence/connected-device.js'

/** The devices that are connected now. */
export interface DevicePorts {
  /** Those of an account, in no order. */
  of(accountSid: AccountSid): readonly ConnectedDevice[]
  isInCall(deviceId: string): boolean
  /** Tell a device that its connection is ended, and end it. False if it is not connected. */
  disconnect(deviceId: string): boolean
}

import type { AccountSid, GatewayMessage } from '@ringdown/protocol'
import type { Device, DeviceDirectory } from '../device-directory.js'
import type { ScriptedDevice } from './scripted-device.js'

/** Devices that a test connects and loses. */
export class ScriptedDirectory implements DeviceDirectory {
  readonly #devices = new Map<string, ScriptedDevice>()
  readonly #onSend: (device: ScriptedDevice, message: GatewayMessage) => void

  /** @param onSend - told of each message before its device is */
  constructor(onSend: (device: ScriptedDevice, message: GatewayMessage) => void) {
    this.#onSend = onSend
  }

  add(device: ScriptedDevice): void {
    this.#devices.set(device.id, device)
  }

  remove(deviceId: string): void {
    this.#devices.delete(deviceId)
  }

  registered(accountSid: AccountSid, clientName: string): Promise<readonly Device[]> {
    const registered = [...this.#devices.values()]
      .filter(({ grant }) => grant.accountSid === accountSid && grant.clientNames.includes(clientName))
      .reverse()
    return Promise.resolve(registered)
  }

  find(deviceId: string): Device | undefined {
    return this.#devices.get(deviceId)
  }

  send(deviceId: string, message: GatewayMessage): boolean {
    const device = this.#devices.get(deviceId)
    if (device === undefined) return false
    this.#onSend(device, message)
    device.deliver(message)
    return true
  }
}

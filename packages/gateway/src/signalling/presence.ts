import type { AccountSid, GatewayMessage } from '@ringdown/protocol'
import type { Device, DeviceDirectory } from '../call/device-directory.js'
import type { Clock } from '../clock.js'
import type { AddressFamily } from '../presence/address-family.js'
import type { ClientSoftware } from '../presence/client-software.js'
import type { ConnectedDevice } from '../presence/connected-device.js'

/** A device that is connected: what calls see of it, and the way to it. */
export interface PresentDevice extends Device {
  readonly software: ClientSoftware | undefined
  readonly addressFamily: AddressFamily | undefined
  /** False when the connection is closed or too slow to read. */
  send(message: GatewayMessage): boolean
  /** Whether its token, judged at this moment, still holds. If not, the device has been told and is registered no more. */
  mayBeRung(): Promise<boolean>
}

/** A client name that became, or ceased to be, available. */
export interface PresenceChange {
  readonly accountSid: AccountSid
  readonly clientName: string
  readonly isAvailable: boolean
}

/** Bounds of {@link Presence}. */
export interface PresenceOptions {
  /** How many devices of one name ring: the newest. */
  readonly devicesPerName: number
}

/**
 * Who is connected, and who of them is registered under which name. In memory: after a restart devices come back by
 * themselves.
 */
export class Presence implements DeviceDirectory {
  readonly #clock: Clock
  readonly #options: PresenceOptions
  readonly #listeners = new Set<(change: PresenceChange) => void>()
  readonly #devices = new Map<string, PresentDevice>()
  /** Device ids by account and name, in the order they registered. */
  readonly #registered = new Map<string, Set<string>>()
  /** Accounts and names by device id: its grant may have been replaced since it registered. */
  readonly #names = new Map<string, Set<string>>()
  /** Unix milliseconds by device id. */
  readonly #connectedAt = new Map<string, number>()
  readonly #registeredAt = new Map<string, number>()

  constructor(clock: Clock, options: PresenceOptions) {
    this.#clock = clock
    this.#options = options
  }

  /** Be told of every name that becomes, or ceases to be, available. */
  onChange(listener: (change: PresenceChange) => void): void {
    this.#listeners.add(listener)
  }

  /** How many devices are connected. */
  get connectedDevices(): number {
    return this.#devices.size
  }

  /** The names under which someone is registered in an account, sorted. */
  availableNames(accountSid: AccountSid): readonly string[] {
    const start = `${accountSid}/`
    return [...this.#registered.keys()]
      .filter((key) => key.startsWith(start))
      .map((key) => key.slice(start.length))
      .sort()
  }

  /** The devices of an account that are connected, in no order. */
  devicesOf(accountSid: AccountSid): readonly ConnectedDevice[] {
    return [...this.#devices.values()]
      .filter(({ grant }) => grant.accountSid === accountSid)
      .map((device) => this.#describe(device))
  }

  /** A device was let in. */
  connect(device: PresentDevice): void {
    this.#devices.set(device.id, device)
    this.#connectedAt.set(device.id, this.#clock.now())
  }

  /** A device is gone. */
  disconnect(device: PresentDevice): void {
    this.unregister(device)
    this.#names.delete(device.id)
    this.#connectedAt.delete(device.id)
    this.#devices.delete(device.id)
  }

  /** A device may be rung under these names; a name it was registered under before and that is not among them ends. */
  register(device: PresentDevice, clientNames: readonly string[]): void {
    for (const key of this.#keysOf(device.id)) {
      if (!clientNames.some((name) => keyOf(device.grant.accountSid, name) === key)) this.#remove(device, key)
    }
    for (const name of clientNames) this.#add(device, name)
    if (!this.isRegistered(device.id)) this.#registeredAt.delete(device.id)
    else if (!this.#registeredAt.has(device.id)) this.#registeredAt.set(device.id, this.#clock.now())
  }

  /** A device may not be rung any more. */
  unregister(device: PresentDevice): void {
    for (const key of this.#keysOf(device.id)) this.#remove(device, key)
    this.#registeredAt.delete(device.id)
  }

  isRegistered(deviceId: string): boolean {
    return this.#keysOf(deviceId).length > 0
  }

  async registered(accountSid: AccountSid, clientName: string): Promise<readonly Device[]> {
    const key = keyOf(accountSid, clientName)
    const newestFirst = [...(this.#registered.get(key) ?? [])].reverse()
    const ringable: Device[] = []
    for (const id of newestFirst) {
      if (ringable.length === this.#options.devicesPerName) break
      const device = this.#devices.get(id)
      if (device !== undefined && this.#isAlive(device) && (await device.mayBeRung())) ringable.push(device)
    }
    // Judging takes a moment, in which devices come and go.
    return ringable.filter(({ id }) => this.#registered.get(key)?.has(id) === true)
  }

  find(deviceId: string): Device | undefined {
    return this.#devices.get(deviceId)
  }

  send(deviceId: string, message: GatewayMessage): boolean {
    return this.#devices.get(deviceId)?.send(message) ?? false
  }

  #describe({ id, grant, version, software, addressFamily }: PresentDevice): ConnectedDevice {
    const registeredNames = this.#keysOf(id).map((key) => nameOf(key, grant.accountSid))
    const connectedAt = this.#connectedAt.get(id) ?? this.#clock.now()
    const registeredAt = this.#registeredAt.get(id)
    return { id, grant, version, software, addressFamily, registeredNames, connectedAt, registeredAt }
  }

  #isAlive({ grant }: PresentDevice): boolean {
    return grant.expiresAt * 1000 > this.#clock.now()
  }

  #keysOf(deviceId: string): readonly string[] {
    return [...(this.#names.get(deviceId) ?? [])]
  }

  #add({ id, grant: { accountSid } }: PresentDevice, clientName: string): void {
    const key = keyOf(accountSid, clientName)
    const ids = this.#registered.get(key)
    if (ids?.has(id) === true) return
    this.#names.set(id, (this.#names.get(id) ?? new Set()).add(key))
    if (ids !== undefined) ids.add(id)
    else this.#registered.set(key, new Set([id]))
    if (ids === undefined) this.#tell({ accountSid, clientName, isAvailable: true })
  }

  #remove({ id, grant: { accountSid } }: PresentDevice, key: string): void {
    this.#names.get(id)?.delete(key)
    const ids = this.#registered.get(key)
    if (ids === undefined || !ids.delete(id) || ids.size > 0) return
    this.#registered.delete(key)
    this.#tell({ accountSid, clientName: nameOf(key, accountSid), isAvailable: false })
  }

  #tell(change: PresenceChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function keyOf(accountSid: AccountSid, clientName: string): string {
  return `${accountSid}/${clientName}`
}

function nameOf(key: string, accountSid: AccountSid): string {
  return key.slice(accountSid.length + 1)
}

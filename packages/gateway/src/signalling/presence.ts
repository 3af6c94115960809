import type { AccountSid, GatewayMessage } from '@ringdown/protocol'
import type { Device, DeviceDirectory } from '../call/device-directory.js'
import type { Clock } from '../clock.js'
import type { AddressFamily } from '../presence/address-family.js'
import type { ClientSoftware } from '../presence/client-software.js'
import type { ConnectedDevice } from '../presence/connected-device.js'
import type { PresenceChange, PresenceSource } from '../presence/presence-change.js'

/** A device that is connected: what calls see of it, and the way to it. */
export interface PresentDevice extends Device {
  readonly software: ClientSoftware | undefined
  readonly addressFamily: AddressFamily | undefined
  /** False when the connection is closed or too slow to read. */
  send(message: GatewayMessage): boolean
  /** Whether its token, judged at this moment, still holds. If not, the device has been told and is registered no more. */
  mayBeRung(): Promise<boolean>
}

/** Bounds of {@link Presence}. */
export interface PresenceOptions {
  /** How many devices of one name ring: the newest. */
  readonly devicesPerName: number
}

/** One device that is connected. */
interface DevicePresence {
  readonly device: PresentDevice
  /** Unix milliseconds. */
  readonly connectedAt: number
  /** Accounts and names that it is registered under: its grant may have been replaced since. */
  keys: readonly string[]
  /** Unix milliseconds; undefined while it is registered under none. */
  registeredAt: number | undefined
}

/**
 * Who is connected, and who of them is registered under which name. In memory: after a restart devices come back by
 * themselves.
 */
export class Presence implements DeviceDirectory, PresenceSource {
  readonly #clock: Clock
  readonly #options: PresenceOptions
  readonly #listeners = new Set<(change: PresenceChange) => void>()
  /** By device id. */
  readonly #presences = new Map<string, DevicePresence>()
  /** Device ids by account and name, in the order they registered. */
  readonly #registered = new Map<string, Set<string>>()

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
    return this.#presences.size
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
    return [...this.#presences.values()].filter(({ device }) => device.grant.accountSid === accountSid).map(describe)
  }

  /** A device was let in. */
  connect(device: PresentDevice): void {
    const connectedAt = this.#clock.now()
    this.#presences.set(device.id, { device, connectedAt, keys: [], registeredAt: undefined })
  }

  /** A device is gone. */
  disconnect(device: PresentDevice): void {
    this.unregister(device)
    this.#presences.delete(device.id)
  }

  /**
   * A device that is connected may be rung under these names; a name it was registered under before and that is not
   * among them ends.
   */
  register(device: PresentDevice, clientNames: readonly string[]): void {
    const presence = this.#presences.get(device.id)
    if (presence === undefined) return
    const keys = [...new Set(clientNames.map((name) => keyOf(device.grant.accountSid, name)))]
    const ended = presence.keys.filter((key) => !keys.includes(key))
    const added = keys.filter((key) => !presence.keys.includes(key))
    presence.keys = keys
    presence.registeredAt = keys.length === 0 ? undefined : (presence.registeredAt ?? this.#clock.now())
    for (const key of ended) this.#remove(device, key)
    for (const key of added) this.#add(device, key)
  }

  /** A device may not be rung any more. */
  unregister(device: PresentDevice): void {
    this.register(device, [])
  }

  isRegistered(deviceId: string): boolean {
    return this.#presences.get(deviceId)?.registeredAt !== undefined
  }

  async registered(accountSid: AccountSid, clientName: string): Promise<readonly Device[]> {
    const key = keyOf(accountSid, clientName)
    const newestFirst = [...(this.#registered.get(key) ?? [])].reverse()
    const ringable: Device[] = []
    for (const id of newestFirst) {
      if (ringable.length === this.#options.devicesPerName) break
      const device = this.#presences.get(id)?.device
      if (device !== undefined && this.#isAlive(device) && (await device.mayBeRung())) ringable.push(device)
    }
    // Judging takes a moment, in which devices come and go.
    return ringable.filter(({ id }) => this.#registered.get(key)?.has(id) === true)
  }

  find(deviceId: string): Device | undefined {
    return this.#presences.get(deviceId)?.device
  }

  send(deviceId: string, message: GatewayMessage): boolean {
    return this.#presences.get(deviceId)?.device.send(message) ?? false
  }

  #isAlive({ grant }: PresentDevice): boolean {
    return grant.expiresAt * 1000 > this.#clock.now()
  }

  #add({ id, grant: { accountSid } }: PresentDevice, key: string): void {
    const ids = this.#registered.get(key)
    if (ids !== undefined) ids.add(id)
    else this.#registered.set(key, new Set([id]))
    if (ids === undefined) this.#tell({ accountSid, clientName: nameOf(key, accountSid), isAvailable: true })
  }

  #remove({ id, grant: { accountSid } }: PresentDevice, key: string): void {
    const ids = this.#registered.get(key)
    if (ids === undefined || !ids.delete(id) || ids.size > 0) return
    this.#registered.delete(key)
    this.#tell({ accountSid, clientName: nameOf(key, accountSid), isAvailable: false })
  }

  #tell(change: PresenceChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

function describe({ device, keys, connectedAt, registeredAt }: DevicePresence): ConnectedDevice {
  const { id, grant, version, software, addressFamily } = device
  const registeredNames = keys.map((key) => nameOf(key, grant.accountSid))
  return { id, grant, version, software, addressFamily, registeredNames, connectedAt, registeredAt }
}

function keyOf(accountSid: AccountSid, clientName: string): string {
  return `${accountSid}/${clientName}`
}

function nameOf(key: string, accountSid: AccountSid): string {
  return key.slice(accountSid.length + 1)
}

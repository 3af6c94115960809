import type {
  AccountSid,
  CallMessagePayload,
  CallSid,
  ClientHangupPayload,
  ClientInvitePayload,
  ClientSdpPayload,
  DtmfPayload,
  RejectPayload,
} from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import type { CallPorts } from './call-ports.js'
import { CallRegistry } from './call-registry.js'
import type { CallSession } from './call-session.js'
import { DeviceCalls } from './device/device-calls.js'
import { FarewellBook } from './device/farewell-book.js'
import type { Device } from './device-directory.js'

/** Every call of this node: what devices do to calls, and what calls there are. */
export class CallService {
  readonly #ports: CallPorts
  readonly #registry: CallRegistry
  readonly #devices: DeviceCalls

  constructor(ports: CallPorts) {
    this.#ports = ports
    this.#registry = new CallRegistry(ports.clock)
    this.#devices = new DeviceCalls({ ports, registry: this.#registry, farewells: new FarewellBook(ports) })
  }

  /** How many calls run. */
  get runningCalls(): number {
    return this.#registry.sessions.length
  }

  /** Whether a connection stands for an end of a call that rings or talks. */
  isInCall(deviceId: string): boolean {
    return this.#registry.endsOf(deviceId).length > 0
  }

  /** Whether the person whom a grant names has a call that runs, on whichever connection: they may be coming back to it. */
  hasCallOf(grant: DeviceGrant): boolean {
    return this.#registry.endsOfPerson(grant).length > 0
  }

  /** A device starts a call, or comes back to one. Resolves when later messages of the device may follow. */
  invite(device: Device, payload: ClientInvitePayload): Promise<void> {
    return this.#devices.invite(device, payload)
  }

  /** A device accepts a call that rings. */
  answer(device: Device, payload: ClientSdpPayload): Promise<void> {
    return this.#devices.answer(device, payload)
  }

  /** A device declines a call that rings. */
  reject(device: Device, payload: RejectPayload): Promise<void> {
    return this.#devices.reject(device, payload)
  }

  /** A device ends its call, or declines one that rings. */
  hangup(device: Device, payload: ClientHangupPayload): Promise<void> {
    return this.#devices.hangup(device, payload)
  }

  /** A device restarts ICE. */
  reinvite(device: Device, payload: ClientSdpPayload): Promise<void> {
    return this.#devices.reinvite(device, payload)
  }

  /** A device sends keys as a message. */
  dtmf(device: Device, payload: DtmfPayload): void {
    this.#devices.dtmf(device, payload)
  }

  /** A device sends a message that belongs to its call. */
  message(device: Device, payload: CallMessagePayload): void {
    this.#devices.message(device, payload)
  }

  /** A device's connection is gone. */
  deviceLost(deviceId: string): void {
    this.#devices.lost(deviceId)
  }

  /** A device has been let in: a call that it may have had before is looked for. */
  deviceConnected(device: Device): void {
    this.#devices.connected(device)
  }

  /** The call SID behind an id of a device's report, if the account has, or had, such a call. */
  async locate(accountSid: AccountSid, callId: string): Promise<CallSid | undefined> {
    const callSid = this.#registry.resolve(accountSid, callId)
    if (callSid === undefined || this.#registry.find(accountSid, callSid) !== undefined) return callSid
    return (await this.#ports.store.calls.find(accountSid, callSid))?.sid
  }

  /** End every call there is. Resolves when nothing of them is under way any more, their last callbacks included. */
  async endAll(): Promise<void> {
    await endAtOnce(this.#registry.sessions)
    await this.idle()
  }

  /** End every call of an account. Resolves when its devices are told; last callbacks may be under way. */
  async endAllOf(accountSid: AccountSid): Promise<void> {
    await endAtOnce(this.#registry.sessions.filter(({ context }) => context.account.sid === accountSid))
  }

  /** Resolves when no call runs, and nothing of those that did is under way any more. */
  async idle(): Promise<void> {
    await this.#registry.idle()
  }
}

async function endAtOnce(sessions: readonly CallSession[]): Promise<void> {
  await Promise.all(sessions.map((session) => session.post({ type: 'end', cause: 'hangup', isTold: false })))
}

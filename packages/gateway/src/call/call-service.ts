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
import type { CallOrder, CallOutcome } from './api/call-order.js'
import { type CallChange, changeCall } from './api/change-call.js'
import { makeCall } from './api/make-call.js'
import { type CallMessageDraft, sendCallMessage, type SentCallMessage } from './api/send-call-message.js'
import { MessageForwarder } from './application/message-forwarder.js'
import type { CallPorts } from './call-ports.js'
import { CallRegistry } from './call-registry.js'
import type { CallSession } from './call-session.js'
import type { CallSharing } from './call-sharing.js'
import type { LegName } from './call-signals.js'
import { DeviceCalls } from './device/device-calls.js'
import { FarewellBook } from './device/farewell-book.js'
import type { Device } from './device-directory.js'
import { answerNumber } from './line/answer-number.js'
import { LineMedia } from './line/line-media.js'
import type { EndCause } from './state/end-cause.js'

/** Every call of this node: what devices do to calls, and what calls there are. */
export class CallService {
  readonly #ports: CallPorts
  readonly #registry: CallRegistry
  readonly #sharing: CallSharing
  readonly #devices: DeviceCalls

  constructor(ports: CallPorts) {
    this.#ports = ports
    this.#registry = new CallRegistry(ports.clock)
    const [farewells, messages] = [new FarewellBook(ports), new MessageForwarder(ports)]
    this.#sharing = {
      ports: { ...ports, media: new LineMedia(ports.media) },
      registry: this.#registry,
      farewells,
      messages,
      callNumber: (incoming) => {
        answerNumber(this.#sharing, incoming)
      },
    }
    this.#devices = new DeviceCalls(this.#sharing)
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

  /**
   * Make a call that the API asks for. It is queued, and in the store, when the promise resolves; then its devices ring.
   *
   * @throws StoreError when it cannot be kept; then there is no such call
   */
  create(order: CallOrder): Promise<CallOutcome> {
    return makeCall(this.#sharing, order)
  }

  /** Change a call that runs; a leg of a dial is a call, too. All of it is done, or nothing. */
  update(leg: LegName, change: CallChange): Promise<CallOutcome> {
    return changeCall(this.#sharing, leg, change)
  }

  /** Send a message to the device of a call. */
  sendMessage(leg: LegName, draft: CallMessageDraft): SentCallMessage {
    return sendCallMessage(this.#sharing, leg, draft)
  }

  /** Whether a leg belongs to a call that runs. */
  isRunning({ accountSid, callSid }: LegName): boolean {
    return this.#registry.find(accountSid, callSid) !== undefined
  }

  /** The call SID behind an id of a device's report, if the account has, or had, such a call. */
  async locate(accountSid: AccountSid, callId: string): Promise<CallSid | undefined> {
    const callSid = this.#registry.resolve(accountSid, callId)
    if (callSid === undefined || this.#registry.find(accountSid, callSid) !== undefined) return callSid
    return (await this.#ports.store.calls.find(accountSid, callSid))?.sid
  }

  /** End every call there is. Resolves when nothing of them is under way any more, their last callbacks included. */
  async endAll(): Promise<void> {
    await endAtOnce(this.#registry.sessions, 'hangup')
    await this.idle()
  }

  /** End every call of an account that is active no more. Resolves when its devices are told; last callbacks may be under way. */
  async endAllOf(accountSid: AccountSid): Promise<void> {
    const sessions = this.#registry.sessions.filter(({ context }) => context.account.sid === accountSid)
    await endAtOnce(sessions, 'account-inactive')
  }

  /** Resolves when no call runs, and nothing of those that did is under way any more. */
  async idle(): Promise<void> {
    await this.#registry.idle()
  }
}

async function endAtOnce(sessions: readonly CallSession[], cause: EndCause): Promise<void> {
  await Promise.all(sessions.map((session) => session.post({ type: 'end', cause, isTold: false })))
}

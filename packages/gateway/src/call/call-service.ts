import {
  type AccountSid,
  type CallMessagePayload,
  type CallSid,
  type ClientHangupPayload,
  type ClientInvitePayload,
  type ClientSdpPayload,
  type DtmfPayload,
  type ErrorCode,
  gatewayMessage,
  type RejectPayload,
} from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import { acceptCall } from './device/accept-call.js'
import type { CallPorts } from './call-ports.js'
import { runCall } from './application/call-program.js'
import type { CallRecord } from './call-record.js'
import { CallRegistry } from './call-registry.js'
import { CallSession } from './call-session.js'
import type { Device } from './device-directory.js'
import { fingerprintOf, wireError } from './device-end.js'
import { FarewellBook } from './device/farewell-book.js'
import { onDeviceLost } from './device/lost-device.js'
import { createNotification } from './notification.js'
import { permitCall, type PermittedCall } from './place-call.js'
import { reportProblem } from './report-problem.js'
import { mergeCustomParams, type RequestParams } from './application/request-params.js'
import { relayKeys } from './device/relay-keys.js'
import { restartMedia } from './device/restart-media.js'
import { takeOver } from './device/take-over.js'

/** The one kind of call message that the official service knows. */
const userDefinedMessage = 'user-defined-message'

const reconnectTokenShape = /^[\da-f]{32}$/

/** Every call of this node: what devices do to calls, and what calls there are. */
export class CallService {
  readonly #ports: CallPorts
  readonly #registry: CallRegistry
  readonly #farewells: FarewellBook
  readonly #programs = new Set<Promise<void>>()

  constructor(ports: CallPorts) {
    this.#ports = ports
    this.#registry = new CallRegistry(ports.clock)
    this.#farewells = new FarewellBook(ports)
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
  async invite(device: Device, invite: ClientInvitePayload): Promise<void> {
    const { callsid, reconnect } = invite
    if (reconnect !== undefined) {
      await this.#resume(device, invite, reconnect)
      return
    }
    if (this.#registry.find(device.grant.accountSid, callsid) !== undefined) return
    const permission = await permitCall(this.#ports, device, invite)
    if (!permission.isOk) this.#refuse(device, callsid, permission.error)
    // Asked in the same turn as the call is counted in: several may have waited for their permission.
    else if (this.#isFull(permission.call)) this.#refuseForCrowding(device, callsid, permission.call)
    else await this.#start(device, invite, permission.call)
  }

  /** A device accepts a call that rings. */
  async answer(device: Device, { callsid, sdp }: ClientSdpPayload): Promise<void> {
    const found = this.#registry.findOwnEnd(device, callsid)
    if (found !== undefined) await acceptCall(found.session, found.end, sdp)
  }

  /** A device declines a call that rings. */
  async reject(device: Device, { callsid }: RejectPayload): Promise<void> {
    const found = this.#registry.findOwnEnd(device, callsid)
    if (found === undefined) return
    const { callSid, id: deviceId } = found.end
    await found.session.post({ type: 'declined', callSid, deviceId })
  }

  /** A device ends its call, or declines one that rings. */
  async hangup(device: Device, { callsid, message }: ClientHangupPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    if (found === undefined) return
    const { session, end } = found
    const { callSid, id: deviceId } = end
    if (message !== undefined) session.context.legs.note(callSid, 'signal', 'hangup', { message })
    if (end === session.context.caller) {
      await session.post({ type: 'end', cause: 'hangup', isTold: true })
      return
    }
    // Of the two only the one that fits its state has an effect; which one that is may change before its turn.
    await session.post({ type: 'declined', callSid, deviceId })
    await session.post({ type: 'callee-ended', callSid, deviceId, cause: 'hangup', isTold: true })
  }

  /** A device restarts ICE. */
  async reinvite(device: Device, { callsid, sdp }: ClientSdpPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    if (found !== undefined) await restartMedia(found.session, found.end, sdp)
  }

  /** A device sends keys as a message. */
  dtmf(device: Device, { callsid, dtmf }: DtmfPayload): void {
    const found = this.#registry.findEnd(device, callsid)
    if (found !== undefined) relayKeys(found.session, found.end, dtmf)
  }

  /** A device sends a message that belongs to its call. */
  message(device: Device, { callsid, content, contenttype, messagetype, voiceeventsid }: CallMessagePayload): void {
    const { devices } = this.#ports
    const found = this.#registry.findEnd(device, callsid)
    if (found === undefined || messagetype !== userDefinedMessage) {
      const error = wireError(found === undefined ? 31481 : 31210)
      devices.send(device.id, gatewayMessage('error', { callsid, voiceeventsid, error }))
      return
    }
    const detail = { contentType: contenttype, content, voiceEventSid: voiceeventsid }
    found.session.context.legs.note(found.end.callSid, 'message', 'from device', detail)
    devices.send(device.id, gatewayMessage('ack', { acktype: 'message', callsid, voiceeventsid }))
  }

  /** A device's connection is gone. */
  deviceLost(deviceId: string): void {
    for (const { session, end } of this.#registry.endsOf(deviceId)) void onDeviceLost(session, end)
  }

  /**
   * A device has been let in. Clients of the older kind say nothing of the calls they still have: it may be theirs.
   * Newer ones resume by token.
   */
  deviceConnected(device: Device): void {
    // It was not away: this is a token refreshed, or a page with a call of its own, and a page has one at most.
    if (this.isInCall(device.id)) return
    this.#farewells.repeatTo(device)
    for (const { end } of this.#registry.lostEndsOf(device)) if (!end.canResume) end.expectAt(device)
  }

  /** The call SID behind an id of a device's report, if the account has, or had, such a call. */
  async locate(accountSid: AccountSid, callId: string): Promise<CallSid | undefined> {
    const callSid = this.#registry.resolve(accountSid, callId)
    if (callSid === undefined || this.#registry.find(accountSid, callSid) !== undefined) return callSid
    return (await this.#ports.store.calls.find(accountSid, callSid))?.sid
  }

  /** End every call there is. Resolves when nothing of them is under way any more, their last callbacks included. */
  async endAll(): Promise<void> {
    const { sessions } = this.#registry
    await Promise.all(sessions.map((session) => session.post({ type: 'end', cause: 'hangup', isTold: false })))
    await this.idle()
  }

  /** Resolves when no call runs, and nothing of those that did is under way any more. */
  async idle(): Promise<void> {
    while (this.#programs.size > 0) await Promise.all(this.#programs)
  }

  #isFull({ account }: PermittedCall): boolean {
    return this.#registry.countOf(account.sid) >= this.#ports.limits.maxCallsPerAccount
  }

  async #start(device: Device, invite: ClientInvitePayload, permitted: PermittedCall): Promise<void> {
    const { params, droppedNames } = mergeCustomParams(permitted.deviceParams, permitted.signedParams)
    const record = this.#recordOf(permitted, params)
    const session = this.#open(device, invite.callsid, record, permitted)
    if (session === undefined || !(await session.begin(record, invite.sdp))) return
    if (droppedNames.length > 0) this.#warnOfDroppedNames(record, droppedNames)
    const program = runCall(session, params).finally(() => this.#programs.delete(program))
    this.#programs.add(program)
  }

  #open(
    device: Device,
    tempId: string,
    { sid: callSid }: CallRecord,
    { account, application }: PermittedCall,
  ): CallSession | undefined {
    const onLegAdded = (leg: CallSid): void => {
      this.#registry.addLeg(session, leg)
    }
    const [ports, farewells] = [this.#ports, this.#farewells]
    let session: CallSession
    try {
      session = new CallSession(ports, { account, application, callSid, device, tempId, onLegAdded, farewells })
    } catch (error) {
      this.#ports.observer.fault(callSid, error)
      this.#refuse(device, tempId, 31000)
      return undefined
    }
    this.#registry.add(session)
    return session
  }

  #recordOf({ account, application, from }: PermittedCall, { To = '' }: RequestParams): CallRecord {
    const now = this.#ports.clock.now()
    return {
      sid: this.#ports.ids.sid('CA'),
      accountSid: account.sid,
      parentCallSid: null,
      applicationSid: application.sid,
      phoneNumberSid: null,
      from,
      to: To,
      direction: 'inbound',
      status: 'ringing',
      endReason: null,
      createdAt: now,
      startedAt: now,
      answeredAt: null,
      endedAt: null,
      updatedAt: now,
    }
  }

  #warnOfDroppedNames(call: CallRecord, names: readonly string[]): void {
    const text = `Parameters that only the gateway sets were dropped: ${names.join(', ')}. Use other names for your own.`
    reportProblem(this.#ports, { call, code: 31106, text })
  }

  async #resume(device: Device, { callsid, sdp }: ClientInvitePayload, token: string): Promise<void> {
    if (!reconnectTokenShape.test(token)) {
      this.#refuse(device, callsid, 31107)
      return
    }
    const session = this.#registry.find(device.grant.accountSid, callsid)
    const end = session?.ends.find(({ reconnectToken }) => reconnectToken === token)
    if (session === undefined || end?.belongsTo(device) !== true) {
      this.#refuse(device, callsid, 31209)
    } else if (end.fingerprint !== undefined && end.fingerprint === fingerprintOf(sdp)) {
      end.attach(device)
      end.tellAnswered(false)
    } else {
      await takeOver(session, end, device, sdp)
    }
  }

  #refuseForCrowding(device: Device, callsid: string, { account }: PermittedCall): void {
    const call = { accountSid: account.sid, sid: null }
    const text = `The account has ${this.#ports.limits.maxCallsPerAccount} calls, and may have no more; one was refused.`
    const { observer } = this.#ports
    observer.notification(createNotification(this.#ports, { call, code: 10004, text }))
    this.#refuse(device, callsid, 31206)
  }

  #refuse(device: Device, callsid: string, error: ErrorCode): void {
    this.#ports.devices.send(device.id, gatewayMessage('hangup', { callsid, error: wireError(error) }))
  }
}

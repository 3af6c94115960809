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
import type { MediaEvent } from '../media/media.js'
import type { CallContext } from './call-context.js'
import type { CallPorts } from './call-ports.js'
import { runCall } from './call-program.js'
import type { CallRecord } from './call-record.js'
import { CallRegistry } from './call-registry.js'
import { CallSession } from './call-session.js'
import type { Device } from './device-directory.js'
import { DeviceEnd, fingerprintOf, wireError } from './device-end.js'
import { LegBook } from './leg-book.js'
import { onDeviceLost } from './lost-device.js'
import { createNotification } from './notification.js'
import { permitCall, type PermittedCall } from './place-call.js'
import { mergeCustomParams, type RequestParams } from './request-params.js'

/** The one kind of call message that the official service knows. */
const userDefinedMessage = 'user-defined-message'

const reconnectTokenShape = /^[\da-f]{32}$/

/** Every call of this node: what devices do to calls, and what calls there are. */
export class CallService {
  readonly #ports: CallPorts
  readonly #registry: CallRegistry
  readonly #programs = new Set<Promise<void>>()

  constructor(ports: CallPorts) {
    this.#ports = ports
    this.#registry = new CallRegistry(ports.clock)
  }

  /** How many calls run. */
  get runningCalls(): number {
    return this.#registry.sessions.length
  }

  /** Whether a connection stands for an end of a call that is talking or about to. */
  isInCall(deviceId: string): boolean {
    return this.#registry.endsOf(deviceId).length > 0
  }

  /** A device starts a call, or comes back to one. Resolves when later messages of the device may follow. */
  async invite(device: Device, invite: ClientInvitePayload): Promise<void> {
    if (invite.reconnect !== undefined) {
      await this.#resume(device, invite, invite.reconnect)
      return
    }
    const { accountSid } = device.grant
    if (this.#registry.find(accountSid, invite.callsid) !== undefined) return
    const permission = await permitCall(this.#ports, device, invite, this.#registry.countOf(accountSid))
    if (permission.isOk) await this.#start(device, invite, permission.call)
    else this.#refuse(device, invite.callsid, permission.error)
  }

  /** A device accepts a call that rings. */
  async answer(device: Device, { callsid, sdp }: ClientSdpPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    if (found !== undefined && found.end !== found.session.context.caller) await found.session.accept(found.end, sdp)
  }

  /** A device declines a call that rings. */
  async reject(device: Device, { callsid }: RejectPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    if (found === undefined) return
    const { callSid, id: deviceId } = found.end
    await found.session.post({ type: 'declined', callSid, deviceId })
  }

  /** A device ends its call. */
  async hangup(device: Device, { callsid, message }: ClientHangupPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    if (found === undefined) return
    const { session, end } = found
    const { callSid, id: deviceId } = end
    if (message !== undefined) session.context.legs.note(callSid, 'signal', 'hangup', { message })
    if (end === session.context.caller) await session.post({ type: 'end', cause: 'hangup', isTold: true })
    else if (callSid === session.winner)
      await session.post({ type: 'callee-ended', callSid, cause: 'hangup', isTold: true })
    else await session.post({ type: 'declined', callSid, deviceId })
  }

  /** A device restarts ICE. */
  async reinvite(device: Device, { callsid, sdp }: ClientSdpPayload): Promise<void> {
    const found = this.#registry.findEnd(device, callsid)
    await found?.session.restart(found.end, sdp)
  }

  /** A device sends keys as a message. */
  dtmf(device: Device, { callsid, dtmf }: DtmfPayload): void {
    const found = this.#registry.findEnd(device, callsid)
    found?.session.pressKeys(found.end, dtmf)
  }

  /** A device sends a message that belongs to its call. */
  message(device: Device, payload: CallMessagePayload): void {
    const { callsid, contenttype, messagetype, voiceeventsid } = payload
    const found = this.#registry.findEnd(device, callsid)
    const error = found === undefined ? 31481 : messagetype === userDefinedMessage ? undefined : 31210
    if (error !== undefined) {
      this.#ports.devices.send(device.id, gatewayMessage('error', { callsid, voiceeventsid, error: wireError(error) }))
      return
    }
    const detail = { contentType: contenttype, content: payload.content, voiceEventSid: voiceeventsid }
    found?.session.context.legs.note(found.end.callSid, 'message', 'from device', detail)
    this.#ports.devices.send(device.id, gatewayMessage('ack', { acktype: 'message', callsid, voiceeventsid }))
  }

  /** A device's connection is gone. */
  deviceLost(deviceId: string): void {
    for (const { session, end } of this.#registry.endsOf(deviceId)) onDeviceLost(session, end)
  }

  /**
   * A device has been let in. Clients of the older kind say nothing of the calls they still have: those are theirs
   * again from now on. Newer ones resume by token.
   */
  deviceConnected(device: Device): void {
    for (const { end } of this.#registry.lostEndsOf(device)) if (!end.canResume) end.attach(device)
  }

  /** The call SID behind an id of a device's report, if the account has, or had, such a call. */
  async locate(accountSid: AccountSid, callId: string): Promise<CallSid | undefined> {
    const callSid = this.#registry.resolve(accountSid, callId)
    if (this.#registry.find(accountSid, callSid) !== undefined) return callSid
    return (await this.#ports.store.calls.find(accountSid, callSid))?.sid
  }

  /** End every call of an account, or every call there is. Resolves when nothing of them is left. */
  async endAll(accountSid?: AccountSid): Promise<void> {
    const sessions = this.#registry.sessions.filter(
      ({ context }) => accountSid === undefined || context.account.sid === accountSid,
    )
    await Promise.all(sessions.map((session) => session.post({ type: 'end', cause: 'hangup', isTold: false })))
    if (accountSid === undefined) await this.idle()
  }

  /** Resolves when no call runs. */
  async idle(): Promise<void> {
    while (this.#programs.size > 0) await Promise.all(this.#programs)
  }

  async #start(device: Device, invite: ClientInvitePayload, permitted: PermittedCall): Promise<void> {
    const { params, droppedNames } = mergeCustomParams(permitted.deviceParams, permitted.signedParams)
    const record = this.#recordOf(permitted, params)
    const session = this.#createSession(device, invite.callsid, record, permitted)
    this.#registry.add(session)
    await session.begin(record, invite.sdp)
    if (droppedNames.length > 0) this.#warnOfDroppedNames(record, droppedNames)
    const program = runCall(session, params).finally(() => {
      this.#registry.remove(session)
      this.#programs.delete(program)
    })
    this.#programs.add(program)
  }

  #createSession(
    device: Device,
    tempId: string,
    { sid }: CallRecord,
    { account, application }: PermittedCall,
  ): CallSession {
    const onMedia = (event: MediaEvent): void => {
      session.onCallerMedia(event)
    }
    const endpoint = this.#ports.media.createEndpoint(onMedia)
    const caller = new DeviceEnd(this.#ports, {
      callSid: sid,
      device,
      endpoint,
      identity: device.grant.identity,
      tempId,
    })
    const legs = new LegBook(this.#ports, account.authToken, (callSid) => {
      this.#registry.addLeg(session, callSid)
    })
    const context: CallContext = {
      ports: this.#ports,
      account,
      application,
      callSid: sid,
      caller,
      callees: new Map(),
      legs,
    }
    const session = new CallSession(context)
    return session
  }

  #recordOf({ account, application, from }: PermittedCall, { To = '' }: RequestParams): CallRecord {
    const now = this.#ports.clock.now()
    return {
      sid: this.#ports.ids.sid('CA'),
      accountSid: account.sid,
      parentCallSid: null,
      applicationSid: application.sid,
      from,
      to: To,
      direction: 'inbound',
      status: 'ringing',
      endReason: null,
      createdAt: now,
      answeredAt: null,
      endedAt: null,
      updatedAt: now,
    }
  }

  #warnOfDroppedNames(call: CallRecord, names: readonly string[]): void {
    const text = `Parameters that only the gateway sets were dropped: ${names.join(', ')}. Use other names for your own.`
    this.#ports.observer.notification(createNotification(this.#ports, { call, level: 'warning', code: 31106, text }))
  }

  async #resume(device: Device, { callsid, sdp }: ClientInvitePayload, token: string): Promise<void> {
    if (!reconnectTokenShape.test(token)) {
      this.#refuse(device, callsid, 31107)
      return
    }
    const session = this.#registry.find(device.grant.accountSid, callsid)
    const ends =
      session === undefined
        ? []
        : [session.context.caller, ...[...session.context.callees.values()].map(({ end }) => end)]
    const end = ends.find(({ reconnectToken }) => reconnectToken === token)
    if (session === undefined || end?.belongsTo(device) !== true) {
      this.#refuse(device, callsid, 31209)
      return
    }
    if (end.fingerprint !== undefined && end.fingerprint === fingerprintOf(sdp)) {
      end.attach(device)
      end.tellAnswered(false)
      return
    }
    await session.takeOver(end, device, sdp)
  }

  #refuse(device: Device, callsid: string, error: ErrorCode): void {
    this.#ports.devices.send(device.id, gatewayMessage('hangup', { callsid, error: wireError(error) }))
  }
}

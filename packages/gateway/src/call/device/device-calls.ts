import {
  type CallMessagePayload,
  type ClientHangupPayload,
  type ClientInvitePayload,
  type ClientSdpPayload,
  type DtmfPayload,
  type ErrorCode,
  gatewayMessage,
  type RejectPayload,
} from '@ringdown/protocol'
import type { CallMessage } from '../application/message-forwarder.js'
import type { CallSession } from '../call-session.js'
import { noteSignal, sendSignal } from '../call-signals.js'
import type { CallSharing } from '../call-sharing.js'
import type { Device } from '../device-directory.js'
import { fingerprintOf, wireError } from '../device-end.js'
import type { CallClientMessage } from '../signal-detail.js'
import { acceptCall } from './accept-call.js'
import { onDeviceLost } from './lost-device.js'
import { relayKeys } from './relay-keys.js'
import { restartMedia } from './restart-media.js'
import { startCall } from './start-call.js'
import { takeOver } from './take-over.js'

/** The one kind of call message that the official service knows. */
const userDefinedMessage = 'user-defined-message'

const reconnectTokenShape = /^[\da-f]{32}$/

/** What devices do to calls. */
export class DeviceCalls {
  readonly #sharing: CallSharing

  constructor(sharing: CallSharing) {
    this.#sharing = sharing
  }

  /** A device starts a call, or comes back to one. Resolves when later messages of the device may follow. */
  async invite(device: Device, payload: ClientInvitePayload): Promise<void> {
    const { registry } = this.#sharing
    this.#hear(device, { type: 'invite', payload })
    if (payload.reconnect !== undefined) await this.#resume(device, payload, payload.reconnect)
    else if (registry.find(device.grant.accountSid, payload.callsid) === undefined)
      await startCall(this.#sharing, device, payload)
  }

  /** A device accepts a call that rings. */
  async answer(device: Device, payload: ClientSdpPayload): Promise<void> {
    this.#hear(device, { type: 'answer', payload })
    const { registry } = this.#sharing
    const found = registry.findOwnEnd(device, payload.callsid)
    if (found === undefined) return
    for (const { end } of registry.endsOfSame(device)) end.isNotAt(device.id)
    await acceptCall(found.session, found.end, payload.sdp)
  }

  /** A device declines a call that rings. */
  async reject(device: Device, payload: RejectPayload): Promise<void> {
    this.#hear(device, { type: 'reject', payload })
    const found = this.#sharing.registry.findOwnEnd(device, payload.callsid)
    if (found === undefined) return
    const { callSid, id: deviceId } = found.end
    await found.session.post({ type: 'declined', callSid, deviceId })
  }

  /** A device ends its call, or declines one that rings. */
  async hangup(device: Device, payload: ClientHangupPayload): Promise<void> {
    this.#hear(device, { type: 'hangup', payload })
    const found = this.#sharing.registry.findEnd(device, payload.callsid)
    if (found === undefined) return
    const { session, end } = found
    const { callSid, id: deviceId } = end
    if (end === session.context.caller) {
      await session.post({ type: 'end', cause: 'hangup', isTold: true })
      return
    }
    // Of the two only the one that fits its state has an effect; which one that is may change before its turn.
    await session.post({ type: 'declined', callSid, deviceId })
    await session.post({ type: 'callee-ended', callSid, deviceId, cause: 'hangup', isTold: true })
  }

  /** A device restarts ICE. */
  async reinvite(device: Device, payload: ClientSdpPayload): Promise<void> {
    this.#hear(device, { type: 'reinvite', payload })
    const found = this.#sharing.registry.findEnd(device, payload.callsid)
    if (found !== undefined) await restartMedia(found.session, found.end, payload.sdp)
  }

  /** A device sends keys as a message. */
  dtmf(device: Device, payload: DtmfPayload): void {
    this.#hear(device, { type: 'dtmf', payload })
    const found = this.#sharing.registry.findEnd(device, payload.callsid)
    if (found !== undefined) relayKeys(found.session, found.end, payload.dtmf)
  }

  /** A device sends a message that belongs to its call. */
  message(device: Device, payload: CallMessagePayload): void {
    const { callsid, content, contenttype, messagetype, voiceeventsid } = payload
    this.#hear(device, { type: 'message', payload })
    const { ports, registry } = this.#sharing
    const found = registry.findEnd(device, callsid)
    if (found === undefined) {
      ports.devices.send(device.id, gatewayMessage('error', { callsid, voiceeventsid, error: wireError(31481) }))
    } else if (messagetype !== userDefinedMessage) {
      found.end.sendTo(device.id, gatewayMessage('error', { callsid, voiceeventsid, error: wireError(31210) }))
    } else {
      const { leg } = found.end
      const message = { contentType: contenttype, content, voiceEventSid: voiceeventsid }
      found.session.context.legs.note(leg.callSid, 'message', 'from device', message)
      found.end.sendTo(device.id, gatewayMessage('ack', { acktype: 'message', callsid, voiceeventsid }))
      this.#forward(found.session, { ...leg, ...message })
    }
  }

  #forward({ over }: CallSession, message: CallMessage): void {
    const { messages, registry } = this.#sharing
    const { accountSid, callSid } = message
    registry.track(messages.forward(message))
    void over.then(() => {
      // A leg that was redirected lives on in a call of its own.
      if (registry.find(accountSid, callSid) === undefined) messages.forget(callSid)
    })
  }

  /** A device's connection is gone. */
  lost(deviceId: string): void {
    for (const { session, end } of this.#sharing.registry.endsOf(deviceId)) void onDeviceLost(session, end)
  }

  /**
   * A device has been let in. Clients of the older kind say nothing of the calls they still have: it may be theirs.
   * Newer ones resume by token those that they talk in. No client says anything of a call that only rings.
   */
  connected(device: Device): void {
    const { farewells, registry } = this.#sharing
    // It was not away: this is a token refreshed, or a page with a call of its own, and a page has one at most.
    if (registry.endsOf(device.id).length > 0) return
    farewells.repeatTo(device)
    for (const { session, end } of registry.endsOfSame(device)) {
      const isTalking = session.isTalking(end)
      if (isTalking && end.canResume) continue
      if (isTalking && !end.isAttached) end.expectAt(device)
      else end.alsoAt(device)
    }
  }

  async #resume(device: Device, { callsid, sdp }: ClientInvitePayload, token: string): Promise<void> {
    const { registry } = this.#sharing
    const session = registry.find(device.grant.accountSid, callsid)
    const end = session?.deviceEnds.find(({ reconnectToken }) => reconnectToken === token)
    if (!reconnectTokenShape.test(token)) {
      this.#refuse(device, callsid, 31107)
    } else if (session === undefined || end?.belongsTo(device) !== true) {
      this.#refuse(device, callsid, 31209)
    } else if (end.fingerprint !== undefined && end.fingerprint === fingerprintOf(sdp)) {
      end.attach(device)
      end.tellAnswered(false)
    } else {
      await takeOver(session, end, device, sdp)
    }
  }

  /** Put what a device says on the timeline of the leg that it speaks of, if that is a leg of its person. */
  #hear(device: Device, message: CallClientMessage): void {
    const { ports, registry } = this.#sharing
    const leg = registry.findLeg(device, message.payload.callsid)
    if (leg !== undefined) noteSignal(ports, leg, device.id, message)
  }

  #refuse(device: Device, callsid: string, error: ErrorCode): void {
    const { ports, registry } = this.#sharing
    const message = gatewayMessage('hangup', { callsid, error: wireError(error) })
    const leg = registry.findLeg(device, callsid)
    if (leg === undefined) ports.devices.send(device.id, message)
    else sendSignal(ports, leg, device.id, message)
  }
}

import {
  type CallSid,
  type CancelReason,
  errorCatalogue,
  type ErrorCode,
  gatewayMessage,
  type GatewayPayloads,
  type IncomingParameters,
  protocolFeatures,
} from '@ringdown/protocol'
import type { MediaEndpoint, MediaEvent } from '../media/media.js'
import type { CallPorts } from './call-ports.js'
import { type LegName, sendSignal } from './call-signals.js'
import type { Device } from './device-directory.js'
import type { CallGatewayMessage, CallGatewayType } from './signal-detail.js'

/** What a device's end of a leg is made of. */
export interface DeviceEndOptions {
  readonly callSid: CallSid
  readonly device: Device
  /** Who must be at the device: a client name, or undefined for a caller without one. */
  readonly identity: string | undefined
  /** The id that the device gave its call before it knew the call SID. */
  readonly tempId?: string | undefined
  /** Told what happens in its media. */
  readonly onMedia: (event: MediaEvent) => void
}

/** One device's end of one leg: its connection now, the id it knows the call by, its media. */
export class DeviceEnd {
  readonly kind = 'device'
  readonly callSid: CallSid
  /** Names this end within its call, whichever connection it moves to. */
  readonly id: string
  readonly identity: string | undefined
  readonly tempId: string | undefined
  /** By which the device proves, on a new connection, that this call is its own. */
  readonly reconnectToken: string
  endpoint: MediaEndpoint
  /** Told what happens in its media; the call that it belongs to. */
  onMedia: (event: MediaEvent) => void
  /** The session description we gave it. */
  localSdp = ''
  /** The fingerprint line of its own description, by which a reloaded page is told from a resumed one. */
  fingerprint: string | undefined
  /** Whether it offered media itself on a new connection, and so waits for our description with the answer. */
  isTakenOver = false
  /** When it will have heard every key that the far side sent as a message; Unix milliseconds. */
  keysHeardAt = 0
  #device: Device
  /** Connections that may be its own, while it has lost the one it had. */
  readonly #candidates = new Set<string>()
  /** Connections that may have taken the place of its own, if that is dead and nobody has noticed yet. */
  readonly #possible = new Set<string>()
  /** What a client that cannot resume could not be sent, in order. */
  readonly #missed: CallGatewayMessage[] = []
  #knowsCallSid: boolean
  readonly #ports: CallPorts

  /** @throws MediaError when the engine makes no endpoints any more */
  constructor(ports: CallPorts, { callSid, device, identity, tempId, onMedia }: DeviceEndOptions) {
    this.#ports = ports
    this.#device = device
    this.callSid = callSid
    this.id = device.id
    this.identity = identity
    this.tempId = tempId
    this.onMedia = onMedia
    this.endpoint = this.openEndpoint()
    this.#knowsCallSid = tempId === undefined
    this.reconnectToken = ports.ids.secret()
  }

  get device(): Device {
    return this.#device
  }

  /** The leg that it is an end of. */
  get leg(): LegName {
    return { accountSid: this.#device.grant.accountSid, callSid: this.callSid }
  }

  /** Whether its connection stands. */
  get isAttached(): boolean {
    return this.#ports.devices.find(this.#device.id) !== undefined
  }

  /** Whether it has been told its call SID. */
  get knowsCallSid(): boolean {
    return this.#knowsCallSid
  }

  /** Whether it can come back by token. */
  get canResume(): boolean {
    return protocolFeatures[this.#device.version].resume
  }

  /**
   * Make an endpoint. What it reports counts only while it is the one that this end has.
   *
   * @throws MediaError when the engine makes no endpoints any more
   */
  openEndpoint(): MediaEndpoint {
    const endpoint = this.#ports.media.createEndpoint((event) => {
      if (this.endpoint === endpoint) this.onMedia(event)
    })
    return endpoint
  }

  /** Move to another connection of the same person. */
  attach(device: Device): void {
    this.#device = device
    this.#candidates.clear()
    this.#possible.clear()
    this.#sendMissed()
  }

  /**
   * The same person has opened another connection, and their client does not say whether it is the page that has this
   * call or another one. Until it does, both are spoken to: a client takes no notice of a call that it does not know.
   */
  expectAt(device: Device): void {
    this.#candidates.add(device.id)
    this.#sendMissed()
  }

  /**
   * The same person has opened another connection while this one seems to stand. It may be dead all the same, so that
   * the end of the call is told there, too.
   */
  alsoAt(device: Device): void {
    for (const id of this.#possible) if (this.#ports.devices.find(id) === undefined) this.#possible.delete(id)
    this.#possible.add(device.id)
  }

  /** A connection has a call of its own: it is another page. */
  isNotAt(deviceId: string): void {
    this.#candidates.delete(deviceId)
    this.#possible.delete(deviceId)
  }

  /** Every connection that its end is told on. */
  get connectionIds(): readonly string[] {
    return [this.#device.id, ...this.#candidates, ...this.#possible]
  }

  /** Whether the person at a device is the one at this end. */
  belongsTo({ grant }: Pick<Device, 'grant'>): boolean {
    if (grant.accountSid !== this.#device.grant.accountSid) return false
    return this.identity === undefined
      ? grant.identity === undefined
      : grant.identity === this.identity || grant.clientNames.includes(this.identity)
  }

  /** Offer it a call that it may take. */
  invite(parameters: IncomingParameters): void {
    const reconnect = this.canResume ? { reconnect: this.reconnectToken } : {}
    this.send('invite', { callsid: this.callSid, sdp: this.localSdp, parameters, ...reconnect })
  }

  /** Tell it that it has the call that it took. */
  confirm(): void {
    // Clients that can resume look for an answer to their own, older ones would take it for a new one.
    if (this.canResume || this.isTakenOver) this.tellAnswered(this.isTakenOver)
  }

  /** Tell it that the far end rings, and with that its call SID. */
  tellRinging(hasMedia: boolean): void {
    this.send('ringing', { callsid: this.callSid, ...(hasMedia && { sdp: this.localSdp }) })
  }

  /** Tell it that the call is answered, or, without a description, that it is confirmed or resumed. */
  tellAnswered(hasMedia: boolean): void {
    const reconnect = this.canResume ? { reconnect: this.reconnectToken } : {}
    this.send('answer', { callsid: this.callSid, ...(hasMedia && { sdp: this.localSdp }), ...reconnect })
  }

  /** Tell it that the call is over, under the id that it knows. Returns what it was told. */
  tellEnded(error?: ErrorCode): CallGatewayMessage {
    const callsid = this.#knowsCallSid ? this.callSid : (this.tempId ?? this.callSid)
    return this.send('hangup', { callsid, ...(error !== undefined && { error: wireError(error) }) })
  }

  /** Tell it to ring no longer. Returns what it was told. */
  tellCancelled(reason: CancelReason): CallGatewayMessage {
    return this.send('cancel', { callsid: this.callSid, reason })
  }

  /** Tell a device that it cannot have this call. */
  refuse(device: Device, error: ErrorCode): void {
    this.sendTo(device.id, gatewayMessage('hangup', { callsid: this.callSid, error: wireError(error) }))
  }

  /** Send one message, and return it. What an older client misses it is sent when it comes back; newer ones ask. */
  send<Type extends CallGatewayType>(type: Type, payload: GatewayPayloads[Type]): CallGatewayMessage {
    const message = gatewayMessage(type, payload) as CallGatewayMessage
    if (!this.#deliver(message) && !this.canResume) this.#missed.push(message)
    return message
  }

  /** Send a message to a connection that may not be its own. */
  sendTo(deviceId: string, message: CallGatewayMessage): boolean {
    return sendSignal(this.#ports, this.leg, deviceId, message)
  }

  #deliver(message: CallGatewayMessage): boolean {
    if (message.type === 'hangup' || message.type === 'cancel') return this.#deliverEnd(message)
    const isDelivered = this.sendTo(this.#device.id, message) || this.#sendToCandidate(message)
    if (isDelivered && (message.type === 'ringing' || message.type === 'answer')) this.#told(message.payload)
    return isDelivered
  }

  // A client takes no notice of the end of a call that it does not know.
  #deliverEnd(message: CallGatewayMessage): boolean {
    return this.connectionIds.filter((id) => this.sendTo(id, message)).length > 0
  }

  // An answer is taken by whatever call a page is making: with several pages to choose from it would be a guess.
  #sendToCandidate(message: CallGatewayMessage): boolean {
    const [id, ...others] = this.#candidates
    return id !== undefined && others.length === 0 && this.sendTo(id, message)
  }

  #told({ sdp }: GatewayPayloads['ringing' | 'answer']): void {
    this.#knowsCallSid = true
    if (sdp !== undefined) this.endpoint.expectMedia()
  }

  #sendMissed(): void {
    for (const message of this.#missed.splice(0)) if (!this.#deliver(message)) this.#missed.push(message)
  }
}

/** An error of the catalogue as the wire carries it; `detail`, where given, is what a person reads. */
export function wireError(code: ErrorCode, detail?: string): { readonly code: ErrorCode; readonly message: string } {
  return { code, message: detail ?? errorCatalogue[code].message }
}

/** The first certificate fingerprint of a session description (RFC 8122 §5). */
export function fingerprintOf(sdp: string): string | undefined {
  return /^a=fingerprint:(.+?)\s*$/m.exec(sdp)?.[1]?.toLowerCase()
}

import {
  type CallSid,
  type CancelReason,
  errorCatalogue,
  type ErrorCode,
  gatewayMessage,
  type GatewayMessage,
  type GatewayPayloads,
  protocolFeatures,
} from '@ringdown/protocol'
import type { MediaEndpoint } from '../media/media.js'
import type { CallPorts } from './call-ports.js'
import type { Device } from './device-directory.js'

/** What a device's end of a leg is made of. */
export interface DeviceEndOptions {
  readonly callSid: CallSid
  readonly device: Device
  readonly endpoint: MediaEndpoint
  /** Who must be at the device: a client name, or undefined for a caller without one. */
  readonly identity: string | undefined
  /** The id that the device gave its call before it knew the call SID. */
  readonly tempId?: string | undefined
}

/** One device's end of one leg: its connection now, the id it knows the call by, its media. */
export class DeviceEnd {
  readonly callSid: CallSid
  /** Names this end within its call, whichever connection it moves to. */
  readonly id: string
  readonly identity: string | undefined
  readonly tempId: string | undefined
  /** By which the device proves, on a new connection, that this call is its own. */
  readonly reconnectToken: string
  endpoint: MediaEndpoint
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
  /** What a client that cannot resume could not be sent, in order. */
  readonly #missed: GatewayMessage[] = []
  #knowsCallSid: boolean
  readonly #ports: CallPorts

  constructor(ports: CallPorts, { callSid, device, endpoint, identity, tempId }: DeviceEndOptions) {
    this.#ports = ports
    this.#device = device
    this.callSid = callSid
    this.id = device.id
    this.identity = identity
    this.tempId = tempId
    this.endpoint = endpoint
    this.#knowsCallSid = tempId === undefined
    this.reconnectToken = ports.ids.secret()
  }

  get device(): Device {
    return this.#device
  }

  /** Whether its connection stands. */
  get isAttached(): boolean {
    return this.#ports.devices.find(this.#device.id) !== undefined
  }

  /** Whether it can come back by token. */
  get canResume(): boolean {
    return protocolFeatures[this.#device.version].resume
  }

  /** Move to another connection of the same person. */
  attach(device: Device): void {
    this.#device = device
    this.#candidates.clear()
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

  /** Whether the person at a device is the one at this end. */
  belongsTo({ grant }: Pick<Device, 'grant'>): boolean {
    if (grant.accountSid !== this.#device.grant.accountSid) return false
    return this.identity === undefined
      ? grant.identity === undefined
      : grant.identity === this.identity || grant.clientNames.includes(this.identity)
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
  tellEnded(error?: ErrorCode): GatewayMessage {
    const callsid = this.#knowsCallSid ? this.callSid : (this.tempId ?? this.callSid)
    return this.send('hangup', { callsid, ...(error !== undefined && { error: wireError(error) }) })
  }

  /** Tell it to ring no longer. Returns what it was told. */
  tellCancelled(reason: CancelReason): GatewayMessage {
    return this.send('cancel', { callsid: this.callSid, reason })
  }

  /** Send one message, and return it. What an older client misses it is sent when it comes back; newer ones ask. */
  send<Type extends GatewayMessage['type']>(type: Type, payload: GatewayPayloads[Type]): GatewayMessage {
    const message = gatewayMessage(type, payload)
    if (!this.#deliver(message) && !this.canResume) this.#missed.push(message)
    return message
  }

  #deliver(message: GatewayMessage): boolean {
    const isDelivered = this.#ports.devices.send(this.#device.id, message) || this.#sendToCandidates(message)
    if (isDelivered && (message.type === 'ringing' || message.type === 'answer')) this.#told(message.payload)
    return isDelivered
  }

  #told({ sdp }: GatewayPayloads['ringing' | 'answer']): void {
    this.#knowsCallSid = true
    if (sdp !== undefined) this.endpoint.expectMedia()
  }

  #sendToCandidates(message: GatewayMessage): boolean {
    // An answer is taken by whatever call a page is making: with several pages to choose from it would be a guess.
    if (message.type !== 'hangup' && this.#candidates.size > 1) return false
    const takers = [...this.#candidates].filter((id) => this.#ports.devices.send(id, message))
    return takers.length > 0
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

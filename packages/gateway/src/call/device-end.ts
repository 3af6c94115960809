import {
  type CallSid,
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
  #device: Device
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
  }

  /** Whether the person at a device is the one at this end. */
  belongsTo(device: Device): boolean {
    const { grant } = device
    if (grant.accountSid !== this.#device.grant.accountSid) return false
    return this.identity === undefined
      ? grant.identity === undefined
      : grant.identity === this.identity || grant.clientNames.includes(this.identity)
  }

  /** Tell it that the far end rings, and with that its call SID. */
  tellRinging(hasMedia: boolean): boolean {
    this.#knowsCallSid = true
    return this.send('ringing', { callsid: this.callSid, ...(hasMedia && { sdp: this.localSdp }) })
  }

  /** Tell it that the call is answered, or, without a description, that it is confirmed or resumed. */
  tellAnswered(hasMedia: boolean): boolean {
    this.#knowsCallSid = true
    const reconnect = this.canResume ? { reconnect: this.reconnectToken } : {}
    return this.send('answer', { callsid: this.callSid, ...(hasMedia && { sdp: this.localSdp }), ...reconnect })
  }

  /** Tell it that the call is over, under the id that it knows. */
  tellEnded(error?: ErrorCode): boolean {
    const callsid = this.#knowsCallSid ? this.callSid : (this.tempId ?? this.callSid)
    return this.send('hangup', { callsid, ...(error !== undefined && { error: wireError(error) }) })
  }

  /** Send one message; false when the device is gone. */
  send<Type extends GatewayMessage['type']>(type: Type, payload: GatewayPayloads[Type]): boolean {
    return this.#ports.devices.send(this.#device.id, gatewayMessage(type, payload))
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

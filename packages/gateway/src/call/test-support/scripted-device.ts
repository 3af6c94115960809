import {
  type ClientInvitePayload,
  encodeOutgoingParams,
  type GatewayMessage,
  type GatewayPayloads,
  type ProtocolVersion,
} from '@ringdown/protocol'
import type { DeviceGrant } from '../../account/device-grant.js'
import type { FakeMedia } from '../../media/fake/fake-media.js'
import type { CallService } from '../call-service.js'
import type { Device } from '../device-directory.js'

/** What the person at a device does, as the gateway gets it, and what the device hears. */
export class ScriptedDevice implements Device {
  readonly id: string
  readonly grant: DeviceGrant
  readonly version: ProtocolVersion
  readonly reconnectTimeoutSeconds: number
  /** Everything it was sent, in order. */
  readonly inbox: GatewayMessage[] = []
  /** Whether its connection is dead although nobody has noticed: what it is sent goes nowhere. */
  isCutOff = false
  /** Its own session description of its latest call. */
  sdp = ''
  readonly #service: CallService
  /** The browser's side of media: it makes real session descriptions. */
  readonly #browser: FakeMedia
  #read = 0
  #calls = 0
  #wake: () => void = () => undefined

  constructor(service: CallService, device: Device, browser: FakeMedia) {
    this.#service = service
    this.#browser = browser
    this.id = device.id
    this.grant = device.grant
    this.version = device.version
    this.reconnectTimeoutSeconds = device.reconnectTimeoutSeconds
  }

  /** Take a message of the gateway. */
  deliver(message: GatewayMessage): void {
    if (this.isCutOff) return
    this.inbox.push(message)
    this.#wake()
  }

  /** The next message that was not read yet, which must be of this type; waits for it. */
  async next<Type extends GatewayMessage['type']>(type: Type): Promise<GatewayPayloads[Type]> {
    while (this.inbox.length <= this.#read) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const message = this.inbox[this.#read]
    this.#read += 1
    if (message === undefined || !isOfType(message, type)) {
      throw new Error(`${this.id} was sent ${JSON.stringify(message)} instead of "${type}"`)
    }
    return message.payload
  }

  /** What was sent and not read yet. */
  get unread(): readonly GatewayMessage[] {
    return this.inbox.slice(this.#read)
  }

  /** Types of everything it was sent, in order. */
  get heard(): readonly string[] {
    return this.inbox.map(({ type }) => type)
  }

  /** Start a call; returns its temporary id. Resolves when the gateway has taken it up or refused it. */
  async dial(params: Readonly<Record<string, string>> = {}, more: Partial<ClientInvitePayload> = {}): Promise<string> {
    this.#calls += 1
    await this.describe()
    const callsid = `TJS${this.id}-${this.#calls}`
    const twilio = { params: encodeOutgoingParams(Object.entries(params)) }
    await this.#service.invite(this, { callsid, sdp: this.sdp, twilio, ...more })
    return callsid
  }

  /** Come back to a call, or take it over. With no description given, a fresh one is offered. */
  async resume(callsid: string, reconnect: string, sdp?: string): Promise<void> {
    this.sdp = sdp ?? (await this.describe())
    await this.#service.invite(this, { callsid, sdp: this.sdp, twilio: {}, reconnect })
  }

  /** Accept the next incoming call; returns its call SID. Resolves when the gateway has taken the answer. */
  async accept(): Promise<string> {
    const { callsid, sdp } = await this.next('invite')
    await this.answer(callsid, sdp)
    return callsid
  }

  /** Answer an offer. */
  async answer(callsid: string, offerSdp: string): Promise<void> {
    const sdp = await this.describe(offerSdp)
    await this.#service.answer(this, { callsid, sdp })
  }

  /** Make ready an answer to an offer, or an offer, so that what is done with it is done at once. */
  async describe(offerSdp?: string): Promise<string> {
    const endpoint = this.#browser.createEndpoint(() => undefined)
    this.sdp = offerSdp === undefined ? await endpoint.offer() : await endpoint.answer(offerSdp)
    return this.sdp
  }

  reject(callsid: string): Promise<void> {
    return this.#service.reject(this, { callsid })
  }

  hangUp(callsid: string, message?: string): Promise<void> {
    return this.#service.hangup(this, { callsid, ...(message !== undefined && { message }) })
  }

  /** Offer the same media with fresh ICE credentials. */
  async restartIce(callsid: string): Promise<void> {
    this.sdp = this.sdp.replace(/^(a=ice-ufrag:.*)$/m, '$1x')
    await this.#service.reinvite(this, { callsid, sdp: this.sdp })
  }

  press(callsid: string, dtmf: string): void {
    this.#service.dtmf(this, { callsid, dtmf })
  }

  sendMessage(callsid: string, messagetype = 'user-defined-message'): void {
    const content = { hello: 'there' }
    const voiceeventsid = `KX${'0'.repeat(32)}`
    this.#service.message(this, { callsid, content, contenttype: 'application/json', messagetype, voiceeventsid })
  }
}

function isOfType<Type extends GatewayMessage['type']>(
  message: GatewayMessage,
  type: Type,
): message is GatewayMessage & { readonly type: Type; readonly payload: GatewayPayloads[Type] } {
  return message.type === type
}

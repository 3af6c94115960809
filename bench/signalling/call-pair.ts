import { randomBytes } from 'node:crypto'
import {
  type CallSid,
  clientMessage,
  type ClientPayloads,
  decodeIncomingParams,
  encodeClientFrame,
  encodeOutgoingParams,
  formatTempCallId,
  isSid,
} from '@ringdown/protocol'
import { FakeMedia } from '../../packages/gateway/dist/media/fake/fake-media.js'
import { heldName, targetName } from './call-parameter.js'
import { LoadDevice } from './load-device.js'
import type { ServerKind } from './server-questions.js'
import { protocolVersion, signOn, signOnFrames } from './sign-on.js'

/** What is read of a frame of either server: the relay hands on what the other device sent. */
interface Heard {
  readonly type: string
  readonly payload: {
    readonly callsid: string
    readonly sdp?: string
    readonly parameters?: { readonly Params?: string }
  }
}

/** Makes the browsers' session descriptions. */
const browser = new FakeMedia()
const offer = await browser.createEndpoint(() => undefined).offer()

/** Two devices, of which one calls the other, again and again. */
export class CallPair {
  readonly #caller: LoadDevice
  readonly #callee: LoadDevice
  readonly #calleeName: string
  #answer: string | undefined
  #callSid: CallSid | undefined

  private constructor(caller: LoadDevice, callee: LoadDevice, calleeName: string) {
    this.#caller = caller
    this.#callee = callee
    this.#calleeName = calleeName
  }

  /** Connect the two, and let them sign on where there is someone to take it. */
  static async connect(kind: ServerKind, url: string, place: number): Promise<CallPair> {
    const names = [`caller_${place}`, `callee_${place}`] as const
    const join = async (name: string): Promise<LoadDevice> => {
      const device = await LoadDevice.connect(kind === 'bare' ? `${url}/relay/${place}` : url)
      if (kind === 'gateway') await signOn(device, kind, signOnFrames(name))
      return device
    }
    return new CallPair(await join(names[0]), await join(names[1]), names[1])
  }

  /** The SID of the latest call, from its answer on; a relay gives none. */
  get callSid(): CallSid | undefined {
    return this.#callSid
  }

  /**
   * Call, accept, hang up.
   *
   * @returns how long it took from invite to ring, in milliseconds, less what the VoiceUrl held the request
   */
  call(): Promise<number> {
    return new Promise((resolve) => {
      let ringMs = 0
      this.#callee.onFrame((frame) => {
        const { type, payload } = read(frame)
        if (type === 'invite') {
          ringMs = performance.now() - startedAtMs - heldMsOf(payload)
          void this.#accept(payload)
        } else if (type === 'hangup') {
          resolve(ringMs)
        } else if (type !== 'answer') throw unexpected(frame)
      })
      this.#caller.onFrame((frame) => {
        const { type, payload } = read(frame)
        if (type === 'answer') this.#hangUp(payload.callsid)
        else if (type !== 'ringing') throw unexpected(frame)
      })
      const params = encodeOutgoingParams([[targetName, this.#calleeName]])
      const invite = write('invite', { callsid: formatTempCallId(randomBytes(16)), sdp: offer, twilio: { params } })
      const startedAtMs = performance.now()
      this.#caller.say(invite)
    })
  }

  /** Close both connections. */
  async leave(): Promise<void> {
    await Promise.all([this.#caller.leave(), this.#callee.leave()])
  }

  async #accept({ callsid, sdp = '' }: Heard['payload']): Promise<void> {
    // Every call of one gateway is offered alike.
    this.#answer ??= await browser.createEndpoint(() => undefined).answer(sdp)
    this.#callee.say(write('answer', { callsid, sdp: this.#answer }))
  }

  #hangUp(callsid: string): void {
    this.#callSid = isSid(callsid, 'CA') ? callsid : undefined
    this.#caller.say(write('hangup', { callsid }))
  }
}

function read(frame: string): Heard {
  return JSON.parse(frame) as Heard
}

function write<Type extends keyof ClientPayloads>(type: Type, payload: ClientPayloads[Type]): string {
  return encodeClientFrame(clientMessage(protocolVersion, type, payload))
}

function heldMsOf({ parameters }: Heard['payload']): number {
  const held = decodeIncomingParams(parameters?.Params ?? '').find(([name]) => name === heldName)
  return Number(held?.[1] ?? 0)
}

function unexpected(frame: string): Error {
  return new Error(`A call went wrong: ${frame}`)
}

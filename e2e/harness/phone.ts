import type { Page } from '@playwright/test'
import type { CallView, PhoneApi, PhoneEvent, PhoneSetup, SdkName } from '../page/phone-api.js'
import { eventually } from './eventually.js'

/** What a phone is made of. */
export interface PhoneParts {
  readonly page: Page
  readonly sdk: SdkName
  readonly name: string
  /** What its microphone hears, in Hz. */
  readonly toneHertz: number
}

/** How far off a frequency may be heard: the width of what the page can tell apart. */
const toleranceHertz = 12
/** Longer than the pauses of the tones, and than the delay of any jitter buffer. */
const silenceMs = 1_500
/** Below this, in dBFS, nothing is heard. */
const silentDecibels = -75

/** A page with an official SDK in it, driven as a person would. */
export class Phone {
  readonly page: Page
  readonly sdk: SdkName
  readonly name: string
  readonly toneHertz: number
  /** Requests that left for anything but this machine. */
  readonly strayRequests: string[] = []
  /** The types of all messages that it sent to the gateway, in order. */
  readonly sentTypes: string[] = []
  #isStarted = false

  constructor({ page, sdk, name, toneHertz }: PhoneParts) {
    this.page = page
    this.sdk = sdk
    this.name = name
    this.toneHertz = toneHertz
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== 'localhost') this.strayRequests.push(request.url())
    })
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => this.sentTypes.push(typeOf(String(payload))))
    })
  }

  async start(setup: Omit<PhoneSetup, 'sdk'>): Promise<void> {
    this.#isStarted = true
    await this.#ask('start', { ...setup, sdk: this.sdk })
  }

  /** Hang up, and let the SDK close its connection. */
  async stop(): Promise<void> {
    if (this.#isStarted) await this.#ask('stop')
    this.#isStarted = false
  }

  unregister(): Promise<void> {
    return this.#ask('unregister')
  }

  /** Call out; the parameters go to the application. */
  call(params: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#ask('call', params)
  }

  accept(): Promise<void> {
    return this.#ask('accept')
  }

  reject(): Promise<void> {
    return this.#ask('reject')
  }

  ignore(): Promise<void> {
    return this.#ask('ignore')
  }

  hangUp(): Promise<void> {
    return this.#ask('hangUp')
  }

  mute(isMuted: boolean): Promise<void> {
    return this.#ask('mute', isMuted)
  }

  press(digits: string): Promise<void> {
    return this.#ask('press', digits)
  }

  sendMessage(messageType: string, content: object): Promise<void> {
    return this.#ask('sendMessage', messageType, content)
  }

  updateToken(token: string): Promise<void> {
    return this.#ask('updateToken', token)
  }

  preflight(setup: Omit<PhoneSetup, 'sdk'>): Promise<void> {
    return this.#ask('preflight', { ...setup, sdk: this.sdk })
  }

  events(): Promise<readonly PhoneEvent[]> {
    return this.#ask('events')
  }

  /** @throws Error if the phone never had a call */
  async view(): Promise<CallView> {
    const view = await this.#ask('view')
    if (view === undefined) throw new Error(`${this.name} never had a call`)
    return view
  }

  /** The SID that the SDK gives for the call. */
  async callSid(): Promise<string> {
    const { parameters } = await this.view()
    return parameters['CallSid'] ?? ''
  }

  /** Wait until the SDK has told of an event for the `times`th time; resolves to what came with it then. */
  async saw(name: string, times = 1): Promise<PhoneEvent['detail']> {
    const found = async (): Promise<readonly PhoneEvent[]> =>
      (await this.events()).filter((event) => event.name === name)
    const look = async (): Promise<unknown> => ((await found()).length >= times ? name : this.events())
    await eventually(`${this.name} is told "${name}"`, look).toBe(name)
    return (await found())[times - 1]?.detail ?? {}
  }

  /** The events of some names so far, in order. */
  async told(...names: readonly string[]): Promise<readonly string[]> {
    return (await this.events()).map(({ name }) => name).filter((name) => names.includes(name))
  }

  /** Wait until all of these frequencies are heard at the same time. */
  async hears(...hertz: readonly number[]): Promise<void> {
    const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= toleranceHertz
    const listen = async (): Promise<unknown> => {
      const moments = await this.#heardFrequencies(1_000)
      const hasAll = moments.some((heard) => hertz.every((each) => heard.some((other) => isNear(each, other))))
      return hasAll ? hertz : moments
    }
    await eventually(`${this.name} hears ${hertz.join(' and ')} Hz`, listen).toEqual(hertz)
  }

  /** Wait until nothing at all has been heard for longer than any tone pauses. */
  async hearsNothing(): Promise<void> {
    await eventually(`${this.name} hears nothing`, () => this.#loudest()).toBeLessThan(silentDecibels)
  }

  async #heardFrequencies(withinMs: number): Promise<readonly (readonly number[])[]> {
    const frames = await this.#ask('heard', withinMs)
    return frames.filter(({ loudestDecibels }) => loudestDecibels > silentDecibels).map(({ hertz }) => hertz)
  }

  async #loudest(): Promise<number> {
    const frames = await this.#ask('heard', silenceMs)
    const [first] = frames
    const last = frames.at(-1)
    // A page that did not listen for that long has not heard silence.
    if (first === undefined || last === undefined || last.atMs - first.atMs < 0.9 * silenceMs) return Infinity
    return frames.reduce((loudest, { loudestDecibels }) => Math.max(loudest, loudestDecibels), -Infinity)
  }

  #ask<Method extends keyof PhoneApi>(
    method: Method,
    ...args: Parameters<PhoneApi[Method]>
  ): Promise<Awaited<ReturnType<PhoneApi[Method]>>> {
    const question: Question = { method, args }
    return this.page.evaluate(askPhone, question) as Promise<Awaited<ReturnType<PhoneApi[Method]>>>
  }
}

/** A frame is a message, or a line break that keeps the connection alive. */
function typeOf(frame: string): string {
  return frame.trim() === '' ? 'heartbeat' : (JSON.parse(frame) as { readonly type: string }).type
}

interface Question {
  readonly method: keyof PhoneApi
  readonly args: readonly unknown[]
}

/** Runs in the page. */
function askPhone({ method, args }: Question): unknown {
  return (window.phone[method] as (...given: readonly unknown[]) => unknown)(...args)
}

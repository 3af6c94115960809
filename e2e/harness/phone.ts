import type { Page } from '@playwright/test'
import type { CallView, DeviceView, HeardFrame, PhoneApi, PhoneEvent, PhoneSetup, SdkName } from '../page/phone-api.js'
import { eventually } from './eventually.js'
import { expectSilence, expectToHear } from './hearing.js'

/** What a phone is made of. */
export interface PhoneParts {
  readonly page: Page
  readonly sdk: SdkName
  readonly name: string
  /** What its microphone hears, in Hz. */
  readonly toneHertz: number
}

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
      if (!/(?:^|\.)localhost$/.test(new URL(request.url()).hostname)) this.strayRequests.push(request.url())
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

  register(): Promise<void> {
    return this.#ask('register')
  }

  /** Move to another host; 2.x only. */
  moveTo(host: string): Promise<void> {
    return this.#ask('moveTo', host)
  }

  unregister(): Promise<void> {
    return this.#ask('unregister')
  }

  /** Call out; the parameters go to the application. */
  call(params: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#ask('call', params)
  }

  /** Take over the call that another device of the same person was rung for; 2.x only. */
  takeOver(connectToken: string): Promise<void> {
    return this.#ask('takeOver', connectToken)
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

  deviceView(): Promise<DeviceView> {
    return this.#ask('deviceView')
  }

  /** By which another device can take the call over; 2.x only. */
  async connectToken(): Promise<string> {
    const connectToken = await this.#ask('connectToken')
    if (connectToken === undefined) throw new Error(`The call of ${this.name} has no connect token`)
    return connectToken
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
  hears(...hertz: readonly number[]): Promise<void> {
    return expectToHear(this, hertz)
  }

  /** Wait until nothing at all has been heard for longer than any tone pauses. */
  hearsNothing(): Promise<void> {
    return expectSilence(this)
  }

  /** What was heard of the far side in the last `withinMs`, oldest first. */
  heard(withinMs: number): Promise<readonly HeardFrame[]> {
    return this.#ask('heard', withinMs)
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

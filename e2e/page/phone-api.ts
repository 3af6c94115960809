/** The official browser SDKs that the phone page can load: 1.x with capability tokens, 2.x with access tokens. */
export type SdkName = 'twilio-client' | 'voice-sdk'

/** What a page is told before it starts. */
export interface PhoneSetup {
  readonly sdk: SdkName
  readonly token: string
  /** Host and port of the gateway's HTTPS listener, or of what stands before it. */
  readonly host: string
  /** Whether it asks to be rung. 1.x has no choice: it always does. */
  readonly isReceiving: boolean
  /** Options of the SDK that a test is about; those that name hosts are always set. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What the SDK told its page: its own event names, with those of the device alike for both SDKs. */
export interface PhoneEvent {
  readonly name: string
  /** What came with it, as far as tests look at it. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** A call as the page sees it now. */
export interface CallView {
  /** `pending`, `connecting`, `ringing`, `open`, `reconnecting` or `closed`. */
  readonly status: string
  readonly parameters: Readonly<Record<string, string>>
  readonly customParameters: readonly (readonly [name: string, value: string])[]
  readonly codec: string
  /** Whether the SDK takes who calls for verified; undefined when it was told nothing. */
  readonly isCallerVerified: boolean | undefined
}

/** A device as its SDK sees it now. */
export interface DeviceView {
  readonly edge: string | null
  /** 1.x only. */
  readonly region?: string
  /** 2.x only. */
  readonly identity?: string | null
  /** 2.x only. */
  readonly home?: string | null
}

/** What was heard of the far side at one moment. */
export interface HeardFrame {
  /** Milliseconds since the page began. */
  readonly atMs: number
  /** The level of the loudest frequency, in dBFS; -Infinity for digital silence. */
  readonly loudestDecibels: number
  /** The frequencies that stand out, in Hz, loudest first. */
  readonly hertz: readonly number[]
}

/** What tests drive: `window.phone`, the same for both SDKs. */
export interface PhoneApi {
  start(setup: PhoneSetup): void
  stop(): void
  register(): void
  unregister(): void
  /** Move to another host; 2.x only. */
  moveTo(host: string): void
  /** Call out. What becomes of it is among the events. */
  call(params: Readonly<Record<string, string>>): Promise<void>
  /** Take over the call that another device of the same person was rung for, by its token; 2.x only. */
  takeOver(connectToken: string): Promise<void>
  accept(): void
  reject(): void
  ignore(): void
  hangUp(): void
  mute(isMuted: boolean): void
  press(digits: string): void
  /** Send a message that belongs to the call; 2.x only. */
  sendMessage(messageType: string, content: object): void
  updateToken(token: string): void
  /** Run the SDK's own preflight test. Its events have names that begin with `preflight-`. */
  preflight(setup: PhoneSetup): void
  events(): readonly PhoneEvent[]
  /** The newest call; undefined before there was one. */
  view(): CallView | undefined
  deviceView(): DeviceView
  /** By which another device can take the call over; 2.x only. */
  connectToken(): string | undefined
  /** What was heard in the last `withinMs`, oldest first. */
  heard(withinMs: number): readonly HeardFrame[]
}

declare global {
  interface Window {
    phone: PhoneApi
  }
}

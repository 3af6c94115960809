import type { DeviceView } from './phone-api.js'

/** The part of 1.x's `Connection` and 2.x's `Call` that is the same. */
export interface SdkCall {
  readonly parameters: Record<string, string>
  readonly customParameters: Map<string, string>
  readonly codec: string
  readonly callerInfo: { readonly isVerified: boolean } | null
  accept(): void
  reject(): void
  ignore(): void
  disconnect(): void
  mute(isMuted?: boolean): void
  sendDigits(digits: string): void
  status(): string
  /** 2.x only. */
  readonly connectToken?: string | undefined
  /** 2.x only. */
  sendMessage?(message: { content: object; messageType: string }): string
  getRemoteStream(): MediaStream | undefined
  on(event: string, listener: (detail: unknown) => void): unknown
}

/** What differs between the devices of the two SDKs. */
export interface SdkDevice {
  register(): void
  unregister(): void
  view(): DeviceView
  /** 2.x only. */
  moveTo?(host: string): void
  /** 2.x only. */
  takeOver?(connectToken: string): Promise<SdkCall>
  connect(params: Readonly<Record<string, string>>): Promise<SdkCall>
  updateToken(token: string): void
  disconnectAll(): void
  destroy(): void
}

/** What a device tells its page. */
export interface SdkListener {
  readonly onEvent: (name: string, detail?: Readonly<Record<string, unknown>>) => void
  readonly onIncoming: (call: SdkCall) => void
}

/** An error of either SDK, in what is common. */
export interface SdkError {
  readonly code?: number
  readonly message?: string
  /** 2.x: what the gateway said, where the SDK has put its own words over it. */
  readonly originalError?: { readonly code?: number; readonly message?: string }
}

/** The part of an error that tests look at. 2.x rejects some promises without one. */
export function describeError(error: SdkError | undefined): Readonly<Record<string, unknown>> {
  const { code, message, originalError } = error ?? {}
  return { code, message, originalCode: originalError?.code, originalMessage: originalError?.message }
}

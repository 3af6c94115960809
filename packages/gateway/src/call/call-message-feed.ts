import type { AccountSid, CallSid } from '@ringdown/protocol'
import type { CallObserver } from './call-observer.js'

/** A message that a device attached to its call. */
export interface CallMessage {
  readonly accountSid: AccountSid
  readonly callSid: CallSid
  /** Its id, chosen by the device. */
  readonly voiceEventSid: string
  /** Any JSON value but null. */
  readonly content: unknown
  readonly contentType: string
  /** Unix milliseconds. */
  readonly at: number
}

/** Told of each message that devices attach to their calls, in the order in which they come. */
export type CallMessageListener = (message: CallMessage) => void

/** Hands on what devices attach to their calls. */
export class CallMessageFeed {
  readonly #observer: Pick<CallObserver, 'fault'>
  readonly #listeners = new Set<CallMessageListener>()

  constructor(observer: Pick<CallObserver, 'fault'>) {
    this.#observer = observer
  }

  add(listener: CallMessageListener): void {
    this.#listeners.add(listener)
  }

  /** A device has sent a message. A listener that throws is a fault, and keeps it from nobody. */
  tell(message: CallMessage): void {
    for (const listener of this.#listeners) {
      try {
        listener(message)
      } catch (error) {
        this.#observer.fault(message.callSid, error)
      }
    }
  }
}

import type { DialCallStatus, ErrorCode, StatusCallbackEvent } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'
import type { TwimlDocument } from './document.js'

/** A status callback that a document asks for. */
export interface StatusCallbackSpec {
  /** Absolute. */
  readonly url: string
  readonly method: HttpMethod
  readonly events: readonly StatusCallbackEvent[]
}

/** One `<Client>` to ring. */
export interface ClientTarget {
  readonly clientName: string
  /** Custom parameters in document order; repeated names kept. */
  readonly params: readonly (readonly [name: string, value: string])[]
  readonly statusCallback: StatusCallbackSpec | undefined
}

/** A `<Dial>`. */
export interface DialSpec {
  readonly targets: readonly ClientTarget[]
  readonly timeoutSeconds: number
  readonly timeLimitSeconds: number
  /** Overrides the `From` that the devices see. */
  readonly callerId: string | undefined
  readonly answerOnBridge: boolean
  readonly sequential: boolean
  readonly hangupOnStar: boolean
}

/** How a `<Dial>` ended: what its action URL is told. */
export interface DialOutcome {
  readonly status: DialCallStatus
  /** The leg that was connected, else the last one tried; undefined when none was made. */
  readonly callSid: string | undefined
  /** Whole seconds; undefined when no leg was answered. */
  readonly durationSeconds: number | undefined
  readonly isBridged: boolean
}

/** Something in a document that a developer should know. */
export interface TwimlRemark {
  readonly code: ErrorCode
  readonly text: string
  readonly line: number
  readonly column: number
}

/** A request for the next document. */
export interface DocumentRequest {
  /** Absolute. */
  readonly url: string
  readonly method: HttpMethod
  /** Beside the standard parameters of the call. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * What a verb may do to the call it runs on. Every method rejects with {@link CallEndedError} once the call is over,
 * which unwinds the interpreter.
 */
export interface CallControl {
  /** Answer the call, if it has not been. */
  answer(): Promise<void>
  /** Wait. */
  pause(seconds: number): Promise<void>
  /**
   * Ring devices and wait until the dial is over.
   *
   * @param isFirstVerb - nothing has answered the call before, so that `answerOnBridge` can hold the answer back
   */
  dial(spec: DialSpec, isFirstVerb: boolean): Promise<DialOutcome>
  /** End the call unanswered. */
  reject(reason: 'rejected' | 'busy'): Promise<void>
  /** End the call. */
  hangup(): Promise<void>
  /**
   * Ask the application for a document, with its fallback and its notifications; undefined when there is none to run
   * (the reply was empty of instructions, or the call has been ended because it failed).
   */
  fetch(request: DocumentRequest): Promise<TwimlDocument | undefined>
  /** Tell the developer. */
  remark(remark: TwimlRemark): void
}

/** The call ended while a verb was at work. */
export class CallEndedError extends Error {
  override readonly name: string = 'CallEndedError'
}

import type { DialCallStatus, ErrorCode } from '@ringdown/protocol'
import type { DialSpec, DocumentAddress, TwimlDocument } from './document.js'

// What a document asks for is described with the document; the control of a call takes it as it is.
export type { ClientTarget, DialSpec, NumberTarget, StatusCallbackSpec } from './document.js'

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
export interface DocumentRequest extends DocumentAddress {
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
   * Ring devices and wait until the dial is over; one without targets has failed at once. It resolves even when the call ended meanwhile, so that the action
   * URL hears of it.
   */
  dial(spec: DialSpec): Promise<DialOutcome>
  /** End the call unanswered. */
  reject(reason: 'rejected' | 'busy'): Promise<void>
  /** End the call. */
  hangup(): Promise<void>
  /**
   * Ask the application for the next document, with its fallback and its notifications. When both fail the call is
   * ended and the promise rejects with {@link CallEndedError}.
   */
  fetch(request: DocumentRequest): Promise<TwimlDocument>
  /** Tell the developer. */
  remark(remark: TwimlRemark): void
}

/** The call ended while a verb was at work. */
export class CallEndedError extends Error {
  override readonly name: string = 'CallEndedError'
}

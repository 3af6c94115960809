import type { StatusCallbackEvent } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'
import type { Position } from './position.js'

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
  /** A document that runs with whoever answers, before they are connected. */
  readonly screening: DocumentAddress | undefined
  readonly statusCallback: StatusCallbackSpec | undefined
}

/** One `<Number>` to call, or the text of `<Dial>`. */
export interface NumberTarget {
  /** In E.164 form. */
  readonly phoneNumber: string
  /** Where its start tag stands. */
  readonly position: Position
  /** Keys that whoever answers hears first; `w` is half a second of pause, `W` a second. */
  readonly sendDigits: string | undefined
  /** A document that runs with whoever answers, before they are connected. */
  readonly screening: DocumentAddress | undefined
  readonly statusCallback: StatusCallbackSpec | undefined
}

/** Whom a `<Dial>` is to reach. */
export type DialTarget = ClientTarget | NumberTarget

/** A `<Dial>`. */
export interface DialSpec {
  readonly targets: readonly DialTarget[]
  readonly timeoutSeconds: number
  readonly timeLimitSeconds: number
  /** Overrides the `From` that the devices see. */
  readonly callerId: string | undefined
  readonly answerOnBridge: boolean
  readonly sequential: boolean
  readonly hangupOnStar: boolean
}

/** Where another document is to be asked for. */
export interface DocumentAddress {
  /** Absolute. */
  readonly url: string
  readonly method: HttpMethod
}

interface VerbBase<Name extends string> {
  readonly name: Name
  /** Where its start tag stands. */
  readonly position: Position
}

/** `<Dial>`: ring devices and talk. */
export interface DialVerb extends VerbBase<'Dial'> {
  /** Whom to ring and how; without targets when none of those in the document can be rung. */
  readonly dial: DialSpec
  /** Where to go on when the dial is over; without it the next verb runs. */
  readonly action: DocumentAddress | undefined
}

/** `<Hangup>`: end the call. */
export type HangupVerb = VerbBase<'Hangup'>

/** `<Pause>`: wait. */
export interface PauseVerb extends VerbBase<'Pause'> {
  /** Whole, 1 or more. */
  readonly seconds: number
}

/** `<Redirect>`: go on in another document. */
export interface RedirectVerb extends VerbBase<'Redirect'> {
  readonly to: DocumentAddress
}

/** `<Reject>`: end the call unanswered. */
export interface RejectVerb extends VerbBase<'Reject'> {
  readonly reason: 'rejected' | 'busy'
}

/** The verbs that are known and cannot be carried out yet. */
export const unsupportedVerbNames = [
  'Say',
  'Play',
  'Gather',
  'Record',
  'Enqueue',
  'Leave',
  'Start',
  'Stop',
  'Connect',
  'Refer',
  'Echo',
] as const

/** One of {@link unsupportedVerbNames}. */
export type UnsupportedVerbName = (typeof unsupportedVerbNames)[number]

/** A verb that answers the call, and does nothing more. */
export type UnsupportedVerb<Name extends UnsupportedVerbName> = VerbBase<Name>

/** Every verb by its name. */
interface TwimlVerbs extends Readonly<{ [Name in UnsupportedVerbName]: UnsupportedVerb<Name> }> {
  readonly Dial: DialVerb
  readonly Hangup: HangupVerb
  readonly Pause: PauseVerb
  readonly Redirect: RedirectVerb
  readonly Reject: RejectVerb
}

/** The name of a verb. */
export type VerbName = keyof TwimlVerbs

/** A verb, its attributes validated: what the interpreter runs. */
export type TwimlVerb<Name extends VerbName = VerbName> = { [Each in Name]: TwimlVerbs[Each] }[Name]

/** A parsed TwiML document: the verbs of its `<Response>`, in order. */
export interface TwimlDocument {
  /** Where it came from, the base of relative URLs in it; undefined for a document given inline. */
  readonly baseUrl: string | undefined
  readonly verbs: readonly TwimlVerb[]
}

import type { AccountSid, ApplicationSid, ErrorCode } from '@ringdown/protocol'
import type { ClientTarget, NumberTarget, StatusCallbackSpec } from '../../twiml/control.js'
import type { CallScript } from '../application/call-script.js'
import type { CallRecord } from '../call-record.js'

/** Whom the API calls: the devices of a name, or a number of the gateway. */
type CalledParty = Pick<ClientTarget, 'clientName' | 'params'> | Pick<NumberTarget, 'phoneNumber'>

/** A call that the API asks for: ring, and run a script with whoever takes it. */
export interface CallOrder {
  readonly accountSid: AccountSid
  readonly to: CalledParty
  /** `client:<name>` or a number; a number if `to` is one. */
  readonly from: string
  /** Shown in place of `from`; a number if `to` is one. */
  readonly callerId?: string | undefined
  /** Whose script it is, for a call that an application answers. */
  readonly applicationSid?: ApplicationSid | undefined
  readonly script: CallScript
  /** How long to ring. */
  readonly timeoutSeconds: number
  /** The longest call, from its answer; never more than the gateway's own bound. */
  readonly timeLimitSeconds?: number | undefined
  readonly statusCallback?: StatusCallbackSpec | undefined
  /** Keys that whoever takes the call hears before its script begins; `w` is half a second of pause, `W` a second. */
  readonly sendDigits?: string | undefined
}

/** Why the API cannot have what it asks for. */
export interface CallRefusal {
  readonly isOk: false
  readonly code: ErrorCode
  /** A sentence for the developer. */
  readonly text: string
}

/** The call as it is then, or why not. */
export type CallOutcome = { readonly isOk: true; readonly call: CallRecord } | CallRefusal

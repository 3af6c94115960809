import type { AccountSid, CallSid, Sid } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** Sends the messages that a device attaches to a call on to an application (Twilio, "UserDefinedMessageSubscription"). */
export interface UserDefinedMessageSubscription {
  readonly sid: Sid<'ZY'>
  readonly accountSid: AccountSid
  readonly callSid: CallSid
  readonly callback: string
  readonly method: HttpMethod
  /** What the client made this request known by; the call has no other subscription with it. */
  readonly idempotencyKey: string | null
  /** Unix milliseconds. */
  readonly createdAt: number
}

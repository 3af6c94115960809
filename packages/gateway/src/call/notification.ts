import type { AccountSid, CallSid, ErrorCode, Sid } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** Something an account's developer should know: an error or a warning with a code of the catalogue. */
export interface Notification {
  readonly sid: Sid<'NO'>
  readonly accountSid: AccountSid
  readonly callSid: CallSid | null
  readonly level: 'error' | 'warning'
  readonly code: ErrorCode
  /** A sentence about this very case: which element, which URL without its query, which line. */
  readonly text: string
  /** The request it is about, if any; secrets cut out. */
  readonly requestUrl: string | null
  readonly requestMethod: HttpMethod | null
  readonly requestVariables: string | null
  readonly responseBody: string | null
  /** Unix milliseconds. */
  readonly at: number
}

import { type AccountSid, type CallSid, type ErrorCode, errorCatalogue, type Sid } from '@ringdown/protocol'
import type { Clock } from '../clock.js'
import type { HttpMethod } from '../http-method.js'
import type { Ids } from '../ids.js'

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
  /** Form-encoded. */
  readonly requestVariables: string | null
  /** Form-encoded, without secrets; null when there was no answer. */
  readonly responseHeaders: string | null
  readonly responseBody: string | null
  /** Unix milliseconds. */
  readonly at: number
}

/** What a notification is made from. */
export interface NotificationDraft {
  /** The call it is about; `sid` is null for a call that was refused before it was born. */
  readonly call: { readonly accountSid: AccountSid; readonly sid: CallSid | null }
  readonly code: ErrorCode
  readonly text: string
  readonly url?: string | undefined
  readonly method?: HttpMethod | undefined
  readonly variables?: string | undefined
  readonly headers?: string | undefined
  readonly body?: string | undefined
}

/** Make a notification; how serious it is, the catalogue says. What it has no word on, such as an error of devices, did not stop the call. */
export function createNotification(
  ports: { readonly clock: Clock; readonly ids: Ids },
  draft: NotificationDraft,
): Notification {
  return {
    sid: ports.ids.sid('NO'),
    accountSid: draft.call.accountSid,
    callSid: draft.call.sid,
    level: errorCatalogue[draft.code].level ?? 'warning',
    code: draft.code,
    text: draft.text,
    requestUrl: draft.url ?? null,
    requestMethod: draft.method ?? null,
    requestVariables: draft.variables ?? null,
    responseHeaders: draft.headers ?? null,
    responseBody: draft.body ?? null,
    at: ports.clock.now(),
  }
}

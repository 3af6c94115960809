import type { StatusCallbackEvent } from '@ringdown/protocol'
import type { StatusCallbackSpec } from '../../twiml/control.js'
import { isWebhookUrl } from '../../webhook/is-webhook-url.js'
import type { ScriptBody } from './call-body.js'

/** The callbacks that a request asks for, if any. */
export interface StatusCallbackReading {
  readonly spec: StatusCallbackSpec | undefined
  /** There is a URL, and it cannot be asked. */
  readonly isUnusable: boolean
}

/** Read who is to be told of a call's progress; without a word on which progress, of its end. */
export function readStatusCallback(
  { StatusCallback: url = '', StatusCallbackMethod: method = 'POST' }: ScriptBody,
  events: readonly StatusCallbackEvent[] = ['completed'],
): StatusCallbackReading {
  if (url === '') return { spec: undefined, isUnusable: false }
  return isWebhookUrl(url)
    ? { spec: { url, method, events }, isUnusable: false }
    : { spec: undefined, isUnusable: true }
}

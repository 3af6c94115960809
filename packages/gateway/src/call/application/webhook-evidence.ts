import type { HttpMethod } from '../../http-method.js'
import type { WebhookResult } from '../../webhook/webhook.js'
import type { NotificationDraft } from '../notification.js'
import type { RequestParams } from './request-params.js'
import { shownParams } from './shown-params.js'

/** What a notification shows of the request that it is about. */
export type WebhookEvidence = Pick<NotificationDraft, 'url' | 'method' | 'variables' | 'headers' | 'body'>

/** Describe a webhook for a notification: where it ended after redirects, what was asked, and the last answer. */
export function webhookEvidence(
  asked: { readonly method: HttpMethod; readonly params: RequestParams },
  { attempts, headers, body }: WebhookResult,
): WebhookEvidence {
  const last = attempts.at(-1)
  return {
    url: last?.url,
    method: last?.method ?? asked.method,
    variables: new URLSearchParams(shownParams(asked.params)).toString(),
    headers: headers && new URLSearchParams(headers.map(([name, value]): [string, string] => [name, value])).toString(),
    body,
  }
}

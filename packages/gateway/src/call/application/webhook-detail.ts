import type { WebhookAttempt, WebhookResult } from '../../webhook/webhook.js'
import type { RequestParams } from './request-params.js'
import { shownParams } from './shown-params.js'

/** What a call's timeline keeps of a webhook: the request without the secrets of its URL, and its answer. */
export interface WebhookDetail {
  readonly attempts: readonly WebhookAttempt[]
  readonly parameters: RequestParams
  /** The HTTP status of the answer that counted; undefined when there was none. */
  readonly status: number | undefined
  /** The answer's media type; undefined when there was none, or when it was an error. */
  readonly contentType: string | undefined
  readonly response: string | undefined
}

/** Describe a webhook for the timeline. */
export function webhookDetail(params: RequestParams, result: WebhookResult): WebhookDetail {
  const parameters = shownParams(params)
  const { attempts, status, body: response } = result
  return { attempts, parameters, status, contentType: result.isOk ? result.contentType : undefined, response }
}

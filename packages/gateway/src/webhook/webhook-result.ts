import { type ExchangeFailure, type ExchangeReply, failureOf, headerValues } from './exchange.js'
import type { Hop } from './hop.js'
import { decodeBody, parseContentType } from './reply-body.js'
import { showHeaders } from './shown-headers.js'
import { redactUrl } from './target.js'
import type { WebhookFailure, WebhookRemark, WebhookResult } from './webhook.js'
import { webhookLimits } from './webhook-limits.js'
import type { RunEnd } from './webhook-run.js'

/** Judge where a request ended. */
export function toWebhookResult({ hop, outcome, attempts }: RunEnd, remarks: readonly WebhookRemark[]): WebhookResult {
  const shownUrl = redactUrl(hop.url)
  if (!outcome.isOk) return { ...failed(shownUrl, outcome.failure), attempts, remarks }
  const { status, body: bytes } = outcome.reply
  const contentType = parseContentType(headerValues(outcome.reply.headers, 'content-type')[0])
  const body = decodeBody(bytes, contentType)
  const headers = showHeaders(outcome.reply.headers)
  const answer = { status, headers, body, attempts, remarks }
  const failure = failureOfReply(hop, outcome.reply)
  if (failure !== undefined) return { ...failed(shownUrl, failure), ...answer }
  return { isOk: true, url: hop.base, contentType: contentType.mediaType, ...answer }
}

/** A request that was not sent at all. */
export function unsentResult(failure: ExchangeFailure, shownUrl = ''): WebhookFailure {
  return { ...failed(shownUrl, failure), attempts: [], remarks: [] }
}

function failed(url: string, { code, text }: ExchangeFailure): Omit<WebhookFailure, 'attempts' | 'remarks'> {
  return { isOk: false, url, code, text, status: undefined, headers: undefined, body: undefined }
}

function failureOfReply(hop: Hop, { status, headers, isTruncated, body }: ExchangeReply): ExchangeFailure | undefined {
  const asked = `${hop.method} ${redactUrl(hop.url)}`
  if (status < 200 || status > 299) return failureOf(11200, `${asked} was answered with status ${status}.`)
  if (isTruncated) return failureOf(11750, `The answer to ${asked} has more than ${webhookLimits.maxBodyBytes} bytes.`)
  const encodings = headerValues(headers, 'content-encoding').filter((encoding) => !/^(identity)?$/i.test(encoding))
  if (encodings.length === 0 || body.length === 0) return undefined
  return failureOf(11206, `The answer to ${asked} is compressed, although the request accepts only identity.`)
}

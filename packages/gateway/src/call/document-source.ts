import type { ErrorCode } from '@ringdown/protocol'
import type { Account } from '../account/account.js'
import type { HttpMethod } from '../http-method.js'
import type { TwimlRemark } from '../twiml/control.js'
import type { TwimlDocument } from '../twiml/document.js'
import { parseTwiml } from '../twiml/parse.js'
import { TwimlError } from '../twiml/twiml-error.js'
import type { WebhookResult } from '../webhook/webhook.js'
import type { CallPorts } from './call-ports.js'
import type { LegBook } from './leg-book.js'
import { createNotification } from './notification.js'
import type { RequestParams } from './request-params.js'
import type { CallSid } from '@ringdown/protocol'

/** Where a document is asked for, and where else when that fails. */
export interface DocumentPlace {
  /** Absolute. */
  readonly url: string
  readonly method: HttpMethod
}

/** A failure to get a document, after its fallback. */
export interface DocumentFailure {
  readonly code: ErrorCode
}

/** What came of asking for a document. */
export type DocumentResult =
  | { readonly isOk: true; readonly document: TwimlDocument; readonly remarks: readonly TwimlRemark[] }
  | ({ readonly isOk: false } & DocumentFailure)

/** Asks one call's application for documents. */
export interface DocumentSource {
  /** Ask; when that fails, notify, and ask the fallback with the same parameters, `ErrorCode` and `ErrorUrl`. */
  request(place: DocumentPlace, params: RequestParams): Promise<DocumentResult>
}

/** What a document source needs to know of its call. */
export interface DocumentSourceOptions {
  readonly account: Account
  readonly callSid: CallSid
  readonly legs: LegBook
  /** The application's VoiceFallbackUrl. */
  readonly fallback: DocumentPlace | undefined
}

type Attempt = DocumentResult & { readonly result: WebhookResult; readonly text?: string }

/** Make the document source of a call. */
export function createDocumentSource(ports: CallPorts, options: DocumentSourceOptions): DocumentSource {
  const { account, callSid, legs, fallback } = options

  async function attempt(place: DocumentPlace, params: RequestParams): Promise<Attempt> {
    const result = await ports.webhooks.request({
      ...place,
      params,
      authToken: account.authToken,
      cookieScope: callSid,
    })
    const read = readDocument(result)
    legs.note(callSid, 'webhook', `${place.method} ${result.attempts.at(-1)?.url ?? ''}`, {
      attempts: result.attempts,
      parameters: params,
      status: result.status,
      response: result.body,
      ...(!read.isOk && { error: read.code }),
    })
    return { ...read, result }
  }

  function notify({ result, ...failure }: Attempt, method: HttpMethod, params: RequestParams): void {
    if (failure.isOk) return
    const { code, text = '' } = failure
    const variables = new URLSearchParams(params).toString()
    const draft = {
      call: { accountSid: account.sid, sid: callSid },
      level: 'error',
      code,
      text,
      method,
      variables,
    } as const
    const notification = createNotification(ports, { ...draft, url: result.attempts.at(-1)?.url, body: result.body })
    ports.observer.notification(notification)
    legs.note(callSid, 'notification', String(code), { text, level: 'error' })
  }

  return {
    async request(place, params) {
      const first = await attempt(place, params)
      if (first.isOk) return first
      notify(first, place.method, params)
      if (fallback === undefined) return first
      const errorParams = { ...params, ErrorCode: String(first.code), ErrorUrl: withoutSecrets(place.url) }
      const second = await attempt(fallback, errorParams)
      if (!second.isOk) notify(second, fallback.method, errorParams)
      return second
    },
  }
}

type ReadDocument = DocumentResult & { readonly text?: string }

const twimlTypes: readonly string[] = ['text/xml', 'application/xml', 'text/html', 'text/plain']

function readDocument(result: WebhookResult): ReadDocument {
  if (!result.isOk) return { isOk: false, code: result.code, text: result.text }
  if (!twimlTypes.includes(result.contentType)) {
    const type = result.contentType === '' ? 'no content type' : `the content type ${result.contentType}`
    return { isOk: false, code: 12300, text: `The response has ${type}. Answer with TwiML as text/xml.` }
  }
  if (result.body.trim() === '') {
    return { isOk: false, code: 11770, text: 'The response is empty. Answer with a TwiML document.' }
  }
  return parseDocument(result.body, result.url)
}

function parseDocument(text: string, url: string): ReadDocument {
  try {
    return { isOk: true, ...parseTwiml(text, url) }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    return { isOk: false, code: error.code, text: `${error.message} (line ${error.line}, column ${error.column})` }
  }
}

function withoutSecrets(url: string): string {
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  return parsed.href
}

import type { CallSid, ErrorCode } from '@ringdown/protocol'
import type { Account } from '../../account/account.js'
import type { TwimlRemark } from '../../twiml/control.js'
import type { DocumentAddress, TwimlDocument } from '../../twiml/document.js'
import { parseTwiml } from '../../twiml/parse.js'
import { TwimlError } from '../../twiml/twiml-error.js'
import type { WebhookResult } from '../../webhook/webhook.js'
import type { CallPorts } from '../call-ports.js'
import type { LegBook } from '../leg-book.js'
import { reportProblem } from '../report-problem.js'
import { currentAuthToken } from './current-auth-token.js'
import type { RequestParams } from './request-params.js'
import { webhookDetail } from './webhook-detail.js'
import { webhookEvidence } from './webhook-evidence.js'

/** What came of asking for a document. */
export type DocumentResult =
  | { readonly isOk: true; readonly document: TwimlDocument; readonly remarks: readonly TwimlRemark[] }
  | {
      readonly isOk: false
      readonly code: ErrorCode
      /** A sentence for the developer. */
      readonly text: string
    }

/** Asks one call's application for documents. */
export interface DocumentSource {
  /** Ask; when that fails, notify, and ask the fallback with the same parameters, `ErrorCode` and `ErrorUrl`. */
  request(address: DocumentAddress, params: RequestParams): Promise<DocumentResult>
  /** Read a document that is given inline; when that fails, notify, and ask the fallback likewise. */
  read(twiml: string, params: RequestParams): Promise<DocumentResult>
  /** Resolves when every request made so far was answered or has failed, also those that nobody waits for. */
  settled(): Promise<void>
}

/** What a document source needs to know of its call. */
export interface DocumentSourceOptions {
  readonly ports: Pick<CallPorts, 'clock' | 'ids' | 'store' | 'webhooks' | 'observer'>
  readonly account: Account
  readonly callSid: CallSid
  readonly legs: LegBook
  /** Asked when a document cannot be had. */
  readonly fallback: DocumentAddress | undefined
}

/** Make the document source of a call. */
export function createDocumentSource(options: DocumentSourceOptions): DocumentSource {
  const underWay = new Set<Promise<unknown>>()

  function track(asked: Promise<DocumentResult>): Promise<DocumentResult> {
    const tracked = asked.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }

  async function orFallback(first: DocumentResult, params: RequestParams, errorUrl: string): Promise<DocumentResult> {
    const { fallback } = options
    if (first.isOk || fallback === undefined) return first
    return ask(options, fallback, { ...params, ErrorCode: String(first.code), ErrorUrl: errorUrl })
  }

  async function request(address: DocumentAddress, params: RequestParams): Promise<DocumentResult> {
    return orFallback(await ask(options, address, params), params, withoutSecrets(address.url))
  }

  return {
    request: (address, params) => track(request(address, params)),
    read: (twiml, params) => track(orFallback(readInline(options, twiml), params, '')),
    async settled() {
      await Promise.allSettled(underWay)
    },
  }
}

function readInline({ ports, account, callSid }: DocumentSourceOptions, twiml: string): DocumentResult {
  const read = parseDocument(twiml, undefined)
  if (!read.isOk) {
    const { code, text } = read
    reportProblem(ports, { call: { accountSid: account.sid, sid: callSid }, code, text, body: twiml })
  }
  return read
}

async function ask(
  { ports, account, callSid, legs }: DocumentSourceOptions,
  { url, method }: DocumentAddress,
  params: RequestParams,
): Promise<DocumentResult> {
  const authToken = await currentAuthToken(ports, account)
  const result = await ports.webhooks.request({ url, method, params, authToken, cookieScope: callSid })
  const read = readDocument(result)
  // The URL with the query, which may hold secrets, is not for showing: attempts are cut.
  const asked = result.attempts.at(-1)?.url
  const error = read.isOk ? {} : { error: read.code }
  legs.note(callSid, 'webhook', `${method} ${asked ?? ''}`.trim(), { ...webhookDetail(params, result), ...error })
  const call = { accountSid: account.sid, sid: callSid }
  for (const remark of result.remarks) reportProblem(ports, { call, ...remark })
  if (read.isOk) return read
  const { code, text } = read
  reportProblem(ports, { call, code, text, ...webhookEvidence({ method, params }, result) })
  return read
}

const twimlTypes: readonly string[] = ['text/xml', 'application/xml', 'text/html', 'text/plain']

function readDocument(result: WebhookResult): DocumentResult {
  if (!result.isOk) return { isOk: false, code: result.code, text: result.text }
  if (!twimlTypes.includes(result.contentType)) {
    const type = result.contentType === '' ? 'no content type' : `the content type ${result.contentType}`
    return { isOk: false, code: 12300, text: `The response has ${type}. Answer with TwiML as text/xml.` }
  }
  return parseDocument(result.body, result.url)
}

function parseDocument(text: string, url: string | undefined): DocumentResult {
  try {
    return { isOk: true, ...parseTwiml(text, url) }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    return { isOk: false, code: error.code, text: `${error.message} (line ${error.line}, column ${error.column})` }
  }
}

function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url
  const parsed = new URL(url)
  parsed.username = ''
  parsed.password = ''
  parsed.hash = ''
  return parsed.href
}

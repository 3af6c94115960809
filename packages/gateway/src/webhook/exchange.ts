import { type ErrorCode, errorCatalogue } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** One HTTP request, ready to be put on the wire. */
export interface ExchangeRequest {
  /** Absolute and normalised, without user info and fragment. */
  readonly url: string
  readonly method: HttpMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly connectTimeoutMs: number
  readonly readTimeoutMs: number
  /** Nobody waits for the answer any more: drop the connection. */
  readonly signal: AbortSignal
}

/** Header fields with names in lower case, as they came. */
export type ReplyHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** One HTTP answer. */
export interface ExchangeReply {
  readonly status: number
  readonly headers: ReplyHeaders
  /** At most `webhookLimits.maxBodyBytes`. */
  readonly body: Uint8Array
  /** The answer has more bytes, which were not read. */
  readonly isTruncated: boolean
}

/** Why there is no answer. */
export interface ExchangeFailure {
  readonly code: ErrorCode
  /** A sentence for the developer; holds no secrets. */
  readonly text: string
  /** Which retry policy covers it: a failed connection, or an answer that did not come in time; undefined: none. */
  readonly retryCause: 'ct' | 'rt' | undefined
}

/** What came of one HTTP request. */
export type ExchangeOutcome =
  { readonly isOk: true; readonly reply: ExchangeReply } | { readonly isOk: false; readonly failure: ExchangeFailure }

/** Carries single HTTP requests: no redirects, retries, cookies or authentication. Never rejects. */
export interface Exchange {
  send(request: ExchangeRequest): Promise<ExchangeOutcome>
  /** Drop every connection. */
  close(): Promise<void>
}

/** A fact, and what the error catalogue advises. */
export function failureText(code: ErrorCode, fact: string): string {
  return `${fact} ${errorCatalogue[code].whatToDo}`
}

/** Make a failure from a fact. */
export function failureOf(code: ErrorCode, fact: string, retryCause?: ExchangeFailure['retryCause']): ExchangeFailure {
  return { code, text: failureText(code, fact), retryCause }
}

/** Every value of a header field. */
export function headerValues(headers: ReplyHeaders, name: string): readonly string[] {
  const value = headers[name]
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

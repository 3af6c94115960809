import type { ErrorCode } from '@ringdown/protocol'
import type { HttpMethod } from '../http-method.js'

/** One request to an application's web server. */
export interface WebhookRequest {
  /** Absolute; may hold user info (Basic or Digest) and connection overrides in its fragment. */
  readonly url: string
  readonly method: HttpMethod
  /** Sent sorted by name. */
  readonly params: Readonly<Record<string, string>>
  /** The account's primary auth token, which signs. */
  readonly authToken: string
  /** Requests of the same scope share cookies and user info: a call SID. */
  readonly cookieScope?: string | undefined
}

/** One HTTP request, as a call's timeline keeps it: retries, redirects and authentication each make one more. */
export interface WebhookAttempt {
  /** Without user info, query and fragment. */
  readonly url: string
  readonly method: HttpMethod
  readonly durationMs: number
  /** The HTTP status; undefined when there was no answer. */
  readonly status: number | undefined
  /** Why there was no answer, in a sentence without secrets. */
  readonly failure: string | undefined
}

/** Something the developer should know although the request went on. */
export interface WebhookRemark {
  readonly code: ErrorCode
  /** A sentence without secrets. */
  readonly text: string
}

/** A header field of an answer, without secrets: the name as it is usually written, and the value. */
export type ShownHeader = readonly [name: string, value: string]

/** What came of a request, well or badly. */
interface WebhookOutcome {
  /** Every HTTP request made, in order. */
  readonly attempts: readonly WebhookAttempt[]
  readonly remarks: readonly WebhookRemark[]
}

/** A request that was answered with a 2xx status. */
interface WebhookReply extends WebhookOutcome {
  readonly isOk: true
  /**
   * Where the body came from after redirects: the base of relative URLs in it. Without user info, fragment and the
   * parameters of a GET request, but with the query that the URL came with: for resolving, not for showing.
   */
  readonly url: string
  readonly status: number
  readonly headers: readonly ShownHeader[]
  /** Media type in lower case without parameters; empty when the response names none. */
  readonly contentType: string
  /** Decoded; may be empty. */
  readonly body: string
}

/** A request that failed, or was answered with another status. */
export interface WebhookFailure extends WebhookOutcome {
  readonly isOk: false
  /** The last one asked, without user info, query and fragment. */
  readonly url: string
  readonly code: ErrorCode
  /** A sentence for the developer; holds no secrets. */
  readonly text: string
  /** The HTTP status, where there was one. */
  readonly status: number | undefined
  /** Those of the last answer; undefined when there was none. */
  readonly headers: readonly ShownHeader[] | undefined
  /** What was read of the last answer's body, up to the bound on documents; undefined when there was no answer. */
  readonly body: string | undefined
}

/** What came of a request. */
export type WebhookResult = WebhookReply | WebhookFailure

/** Asks applications' web servers. Never rejects: every failure is a result. */
export interface WebhookClient {
  request(request: WebhookRequest): Promise<WebhookResult>
  /** Forget the cookies and user info of a scope. */
  forget(cookieScope: string): void
  /** Abort what is under way, whose requests then fail at once, and close connections. */
  close(): Promise<void>
}

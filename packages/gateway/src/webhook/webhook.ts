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
  /** Requests of the same scope share cookies: a call SID. */
  readonly cookieScope?: string | undefined
}

/** One attempt, as a call's timeline keeps it. */
export interface WebhookAttempt {
  /** Without user info, query and fragment. */
  readonly url: string
  readonly method: HttpMethod
  readonly durationMs: number
  readonly status: number | undefined
  readonly failure: string | undefined
}

/** What came of a request. */
export type WebhookResult =
  | {
      readonly isOk: true
      /** Where the body came from after redirects: the base of relative URLs in it. */
      readonly url: string
      readonly status: number
      /** Media type in lower case without parameters; empty when the response names none. */
      readonly contentType: string
      readonly body: string
      readonly attempts: readonly WebhookAttempt[]
    }
  | {
      readonly isOk: false
      readonly url: string
      readonly code: ErrorCode
      /** A sentence for the developer; holds no secrets. */
      readonly text: string
      /** The HTTP status, where there was one. */
      readonly status: number | undefined
      readonly body: string | undefined
      readonly attempts: readonly WebhookAttempt[]
    }

/** Asks applications' web servers. Never rejects: every failure is a result. */
export interface WebhookClient {
  request(request: WebhookRequest): Promise<WebhookResult>
  /** Forget the cookies of a scope. */
  forget(cookieScope: string): void
  /** Abort what is under way and close connections. */
  close(): Promise<void>
}

import type { HttpMethod } from '../http-method.js'
import { type ExchangeFailure, type ExchangeReply, failureOf, headerValues } from './exchange.js'
import { appendToQuery, type Credentials, parseTarget, redactUrl, type Target } from './target.js'

/** One URL on the way to an answer: the one asked for, or one that a redirect leads to. */
export interface Hop {
  /** As sent and signed. */
  readonly url: string
  readonly origin: string
  readonly method: HttpMethod
  /** The form body; undefined for GET. */
  readonly form: URLSearchParams | undefined
  /** What the answer's relative URLs stand on: the URL without the parameters that a GET request added. */
  readonly base: string
  readonly credentials: Credentials | undefined
}

/** Where a redirect leads, or why it is not followed. */
export type NextHop =
  { readonly isOk: true; readonly hop: Hop } | { readonly isOk: false; readonly failure: ExchangeFailure }

/**
 * The first request.
 *
 * @param params - sent sorted by name, in the body of POST and behind the query of GET
 */
export function firstHop(target: Target, method: HttpMethod, params: Readonly<Record<string, string>>): Hop {
  // Spaces become `+` and the rest follows WHATWG URL's urlencoded serializer: what Twilio sends, and what every
  // reader of forms takes.
  const form = new URLSearchParams(params)
  form.sort()
  const { url: base, origin, credentials } = target
  if (method === 'GET') return { url: appendToQuery(base, form), origin, method, form: undefined, base, credentials }
  return { url: base, origin, method, form, base, credentials }
}

/**
 * Follow a redirect: 307 and 308 keep method and body, the others become GET without parameters (RFC 9110 §15.4, Fetch
 * standard). User info stays with its origin.
 *
 * @returns undefined when the answer is no redirect
 */
export function nextHop(hop: Hop, { status, headers }: ExchangeReply): NextHop | undefined {
  const [location] = headerValues(headers, 'location')
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined
  const target = parseTarget(location, hop.url)
  if (target === undefined) {
    const fact = `${redactUrl(hop.url)} redirects to something else than an http or https URL.`
    return { isOk: false, failure: failureOf(11100, fact) }
  }
  const { url, origin, credentials = origin === hop.origin ? hop.credentials : undefined } = target
  const keeps = status === 307 || status === 308
  const kept = keeps ? { method: hop.method, form: hop.form } : { method: 'GET' as const, form: undefined }
  return { isOk: true, hop: { ...kept, url, origin, base: url, credentials } }
}

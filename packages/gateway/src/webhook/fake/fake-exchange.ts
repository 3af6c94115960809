import type { Clock } from '../../clock.js'
import type { HttpMethod } from '../../http-method.js'
import { type Exchange, type ExchangeOutcome, type ExchangeRequest, failureOf } from '../exchange.js'
import { redactUrl } from '../target.js'
import { webhookLimits } from '../webhook-limits.js'

/** A request as an application in memory gets it. */
export interface FakeRequest {
  /** Absolute, with its query. */
  readonly url: string
  readonly method: HttpMethod
  /** Of the form, or of the query for GET; in the order sent. */
  readonly params: Readonly<Record<string, string>>
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** What an application in memory answers. */
interface FakeReply {
  /** Default 200. */
  readonly status?: number
  /** By name in lower case. Default `content-type: text/xml`. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Default empty. */
  readonly body?: string
}

/** A web application in memory. What it throws becomes the body of a 500. */
export type FakeApplication = (request: FakeRequest) => FakeReply | Promise<FakeReply>

/** An exchange whose web servers are functions. */
export interface FakeExchange extends Exchange {
  readonly requests: readonly FakeRequest[]
  serve(url: string, application: FakeApplication): void
}

/**
 * Make an exchange without sockets. An origin that serves nothing refuses connections; one that serves something answers
 * 404 elsewhere.
 */
export function createFakeExchange(clock: Clock): FakeExchange {
  const applications = new Map<string, FakeApplication>()
  const origins = new Set<string>()
  const requests: FakeRequest[] = []

  async function answer(request: ExchangeRequest): Promise<ExchangeOutcome> {
    const { origin } = new URL(request.url)
    if (!origins.has(origin)) return { isOk: false, failure: failureOf(11202, `Nothing is served at ${origin}.`, 'ct') }
    const received = toFakeRequest(request)
    requests.push(received)
    const application = applications.get(redactUrl(request.url)) ?? notFound
    try {
      return toOutcome(await application(received))
    } catch (error) {
      return toOutcome({ status: 500, body: String(error) })
    }
  }

  return {
    requests,
    send: (request) => inTime(clock, request, answer(request)),
    close: () => Promise.resolve(),
    serve(url, application) {
      applications.set(redactUrl(url), application)
      origins.add(new URL(url).origin)
    },
  }
}

function notFound(): FakeReply {
  return { status: 404 }
}

function inTime(
  clock: Clock,
  { url, readTimeoutMs, signal }: ExchangeRequest,
  answer: Promise<ExchangeOutcome>,
): Promise<ExchangeOutcome> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(readTimeoutMs, () => {
      const fact = `${redactUrl(url)} did not answer within ${readTimeoutMs} ms.`
      resolve({ isOk: false, failure: failureOf(11205, fact, 'rt') })
    })
    signal.addEventListener('abort', cancel)
    void answer.then(resolve, reject).finally(() => {
      cancel()
      signal.removeEventListener('abort', cancel)
    })
  })
}

function toFakeRequest({ url, method, headers, body }: ExchangeRequest): FakeRequest {
  const form = new URLSearchParams(method === 'GET' ? new URL(url).search : body)
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return { url, method, params: Object.fromEntries(form), headers: Object.fromEntries(lowered) }
}

function toOutcome({ status = 200, headers = { 'content-type': 'text/xml' }, body = '' }: FakeReply): ExchangeOutcome {
  const bytes = Buffer.from(body)
  const isTruncated = bytes.length > webhookLimits.maxBodyBytes
  return { isOk: true, reply: { status, headers, body: bytes.subarray(0, webhookLimits.maxBodyBytes), isTruncated } }
}

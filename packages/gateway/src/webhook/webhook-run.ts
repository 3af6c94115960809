import type { Clock } from '../clock.js'
import type { Ids } from '../ids.js'
import type { Abortion } from './abortion.js'
import { type Authoriser, createAuthoriser, isStale } from './authoriser.js'
import { parseChallenges } from './challenge.js'
import type { ConnectionPolicy } from './connection-policy.js'
import { type Exchange, type ExchangeOutcome, failureOf, headerValues } from './exchange.js'
import { type Hop, nextHop } from './hop.js'
import { requestHeaders } from './request-headers.js'
import type { Session } from './session-book.js'
import { redactUrl, requestPath } from './target.js'
import type { WebhookAttempt } from './webhook.js'
import { webhookLimits } from './webhook-limits.js'

/** What webhook requests need from outside. */
export interface WebhookPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly exchange: Exchange
}

/** What stays the same on the way of one request. */
export interface RunOptions {
  readonly authToken: string
  readonly signsHttpsPort: boolean
  readonly userAgent: string
  readonly policy: ConnectionPolicy
  readonly session: Session
  readonly abortion: Abortion
}

/** Where a request's way ended. */
export interface RunEnd {
  readonly hop: Hop
  readonly outcome: ExchangeOutcome
  readonly attempts: readonly WebhookAttempt[]
}

/** Walk the whole way of one request: redirects, and on each URL authentication and retries. */
export async function runWebhook(ports: WebhookPorts, options: RunOptions, first: Hop): Promise<RunEnd> {
  const run = new WebhookRun(ports, options)
  const { attempts } = run
  let hop = first
  for (let redirects = 0; ; redirects++) {
    const outcome = await run.ask(hop)
    const next = outcome.isOk ? nextHop(hop, outcome.reply) : undefined
    if (next === undefined) return { hop, outcome, attempts }
    if (!next.isOk) return { hop, outcome: next, attempts }
    if (redirects === webhookLimits.maxRedirects) {
      const failure = failureOf(11215, `${redactUrl(hop.url)} redirects once more after ${redirects} redirects.`)
      return { hop, outcome: { isOk: false, failure }, attempts }
    }
    hop = next.hop
  }
}

class WebhookRun {
  readonly attempts: WebhookAttempt[] = []
  readonly #ports: WebhookPorts
  readonly #options: RunOptions
  readonly #idempotencyToken: string
  #retriesLeft: number

  constructor(ports: WebhookPorts, options: RunOptions) {
    this.#ports = ports
    this.#options = options
    this.#idempotencyToken = ports.ids.uuid()
    this.#retriesLeft = options.policy.retryCount
  }

  /** Ask one URL until there is an answer, or no retry left. */
  async ask(hop: Hop): Promise<ExchangeOutcome> {
    if (hop.credentials !== undefined) this.#options.session.credentials.set(hop.origin, hop.credentials)
    let authoriser: Authoriser | undefined
    for (let challengesAnswered = 0; ;) {
      const outcome = await this.#attempt(hop, authoriser)
      const next = this.#authoriserFor(hop, outcome, challengesAnswered)
      if (next !== undefined) {
        authoriser = next
        challengesAnswered++
      } else if (this.#retriesLeft > 0 && isRetried(outcome, this.#options.policy)) {
        this.#retriesLeft--
      } else {
        return outcome
      }
    }
  }

  async #attempt(hop: Hop, authoriser: Authoriser | undefined): Promise<ExchangeOutcome> {
    const { clock } = this.#ports
    const startedAt = clock.now()
    const outcome = await this.#send(hop, authoriser)
    const { url, method } = hop
    const status = outcome.isOk ? outcome.reply.status : undefined
    const failure = outcome.isOk ? undefined : outcome.failure.text
    this.attempts.push({ url: redactUrl(url), method, durationMs: clock.now() - startedAt, status, failure })
    if (outcome.isOk) {
      this.#options.session.cookies.keep(url, headerValues(outcome.reply.headers, 'set-cookie'), clock.now())
    }
    return outcome
  }

  #send(hop: Hop, authoriser: Authoriser | undefined): Promise<ExchangeOutcome> {
    const { session, abortion, policy } = this.#options
    if (abortion.signal.aborted) return abortion.outcome
    const { url, method, form } = hop
    const headers = requestHeaders(hop, {
      ...this.#options,
      idempotencyToken: this.#idempotencyToken,
      cookie: session.cookies.headerFor(url, this.#ports.clock.now()),
      authorization: authoriser?.authorise(method, requestPath(url)),
    })
    const { connectTimeoutMs, readTimeoutMs } = policy
    const { signal } = abortion
    const body = form?.toString()
    const sent = this.#ports.exchange.send({ url, method, headers, body, connectTimeoutMs, readTimeoutMs, signal })
    return Promise.race([sent, abortion.outcome])
  }

  /** Undefined when the answer asks for no authentication, or for one that has been tried. */
  #authoriserFor(hop: Hop, outcome: ExchangeOutcome, challengesAnswered: number): Authoriser | undefined {
    const credentials = hop.credentials ?? this.#options.session.credentials.get(hop.origin)
    if (!outcome.isOk || outcome.reply.status !== 401 || credentials === undefined) return undefined
    const challenges = parseChallenges(headerValues(outcome.reply.headers, 'www-authenticate'))
    const mayAnswer = challengesAnswered === 0 || (challengesAnswered === 1 && isStale(challenges))
    return mayAnswer ? createAuthoriser(challenges, credentials, this.#ports.ids.secret()) : undefined
  }
}

function isRetried(outcome: ExchangeOutcome, { retriedOn }: ConnectionPolicy): boolean {
  if (!outcome.isOk) return outcome.failure.retryCause !== undefined && retriedOn.includes(outcome.failure.retryCause)
  const { status } = outcome.reply
  return (status >= 500 && retriedOn.includes('5xx')) || (status >= 400 && status < 500 && retriedOn.includes('4xx'))
}

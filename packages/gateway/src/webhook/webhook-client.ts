import { type Abortion, createAbortion } from './abortion.js'
import { parseConnectionOverrides } from './connection-policy.js'
import { type ExchangeFailure, failureOf } from './exchange.js'
import { firstHop } from './hop.js'
import { createSessionBook } from './session-book.js'
import { parseTarget, redactUrl, type Target } from './target.js'
import type { WebhookClient, WebhookRequest, WebhookResult } from './webhook.js'
import { webhookLimits } from './webhook-limits.js'
import { toWebhookResult, unsentResult } from './webhook-result.js'
import { runWebhook, type WebhookPorts } from './webhook-run.js'

/** How webhook requests are made. */
export interface WebhookClientOptions {
  /** The gateway's version, for `User-Agent`. */
  readonly version: string
  /**
   * Keep the port of https URLs in signatures; default false, as Twilio does. For applications on another port that
   * validate with an old library.
   */
  readonly signsHttpsPort?: boolean | undefined
  /** Told of faults of the gateway itself, which make a request fail with 12400. */
  readonly onFault?: ((fault: unknown) => void) | undefined
}

const invalidUrl = failureOf(11100, 'The URL is not an absolute http or https URL.')
const stopping: ExchangeFailure = {
  code: 11205,
  text: 'The gateway is stopping, so the request was given up. Ask again when it runs.',
  retryCause: undefined,
}

/** Make a webhook client that speaks through an exchange: everything but the wire. */
export function createWebhookClient(ports: WebhookPorts, options: WebhookClientOptions): WebhookClient {
  return new ExchangeWebhookClient(ports, options)
}

class ExchangeWebhookClient implements WebhookClient {
  readonly #ports: WebhookPorts
  readonly #options: WebhookClientOptions
  readonly #sessions = createSessionBook(webhookLimits.maxCookieScopes)
  readonly #running = new Set<Abortion>()
  #isClosed = false

  constructor(ports: WebhookPorts, options: WebhookClientOptions) {
    this.#ports = ports
    this.#options = options
  }

  async request(request: WebhookRequest): Promise<WebhookResult> {
    const target = parseTarget(request.url)
    if (target === undefined) return unsentResult(invalidUrl)
    const shownUrl = redactUrl(target.url)
    if (this.#isClosed) return unsentResult(stopping, shownUrl)
    const abortion = createAbortion()
    this.#running.add(abortion)
    try {
      return await this.#run(request, target, abortion)
    } catch (fault) {
      this.#options.onFault?.(fault)
      return unsentResult(failureOf(12400, `The request to ${shownUrl} could not be made.`), shownUrl)
    } finally {
      this.#running.delete(abortion)
    }
  }

  forget(cookieScope: string): void {
    this.#sessions.forget(cookieScope)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const abortion of this.#running) abortion.abort(stopping)
    await this.#ports.exchange.close()
  }

  async #run(request: WebhookRequest, target: Target, abortion: Abortion): Promise<WebhookResult> {
    const { authToken, cookieScope, method, params } = request
    const { version, signsHttpsPort = false } = this.#options
    const { policy, remarks } = parseConnectionOverrides(target.fragment)
    const session = this.#sessions.sessionOf(cookieScope)
    const run = { authToken, signsHttpsPort, userAgent: `Ringdown/${version}`, policy, session, abortion }
    const cancelTimer = this.#ports.clock.after(policy.totalTimeoutMs, () => {
      const fact = `${method} ${redactUrl(target.url)} was not answered within ${policy.totalTimeoutMs} ms in all.`
      abortion.abort(failureOf(policy.hasOwnTotal ? 11203 : 11205, fact))
    })
    try {
      return toWebhookResult(await runWebhook(this.#ports, run, firstHop(target, method, params)), remarks)
    } finally {
      cancelTimer()
    }
  }
}

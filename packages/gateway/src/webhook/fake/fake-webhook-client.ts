import type { Clock } from '../../clock.js'
import type { Ids } from '../../ids.js'
import type { WebhookClient } from '../webhook.js'
import { createWebhookClient } from '../webhook-client.js'
import { createFakeExchange, type FakeApplication, type FakeRequest } from './fake-exchange.js'

/** The webhook client without sockets: applications are functions, everything else is real. */
export interface FakeWebhookClient extends WebhookClient {
  /** Everything that applications were sent, in order. */
  readonly requests: readonly FakeRequest[]
  /** Answer requests to a URL, whatever their query; it replaces what answered before. */
  serve(url: string, application: FakeApplication): void
}

/** Make a webhook client for tests. */
export function createFakeWebhookClient(ports: { readonly clock: Clock; readonly ids: Ids }): FakeWebhookClient {
  const exchange = createFakeExchange(ports.clock)
  const client = createWebhookClient({ ...ports, exchange }, { version: '0.0.0-fake' })
  return {
    requests: exchange.requests,
    request: (request) => client.request(request),
    forget: (cookieScope) => client.forget(cookieScope),
    close: () => client.close(),
    serve: (url, application) => exchange.serve(url, application),
  }
}

import { z } from 'zod'
import { accountOf } from '../auth/caller.js'
import { notFound, RestError } from '../error/rest-error.js'
import { webhookMethod } from '../parameter/choice.js'
import { webhookUrl } from '../parameter/webhook-url.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { presenceWebhookResource, serialisePresenceWebhook } from '../serialise/serialise-presence-webhook.js'
import { gone, operation } from './operation.js'
import { accountPath as params } from './resource-path.js'

const path = '/Accounts/:AccountSid/PresenceWebhook'
const tag = 'Presence webhook (Ringdown)'
const body = z.object({ Url: webhookUrl(), Method: webhookMethod().exactOptional() })
const answers = { 200: presenceWebhookResource }

/** The webhook by which an account is told who comes and who goes: fetch, set, delete. */
export function addPresenceWebhookRoutes(scope: RestScope, { store, clock }: RestPorts): void {
  scope.get(path, operation(tag, 'Fetch the presence webhook', { params, answers }), async (request) => {
    const webhook = await store.presenceWebhooks.find(accountOf(request).sid)
    if (webhook === undefined) throw notFound(request)
    return serialisePresenceWebhook(webhook)
  })
  scope.post(path, operation(tag, 'Set the presence webhook', { params, body, answers }), async (request) => {
    const { Url: url, Method: method = 'POST' } = request.body
    if (url === null) throw new RestError(21205, 'Url is required.')
    const now = clock.now()
    const webhook = { accountSid: accountOf(request).sid, url, method, createdAt: now, updatedAt: now }
    return serialisePresenceWebhook(await store.presenceWebhooks.set(webhook))
  })
  const removed = operation(tag, 'Delete the presence webhook', { params, answers: gone })
  scope.delete(path, removed, async (request, reply) => {
    if (!(await store.presenceWebhooks.delete(accountOf(request).sid))) throw notFound(request)
    reply.code(204)
  })
}

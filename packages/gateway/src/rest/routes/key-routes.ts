import { z } from 'zod'
import { accountOf } from '../auth/caller.js'
import { notFound } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { friendlyName } from '../parameter/text.js'
import { uncapitaliseKeys } from '../parameter/uncapitalise-keys.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import {
  apiKeyResource,
  newApiKeyResource,
  serialiseApiKey,
  serialiseNewApiKey,
} from '../serialise/serialise-api-key.js'
import { gone, operation } from './operation.js'
import { accountPath, resourcePath } from './resource-path.js'

/** The two names under which the official API has API keys: here they are the same keys. */
const names = [
  { path: 'Keys', key: 'keys', tag: 'Keys' },
  { path: 'SigningKeys', key: 'signing_keys', tag: 'Signing keys' },
] as const

type Name = (typeof names)[number]

const config = { needsAuthToken: true }
const body = z.object({ FriendlyName: friendlyName().exactOptional() })

/** API keys: list, create, fetch, update, delete (Twilio, "Key resource", "SigningKey resource"). */
export function addKeyRoutes(scope: RestScope, ports: RestPorts): void {
  for (const name of names) {
    addListRoutes(scope, ports, name)
    addInstanceRoutes(scope, ports, name)
  }
}

function addListRoutes(scope: RestScope, { store, ids, clock }: RestPorts, { path, key, tag }: Name): void {
  const list = `/Accounts/:AccountSid/${path}.json`
  const params = accountPath
  const listed = { params, querystring: z.object(pageQuery), answers: { 200: pageOf(key, apiKeyResource) } }
  scope.get(list, { config, ...operation(tag, 'List keys', listed) }, async (request) => {
    const page = await store.apiKeys.list(accountOf(request).sid, toPageRequest(request.query))
    return toPageBody(request, key, page, serialiseApiKey)
  })
  const made = { params, body, answers: { 201: newApiKeyResource } }
  scope.post(list, { config, ...operation(tag, 'Create a key', made) }, async (request, reply) => {
    const now = clock.now()
    const apiKey = {
      sid: ids.sid('SK'),
      accountSid: accountOf(request).sid,
      friendlyName: request.body.FriendlyName ?? '',
      secret: ids.secret(),
      createdAt: now,
      updatedAt: now,
    }
    await store.apiKeys.insert(apiKey)
    reply.code(201)
    return serialiseNewApiKey(apiKey)
  })
}

function addInstanceRoutes(scope: RestScope, { store, clock }: RestPorts, { path, tag }: Name): void {
  const instance = `/Accounts/:AccountSid/${path}/:Sid.json`
  const params = resourcePath('SK')
  const answers = { 200: apiKeyResource }
  scope.get(instance, { config, ...operation(tag, 'Fetch a key', { params, answers }) }, async (request) => {
    const key = await store.apiKeys.find(request.params.Sid)
    if (key?.accountSid !== accountOf(request).sid) throw notFound(request)
    return serialiseApiKey(key)
  })
  const updated = operation(tag, 'Update a key', { params, body, answers })
  scope.post(instance, { config, ...updated }, async (request) => {
    const { AccountSid, Sid } = request.params
    const key = await store.apiKeys.update(AccountSid, Sid, uncapitaliseKeys(request.body), clock.now())
    if (key === undefined) throw notFound(request)
    return serialiseApiKey(key)
  })
  const removed = operation(tag, 'Delete a key', { params, answers: gone })
  scope.delete(instance, { config, ...removed }, async (request, reply) => {
    const { AccountSid, Sid } = request.params
    if (!(await store.apiKeys.delete(AccountSid, Sid))) throw notFound(request)
    reply.code(204)
  })
}

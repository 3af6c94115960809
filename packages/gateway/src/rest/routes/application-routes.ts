import { z } from 'zod'
import type { Application } from '../../account/application.js'
import { createApplication } from '../../account/create-application.js'
import { accountOf } from '../auth/caller.js'
import { notFound } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { choice, webhookMethod } from '../parameter/choice.js'
import { friendlyName } from '../parameter/text.js'
import { truth } from '../parameter/truth.js'
import { uncapitaliseKeys } from '../parameter/uncapitalise-keys.js'
import { webhookUrl } from '../parameter/webhook-url.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { apiVersion } from '../serialise/api-version.js'
import { applicationResource, serialiseApplication } from '../serialise/serialise-application.js'
import { gone, operation } from './operation.js'
import { accountPath, resourcePath } from './resource-path.js'

const list = '/Accounts/:AccountSid/Applications.json'
const instance = '/Accounts/:AccountSid/Applications/:Sid.json'
const tag = 'Applications'

const settings = z.object({
  FriendlyName: friendlyName().exactOptional(),
  ApiVersion: choice([apiVersion]).exactOptional(),
  VoiceUrl: webhookUrl().exactOptional(),
  VoiceMethod: webhookMethod().exactOptional(),
  VoiceFallbackUrl: webhookUrl().exactOptional(),
  VoiceFallbackMethod: webhookMethod().exactOptional(),
  StatusCallback: webhookUrl(21609).exactOptional(),
  StatusCallbackMethod: webhookMethod().exactOptional(),
  VoiceCallerIdLookup: truth().exactOptional(),
  SmsUrl: webhookUrl().exactOptional(),
  SmsMethod: webhookMethod().exactOptional(),
  SmsFallbackUrl: webhookUrl().exactOptional(),
  SmsFallbackMethod: webhookMethod().exactOptional(),
  SmsStatusCallback: webhookUrl(21609).exactOptional(),
  MessageStatusCallback: webhookUrl(21609).exactOptional(),
  PublicApplicationConnectEnabled: truth().exactOptional(),
})

/** Applications: list, create, fetch, update, delete (Twilio, "Application resource"). */
export function addApplicationRoutes(scope: RestScope, ports: RestPorts): void {
  addListRoutes(scope, ports)
  addInstanceRoutes(scope, ports)
}

function addListRoutes(scope: RestScope, { store, ids, clock }: RestPorts): void {
  const query = z.object({ FriendlyName: friendlyName().exactOptional(), ...pageQuery })
  const page = pageOf('applications', applicationResource)
  scope.get(
    list,
    operation(tag, 'List applications', { params: accountPath, querystring: query, answers: { 200: page } }),
    async (request) => {
      const { FriendlyName: friendlyName } = request.query
      const { sid } = accountOf(request)
      const found = await store.applications.list(sid, { friendlyName }, toPageRequest(request.query))
      return toPageBody(request, 'applications', found, serialiseApplication)
    },
  )
  scope.post(
    list,
    operation(tag, 'Create an application', {
      params: accountPath,
      body: settings,
      answers: { 201: applicationResource },
    }),
    async (request, reply) => {
      const { sid: accountSid } = accountOf(request)
      const draft = { friendlyName: '', ...toPatch(request.body), sid: ids.sid('AP'), accountSid }
      const application = createApplication(draft, clock.now())
      await store.applications.insert(application)
      reply.code(201)
      return serialiseApplication(application)
    },
  )
}

function addInstanceRoutes(scope: RestScope, { store, clock }: RestPorts): void {
  const params = resourcePath('AP')
  const answers = { 200: applicationResource }
  scope.get(instance, operation(tag, 'Fetch an application', { params, answers }), async (request) => {
    const application = await store.applications.find(accountOf(request).sid, request.params.Sid)
    if (application === undefined) throw notFound(request)
    return serialiseApplication(application)
  })
  scope.post(
    instance,
    operation(tag, 'Update an application', { params, body: settings, answers }),
    async (request) => {
      const { AccountSid, Sid } = request.params
      const application = await store.applications.update(AccountSid, Sid, toPatch(request.body), clock.now())
      if (application === undefined) throw notFound(request)
      return serialiseApplication(application)
    },
  )
  scope.delete(instance, operation(tag, 'Delete an application', { params, answers: gone }), async (request, reply) => {
    const { AccountSid, Sid } = request.params
    if (!(await store.applications.delete(AccountSid, Sid))) throw notFound(request)
    reply.code(204)
  })
}

// What has no effect here is not kept: the store takes what it knows.
function toPatch(body: z.infer<typeof settings>): Partial<Application> {
  return uncapitaliseKeys(body)
}

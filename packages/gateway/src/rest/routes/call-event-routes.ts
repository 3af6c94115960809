import { z } from 'zod'
import { accountOf } from '../auth/caller.js'
import { notFound } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { callEventResource, serialiseCallEvent } from '../serialise/serialise-call-event.js'
import { operation } from './operation.js'
import { callPath } from './resource-path.js'

const kinds = ['webhook', 'status-callback'] as const

const listed = {
  params: callPath,
  querystring: z.object(pageQuery),
  answers: { 200: pageOf('events', callEventResource) },
}

/** Events of a call, oldest first: every webhook with its request and its answer (Twilio, "Call Events resource"). */
export function addCallEventRoutes(scope: RestScope, { store }: RestPorts): void {
  const list = '/Accounts/:AccountSid/Calls/:CallSid/Events.json'
  scope.get(list, operation('Calls', 'List the webhooks of a call', listed), async (request) => {
    const { CallSid: callSid } = request.params
    if ((await store.calls.find(accountOf(request).sid, callSid)) === undefined) throw notFound(request)
    const found = await store.callEvents.list(callSid, { kinds }, toPageRequest(request.query))
    return toPageBody(request, 'events', found, serialiseCallEvent)
  })
}

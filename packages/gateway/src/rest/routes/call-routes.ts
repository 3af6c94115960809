import type { CallStatus, RestCallStatus } from '@ringdown/protocol'
import { z } from 'zod'
import type { CallOutcome } from '../../call/api/call-order.js'
import type { CallRecord } from '../../call/call-record.js'
import type { CallFilter } from '../../store/call-store.js'
import { accountOf } from '../auth/caller.js'
import { callChangeBody, callOrderBody } from '../call/call-body.js'
import { readCallChange } from '../call/read-call-change.js'
import { readCallOrder } from '../call/read-call-order.js'
import { reportIgnored } from '../call/report-order.js'
import { notFound, RestError } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { choice } from '../parameter/choice.js'
import { dateFilter, toDateRange } from '../parameter/date-range.js'
import { sid } from '../parameter/sid.js'
import { text } from '../parameter/text.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { callResource, restCallStatuses, serialiseCall } from '../serialise/serialise-call.js'
import { gone, operation } from './operation.js'
import { accountPath, resourcePath } from './resource-path.js'

const list = '/Accounts/:AccountSid/Calls.json'
const instance = '/Accounts/:AccountSid/Calls/:Sid.json'
const tag = 'Calls'

/** The longest party of a call that can be searched for, in characters. */
const maxPartyLength = 300

const querystring = z.object({
  To: text(maxPartyLength).exactOptional(),
  From: text(maxPartyLength).exactOptional(),
  ParentCallSid: sid('CA').exactOptional(),
  Status: choice(restCallStatuses).exactOptional(),
  ...dateFilter('StartTime'),
  ...dateFilter('EndTime'),
  ...pageQuery,
})

/** Calls: list, create, fetch, update, delete (Twilio, "Call resource"). */
export function addCallRoutes(scope: RestScope, ports: RestPorts): void {
  addListRoutes(scope, ports)
  addInstanceRoutes(scope, ports)
}

function addListRoutes(scope: RestScope, ports: RestPorts): void {
  const { store, calls, isDraining } = ports
  const listed = { params: accountPath, querystring, answers: { 200: pageOf('calls', callResource) } }
  scope.get(list, operation(tag, 'List calls', listed), async (request) => {
    const found = await store.calls.list(accountOf(request).sid, toFilter(request.query), toPageRequest(request.query))
    return toPageBody(request, 'calls', found, serialiseCall)
  })
  const made = { params: accountPath, body: callOrderBody, answers: { 201: callResource } }
  scope.post(list, operation(tag, 'Make a call', made), async (request, reply) => {
    if (isDraining()) throw new RestError(20503, 'The gateway is stopping and takes no new calls.')
    const order = await readCallOrder(store, accountOf(request), request.body)
    const call = callOf(await calls.create(order))
    reportIgnored(ports, call, request.body)
    reply.code(201)
    return serialiseCall(call)
  })
}

function addInstanceRoutes(scope: RestScope, ports: RestPorts): void {
  const { store, calls } = ports
  const params = resourcePath('CA')
  const answers = { 200: callResource }
  scope.get(instance, operation(tag, 'Fetch a call', { params, answers }), async (request) => {
    const call = await store.calls.find(accountOf(request).sid, request.params.Sid)
    if (call === undefined) throw notFound(request)
    return serialiseCall(call)
  })
  const changed = operation(tag, 'Change a call that runs', { params, body: callChangeBody, answers })
  scope.post(instance, changed, async (request) => {
    const { sid: accountSid } = accountOf(request)
    const { Sid: callSid } = request.params
    if ((await store.calls.find(accountSid, callSid)) === undefined) throw notFound(request)
    const call = callOf(await calls.update({ accountSid, callSid }, readCallChange(request.body)))
    reportIgnored(ports, call, request.body)
    return serialiseCall(call)
  })
  scope.delete(instance, operation(tag, 'Delete a call', { params, answers: gone }), async (request, reply) => {
    const deletion = await store.calls.delete(accountOf(request).sid, request.params.Sid)
    if (deletion === 'unknown') throw notFound(request)
    if (deletion === 'still-running') throw new RestError(20009, 'The call still runs; end it first.')
    reply.code(204)
  })
}

function callOf(outcome: CallOutcome): CallRecord {
  if (!outcome.isOk) throw new RestError(outcome.code, outcome.text)
  return outcome.call
}

function toFilter(query: z.infer<typeof querystring>): CallFilter {
  return {
    to: query.To,
    from: query.From,
    parentCallSid: query.ParentCallSid,
    statuses: query.Status === undefined ? undefined : statusesShownAs(query.Status),
    startTime: toDateRange(query, 'StartTime'),
    endTime: toDateRange(query, 'EndTime'),
  }
}

// A call that is being dialled is queued to a client of the REST API.
function statusesShownAs(status: RestCallStatus): readonly CallStatus[] {
  return status === 'queued' ? ['queued', 'initiated'] : [status]
}

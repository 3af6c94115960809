import type { CallSid } from '@ringdown/protocol'
import { z } from 'zod'
import type { NotificationFilter } from '../../store/notification-store.js'
import { accountOf } from '../auth/caller.js'
import { notFound } from '../error/rest-error.js'
import { pageOf, toPageBody } from '../paging/page-body.js'
import { pageQuery, toPageRequest } from '../paging/page-query.js'
import { choice } from '../parameter/choice.js'
import { dateFilter, toDateRange } from '../parameter/date-range.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import {
  notificationInstance,
  notificationResource,
  serialiseNotification,
  serialiseWholeNotification,
} from '../serialise/serialise-notification.js'
import { operation } from './operation.js'
import { accountPath, callPath, callResourcePath, resourcePath } from './resource-path.js'

const tag = 'Notifications'

const querystring = z.object({
  Log: choice(['0', '1']).exactOptional(),
  ...dateFilter('MessageDate'),
  ...pageQuery,
})
const listed = { querystring, answers: { 200: pageOf('notifications', notificationResource) } }
const levels = { 0: 'error', 1: 'warning' } as const

const fetched = { 200: notificationInstance }

/** Notifications of an account, and of one call: list, fetch (Twilio, "Notification resource"). */
export function addNotificationRoutes(scope: RestScope, ports: RestPorts): void {
  addAccountRoutes(scope, ports)
  addCallRoutes(scope, ports)
}

function addAccountRoutes(scope: RestScope, { store }: RestPorts): void {
  const path = '/Accounts/:AccountSid/Notifications'
  const list = operation(tag, 'List notifications', { params: accountPath, ...listed })
  scope.get(`${path}.json`, list, async (request) => {
    const { sid } = accountOf(request)
    const found = await store.notifications.list(sid, toFilter(request.query), toPageRequest(request.query))
    return toPageBody(request, 'notifications', found, serialiseNotification)
  })
  const fetch = operation(tag, 'Fetch a notification', { params: resourcePath('NO'), answers: fetched })
  scope.get(`${path}/:Sid.json`, fetch, async (request) => {
    const notification = await store.notifications.find(accountOf(request).sid, request.params.Sid)
    if (notification === undefined) throw notFound(request)
    return serialiseWholeNotification(notification)
  })
}

function addCallRoutes(scope: RestScope, { store }: RestPorts): void {
  const path = '/Accounts/:AccountSid/Calls/:CallSid/Notifications'
  const list = operation(tag, 'List the notifications of a call', { params: callPath, ...listed })
  scope.get(`${path}.json`, list, async (request) => {
    const { sid } = accountOf(request)
    const { CallSid: callSid } = request.params
    if ((await store.calls.find(sid, callSid)) === undefined) throw notFound(request)
    const filter = toFilter(request.query, callSid)
    const found = await store.notifications.list(sid, filter, toPageRequest(request.query))
    return toPageBody(request, 'notifications', found, serialiseNotification)
  })
  const params = callResourcePath('NO')
  const fetch = operation(tag, 'Fetch a notification of a call', { params, answers: fetched })
  scope.get(`${path}/:Sid.json`, fetch, async (request) => {
    const notification = await store.notifications.find(accountOf(request).sid, request.params.Sid)
    if (notification?.callSid !== request.params.CallSid) throw notFound(request)
    return serialiseWholeNotification(notification)
  })
}

function toFilter(query: z.infer<typeof querystring>, callSid?: CallSid): NotificationFilter {
  return {
    callSid,
    level: query.Log === undefined ? undefined : levels[query.Log],
    at: toDateRange(query, 'MessageDate'),
  }
}

import { type CallSid, protocolLimits } from '@ringdown/protocol'
import { z } from 'zod'
import type { UserDefinedMessageSubscription } from '../../call/user-defined-message-subscription.js'
import type { Store } from '../../store/store.js'
import { accountOf } from '../auth/caller.js'
import { notFound, RestError } from '../error/rest-error.js'
import { webhookMethod } from '../parameter/choice.js'
import { idempotencyKey } from '../parameter/idempotency-key.js'
import { text } from '../parameter/text.js'
import { webhookUrl } from '../parameter/webhook-url.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import {
  messageSubscriptionResource,
  serialiseMessageSubscription,
  serialiseUserDefinedMessage,
  userDefinedMessageResource,
} from '../serialise/serialise-user-defined-message.js'
import { gone, operation } from './operation.js'
import { callPath, callResourcePath } from './resource-path.js'

const calls = '/Accounts/:AccountSid/Calls/:CallSid'
const tag = 'User-defined messages'

const messageBody = z.object({
  Content: text(protocolLimits.maxContentBytes, { missing: 20422 }),
  IdempotencyKey: idempotencyKey().exactOptional(),
})
const subscriptionBody = z.object({
  Callback: webhookUrl(),
  Method: webhookMethod().exactOptional(),
  IdempotencyKey: idempotencyKey().exactOptional(),
})

/**
 * Messages between an application and the device of a call: send one, subscribe to those of the device, unsubscribe
 * (Twilio, "UserDefinedMessages resource", "UserDefinedMessageSubscriptions resource").
 */
export function addUserDefinedMessageRoutes(scope: RestScope, ports: RestPorts): void {
  addMessageRoutes(scope, ports)
  addSubscriptionRoutes(scope, ports)
}

function addMessageRoutes(scope: RestScope, { store, calls: service, clock }: RestPorts): void {
  const sent = { params: callPath, body: messageBody, answers: { 201: userDefinedMessageResource } }
  const send = operation(tag, 'Send a message to the device of a call', sent)
  scope.post(`${calls}/UserDefinedMessages.json`, send, async (request, reply) => {
    const { sid: accountSid } = accountOf(request)
    const { CallSid: callSid } = request.params
    if ((await store.calls.find(accountSid, callSid)) === undefined) throw notFound(request)
    const draft = { content: readContent(request.body.Content), contentType: 'application/json' }
    const outcome = service.sendMessage({ accountSid, callSid }, draft)
    if (!outcome.isOk) throw new RestError(outcome.code, outcome.text)
    reply.code(201)
    return serialiseUserDefinedMessage({ sid: outcome.sid, accountSid, callSid, createdAt: clock.now() })
  })
}

function addSubscriptionRoutes(scope: RestScope, ports: RestPorts): void {
  const { store, calls: service, clock, ids } = ports
  const path = `${calls}/UserDefinedMessageSubscriptions`
  const made = { params: callPath, body: subscriptionBody, answers: { 201: messageSubscriptionResource } }
  const subscribe = operation(tag, 'Subscribe to the messages of a call’s device', made)
  scope.post(`${path}.json`, subscribe, async (request, reply) => {
    const { sid: accountSid } = accountOf(request)
    const { CallSid: callSid } = request.params
    if ((await store.calls.find(accountSid, callSid)) === undefined) throw notFound(request)
    if (!service.isRunning({ accountSid, callSid })) throw new RestError(21220, 'The call has ended.')
    const { Callback: callback, Method: method = 'POST', IdempotencyKey: idempotencyKey = null } = request.body
    if (callback === null) throw new RestError(21205, 'Callback is required.')
    reply.code(201)
    // The gateway may have been restarted since it was made.
    const known = idempotencyKey === null ? undefined : await findByKey(store, callSid, idempotencyKey)
    if (known !== undefined) return serialiseMessageSubscription(known)
    const subscription = { sid: ids.sid('ZY'), accountSid, callSid, callback, method, idempotencyKey }
    const kept = { ...subscription, createdAt: clock.now() }
    await store.userDefinedMessageSubscriptions.insert(kept)
    return serialiseMessageSubscription(kept)
  })
  const removed = operation(tag, 'Unsubscribe', { params: callResourcePath('ZY'), answers: gone })
  scope.delete(`${path}/:Sid.json`, removed, async (request, reply) => {
    const { CallSid: callSid, Sid } = request.params
    const call = await store.calls.find(accountOf(request).sid, callSid)
    if (call === undefined || !(await store.userDefinedMessageSubscriptions.delete(callSid, Sid)))
      throw notFound(request)
    reply.code(204)
  })
}

async function findByKey(
  { userDefinedMessageSubscriptions }: Pick<Store, 'userDefinedMessageSubscriptions'>,
  callSid: CallSid,
  key: string,
): Promise<UserDefinedMessageSubscription | undefined> {
  const subscriptions = await userDefinedMessageSubscriptions.list(callSid)
  return subscriptions.find(({ idempotencyKey }) => idempotencyKey === key)
}

/** The official SDK takes what is JSON for what it means, and anything else for a text. */
function readContent(content: string): unknown {
  try {
    return (JSON.parse(content) as unknown) ?? content
  } catch {
    return content
  }
}

import { z } from 'zod'
import { callEventKinds } from '../../call/call-event-record.js'
import type { FeedEvent } from '../../feed/feed-event.js'
import { accountOf } from '../auth/caller.js'
import { mayStillAsk } from '../auth/may-still-ask.js'
import { eventStream, replyWithFeed } from '../feed/feed-reply.js'
import { choice } from '../parameter/choice.js'
import { listOf } from '../parameter/list-of.js'
import { sid } from '../parameter/sid.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { operation } from './operation.js'
import { accountPath } from './resource-path.js'

const querystring = z.object({
  Kind: listOf(choice([...callEventKinds, 'presence'])).exactOptional(),
  CallSid: listOf(sid('CA')).exactOptional(),
})

type Wanted = z.infer<typeof querystring>

/** The live feed of an account: what happens in its calls, and who comes and goes. */
export function addEventRoutes(scope: RestScope, { store, feeds }: RestPorts): void {
  const described = operation('Events (Ringdown)', 'Follow what happens in an account', {
    params: accountPath,
    querystring,
    answers: { 200: eventStream },
  })
  // A HEAD would have no end.
  scope.get('/Accounts/:AccountSid/Events', { ...described, exposeHeadRoute: false }, (request, reply) => {
    const { query } = request
    replyWithFeed(feeds, request, reply, {
      accountSid: accountOf(request).sid,
      reader: 'server',
      wants: (event) => fits(event, query),
      wantsRoster: query.CallSid === undefined && (query.Kind?.includes('presence') ?? true),
      mayGoOn: () => mayStillAsk(request, store),
    })
  })
}

function fits(event: FeedEvent, { Kind: kinds, CallSid: callSids }: Wanted): boolean {
  const kind = event.type === 'call' ? event.kind : 'presence'
  if (kinds?.includes(kind) === false) return false
  return callSids === undefined || (event.type === 'call' && callSids.includes(event.callSid))
}

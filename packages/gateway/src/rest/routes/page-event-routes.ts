import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DeviceGrant } from '../../account/device-grant.js'
import { passesFilters } from '../../feed/passes-filters.js'
import { RestError } from '../error/rest-error.js'
import { eventStream, replyWithFeed } from '../feed/feed-reply.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { operation } from './operation.js'

const path = '/Events'

/**
 * The presence of an account for pages whose device token has the stream scope. The token comes in a header, which
 * `fetch` can send and `EventSource` cannot: in a URL it would end up in logs and histories.
 */
export function addPageEventRoutes(scope: RestScope, { authorise, feeds }: RestPorts): void {
  // Also for errors: a page could not read them otherwise.
  scope.addHook('onRequest', (_request, reply, done) => {
    allowAnyOrigin(reply)
    done()
  })
  scope.options(path, { schema: { hide: true } }, (_request, reply) => reply.code(204).send())
  const { schema } = operation('Events (Ringdown)', 'Follow the presence of clients, as a page', {
    answers: { 200: eventStream },
  })
  const options = { schema: { ...schema, security: [{ token: [] }] }, exposeHeadRoute: false }
  scope.get(path, options, async (request, reply) => {
    const token = bearerTokenOf(request)
    const { accountSid, eventStreams, expiresAt } = await readGrant(token)
    replyWithFeed(feeds, request, reply, {
      ...{ accountSid, reader: 'page', endsAt: expiresAt * 1000, wantsRoster: true },
      wants: (event) => passesFilters(eventStreams, event),
      mayGoOn: async () => (await authorise(token)).isOk,
    })
  })

  async function readGrant(token: string): Promise<DeviceGrant> {
    const authorisation = await authorise(token)
    if (!authorisation.isOk) throw unauthenticated(authorisation.message)
    if (authorisation.grant.eventStreams.length > 0) return authorisation.grant
    throw new RestError(20006, 'The token has no stream scope; issue it with EventStreamScope.')
  }
}

function bearerTokenOf({ headers }: FastifyRequest): string {
  const [, token] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined) throw unauthenticated('Send a device token as Authorization: Bearer.')
  return token
}

function unauthenticated(message: string): RestError {
  return new RestError(20003, undefined, { message, headers: { 'WWW-Authenticate': 'Bearer realm="Ringdown API"' } })
}

function allowAnyOrigin(reply: FastifyReply): void {
  reply
    .header('Access-Control-Allow-Origin', '*')
    .header('Access-Control-Allow-Methods', 'GET, OPTIONS')
    .header('Access-Control-Allow-Headers', 'Authorization, Last-Event-ID, Cache-Control')
    .header('Access-Control-Max-Age', '86400')
}

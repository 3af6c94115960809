import type { FastifyReply } from 'fastify'
import type { Ids } from '../ids.js'
import type { RestScope } from './rest-scope.js'

/** The header that names a request to the client and in the log, as the official API has it. */
const header = 'Twilio-Request-Id'

/** Give every request of a scope an id: `RQ` and 32 hexadecimal digits. */
export function addRequestIds(scope: RestScope, { uuid }: Pick<Ids, 'uuid'>): void {
  scope.addHook('onRequest', (_request, reply, done) => {
    reply.header(header, `RQ${uuid().replaceAll('-', '')}`)
    done()
  })
}

/** The id of the request that is being answered. */
export function requestIdOf(reply: FastifyReply): string {
  return String(reply.getHeader(header) ?? '')
}

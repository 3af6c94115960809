import type { FastifyReply } from 'fastify'
import { StoreError } from '../../store/store-error.js'
import { requestIdOf } from '../request-id.js'
import type { RestPorts } from '../rest-ports.js'
import type { RestScope } from '../rest-scope.js'
import { toErrorBody } from './error-body.js'
import { RestError } from './rest-error.js'
import { toRestError } from './to-rest-error.js'

/** Failures of the store that pass. */
const passing: readonly string[] = ['busy', 'full', 'unavailable']

/** Answer every error under a scope with the official JSON; what is no fault of the client is told to the gateway. */
export function addErrorReplies(scope: RestScope, { onFault }: Pick<RestPorts, 'onFault'>): void {
  scope.setErrorHandler((error, request, reply) => {
    const known = toRestError(error, request)
    if (known !== undefined) return replyWith(reply, known)
    const requestId = requestIdOf(reply)
    onFault(requestId, error)
    const code = error instanceof StoreError && passing.includes(error.code) ? 20503 : 20500
    return replyWith(reply, new RestError(code, `The gateway's log says more, under ${requestId}.`))
  })
}

function replyWith(reply: FastifyReply, error: RestError): FastifyReply {
  return reply.code(error.status).headers(error.headers).type('application/json').send(toErrorBody(error))
}

import { ClientCapability, TokenArgumentError } from '@ringdown/token'
import type { Environment } from './environment.js'

/** What a token server answers, whatever it is built on. */
export interface TokenAnswer {
  readonly status: 200 | 400
  readonly headers: Readonly<Record<'content-type' | 'cache-control', string>>
  readonly body: string
}

const { IncomingClientScope, OutgoingClientScope } = ClientCapability

/**
 * Answer `GET /token?identity=…` with a token for ten minutes: calls come in under that name, and go out under it.
 *
 * Whoever may ask is not settled here. In your application, take the identity from the session instead of the query.
 *
 * @param identity - the query parameter as the framework gives it
 */
export function answerWithToken(
  { accountSid, authToken, applicationSid }: Environment,
  identity: unknown,
): TokenAnswer {
  try {
    const incoming = new IncomingClientScope(identity as string)
    const outgoing = new OutgoingClientScope({ applicationSid, clientName: incoming.clientName })
    const capability = new ClientCapability({ accountSid, authToken, ttl: 600 })
    return createAnswer(200, 'application/jwt', capability.addScope(incoming).addScope(outgoing).toJwt())
  } catch (error) {
    if (!(error instanceof TokenArgumentError) || error.argument !== 'clientName') throw error
    return createAnswer(400, 'text/plain; charset=utf-8', `Ask for /token?identity=<client name>. ${error.message}\n`)
  }
}

function createAnswer(status: 200 | 400, contentType: string, body: string): TokenAnswer {
  // A token is for one device and a short while: no proxy may keep it.
  return { status, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body }
}

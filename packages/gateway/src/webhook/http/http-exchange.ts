import type { Client } from 'undici'
import type { Exchange, ExchangeOutcome, ExchangeReply, ExchangeRequest } from '../exchange.js'
import { redactUrl, requestPath } from '../target.js'
import { webhookLimits } from '../webhook-limits.js'
import { connect, type ConnectPorts } from './connect.js'
import { ConnectionShelf } from './connection-shelf.js'
import { readBounded } from './read-bounded.js'
import { isConnectionLoss, readTimeoutFailure, replyFailure } from './reply-failure.js'
import { createStallTimer, type StallTimer } from './stall-timer.js'

/** An exchange on one connection; `isStale`: it ended before the header of the answer. */
type Conversation = ExchangeOutcome & { readonly isStale: boolean }

/** Make the exchange over real sockets. */
export function createHttpExchange(ports: ConnectPorts): Exchange {
  const shelf = new ConnectionShelf()

  async function converse(origin: string, client: Client, request: ExchangeRequest): Promise<Conversation> {
    const stall = createStallTimer(ports.clock, request.readTimeoutMs, request.signal)
    try {
      const reply = await ask(client, request, stall)
      if (reply.isTruncated) shelf.drop(client)
      else shelf.put(origin, client)
      return { isOk: true, reply, isStale: false }
    } catch (error) {
      shelf.drop(client)
      const asked = `${request.method} ${redactUrl(request.url)}`
      if (stall.hasExpired()) {
        return { isOk: false, failure: readTimeoutFailure(asked, request.readTimeoutMs), isStale: false }
      }
      return {
        isOk: false,
        failure: replyFailure(asked, error),
        isStale: !stall.hasRestarted() && isConnectionLoss(error),
      }
    } finally {
      stall.stop()
    }
  }

  async function sendAnew(origin: string, request: ExchangeRequest): Promise<ExchangeOutcome> {
    const { connectTimeoutMs: timeoutMs, signal } = request
    const connected = await connect(ports, { origin, timeoutMs, signal })
    return connected.isOk ? converse(origin, shelf.adopt(origin, connected.socket), request) : connected
  }

  return {
    async send(request) {
      const { origin } = new URL(request.url)
      const kept = shelf.take(origin)
      if (kept === undefined) return sendAnew(origin, request)
      const outcome = await converse(origin, kept, request)
      // A server may close an idle connection while a request is on its way to it (RFC 9112 §9.3.1). The idempotency
      // token covers the case that it did take the request.
      return outcome.isStale && !request.signal.aborted ? sendAnew(origin, request) : outcome
    },
    close: () => shelf.close(),
  }
}

async function ask(client: Client, request: ExchangeRequest, stall: StallTimer): Promise<ExchangeReply> {
  const { url, method, body } = request
  const response = await client.request({
    path: requestPath(url),
    method,
    headers: { ...request.headers },
    signal: stall.signal,
    ...(body !== undefined && { body }),
  })
  stall.restart()
  const { bytes, isTruncated } = await readBounded(response.body, webhookLimits.maxBodyBytes, stall.restart)
  return { status: response.statusCode, headers: response.headers, body: bytes, isTruncated }
}

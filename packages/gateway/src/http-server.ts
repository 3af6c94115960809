import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { toErrorBody } from './rest/error/error-body.js'
import { notFound } from './rest/error/rest-error.js'
import type { Certificate } from './tls/certificate.js'
import type { TrustedProxies } from './trusted-proxies.js'

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
}

/** A server that listens. */
export interface ListeningServer {
  readonly port: number
  close(): Promise<void>
}

/** What an HTTP application may be made with. */
interface HttpAppOptions {
  /** Told of what a request met that was no fault of its sender. */
  readonly onFault?: (error: unknown) => void
  /** Whom requests come from; left out, whoever connected. */
  readonly proxies?: Pick<TrustedProxies, 'isTrusted'>
}

/** Make the HTTP application: bounded bodies, JSON errors, and no log of requests, since that would print queries. */
export function createHttpApp({ onFault, proxies }: HttpAppOptions = {}): FastifyInstance {
  const app = fastify({
    trustProxy: proxies ? (address) => proxies.isTrusted(address) : false,
    bodyLimit: 1_048_576,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 256 },
    // A path that cannot be decoded, or has a part that is longer than any name: no route is found for it.
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      void reply.code(404).send(toErrorBody(notFound(request)))
    },
  })
  app.setNotFoundHandler((request, reply) => reply.code(404).send(toErrorBody(notFound(request))))
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) onFault?.(error)
    const message = status >= 500 ? 'The gateway failed; its log says more.' : 'The request cannot be read.'
    return reply.code(status).send(toErrorBody({ code: status >= 500 ? 20500 : 20422, message, status }))
  })
  return app
}

/** Serve an application over TLS as well. */
export function createTlsServer(app: FastifyInstance, { cert, key }: Certificate): HttpsServer {
  return createHttpsServer({ cert, key }, (request, response) => {
    app.routing(request, response)
  })
}

/** Listen; a port that is taken, or may not be, rejects with what the operating system said. */
export function listen(
  server: HttpsServer | FastifyInstance['server'],
  { host, port }: ListenAddress,
): Promise<ListeningServer> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done()
            })
            server.closeAllConnections()
          }),
      })
    })
  })
}

import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  createConnection,
  createServer as createTcpServer,
  type LookupFunction,
  type Server as TcpServer,
  type Socket,
} from 'node:net'
import { Worker } from 'node:worker_threads'
import { text } from 'node:stream/consumers'
import { generate } from 'selfsigned'
import type { HttpMethod } from '../../http-method.js'
import { createManualClock } from '../manual-clock.contract.js'
import { testIds } from '../test-ids.contract.js'
import type { GivenReply, ReceivedRequest, WebhookBench } from '../webhook.contract.js'
import { createHttpWebhookClient, type HttpWebhookOptions } from './http-webhook-client.js'

/** A server that a test has started. */
export interface TestServer {
  readonly port: number
  readonly close: () => Promise<void>
  /** Connections so far. */
  readonly connections: readonly Socket[]
}

/** Start an HTTP server on loopback. */
export async function startHttp(listener: RequestListener, host = '127.0.0.1'): Promise<TestServer> {
  return listen(createServer(listener), host)
}

/** Start an HTTPS server on loopback. */
export async function startHttps(
  options: { readonly key: string; readonly cert: string; readonly ALPNProtocols?: string[] },
  listener: RequestListener,
): Promise<TestServer> {
  return listen(createSecureServer(options, listener), '127.0.0.1')
}

/** Start a server on loopback that speaks whatever the test writes. */
export async function startTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined)
      onConnection(socket)
    }),
    '127.0.0.1',
  )
}

async function listen(server: Server | TcpServer, host: string): Promise<TestServer> {
  const connections: Socket[] = []
  server.on('connection', (socket: Socket) => {
    connections.push(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    async close() {
      for (const socket of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/**
 * Start a server on loopback that listens but takes no more connections: a thread that blocks after listening, with its
 * queue of waiting connections full.
 */
export async function startDeaf(): Promise<TestServer> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
    })`
  const worker = new Worker(code, { eval: true })
  const [port] = (await once(worker, 'message')) as [number]
  const connections = Array.from({ length: 8 }, () => createConnection(port, '127.0.0.1').on('error', () => undefined))
  await once(connections[0] as Socket, 'connect')
  return {
    port,
    connections,
    async close() {
      for (const socket of connections) socket.destroy()
      await worker.terminate()
    },
  }
}

/** A port on loopback where nothing listens. */
export async function findDeadPort(): Promise<number> {
  const server = await startTcp(() => undefined)
  await server.close()
  return server.port
}

/** A certificate that nobody else vouches for. */
export async function makeCertificate(
  names: readonly string[],
  validity: { readonly notBeforeDate?: Date; readonly notAfterDate?: Date } = {},
): Promise<{ readonly key: string; readonly cert: string }> {
  const altNames = names.map((name) =>
    /^[\d.]+$/.test(name) ? ({ type: 7, ip: name } as const) : ({ type: 2, value: name } as const),
  )
  const pems = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
    ...validity,
  })
  return { key: pems.private, cert: pems.cert }
}

/** Resolve every name to loopback. */
export const lookupLoopback: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}

type Application = (request: ReceivedRequest) => GivenReply | Promise<GivenReply>

/** The real client and a real server, for the contract. */
export async function openHttpBench(options: Partial<HttpWebhookOptions> = {}): Promise<WebhookBench> {
  const applications = new Map<string, Application>()
  const server = await startHttp((request, response) => {
    void answer(applications, request, response)
  })
  const clock = createManualClock()
  const client = createHttpWebhookClient(
    { clock, ids: testIds, lookup: lookupLoopback },
    { version: '1.2.3', ...options },
  )
  return {
    client,
    clock,
    origin: `http://app.test:${server.port}`,
    otherOrigin: `http://other.test:${server.port}`,
    deadOrigin: `http://127.0.0.1:${await findDeadPort()}`,
    serve(path, application) {
      applications.set(path, application)
    },
    close: () => server.close(),
  }
}

async function answer(
  applications: ReadonlyMap<string, Application>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const received = await toReceivedRequest(request)
  const application: Application = applications.get(new URL(received.url).pathname) ?? (() => ({ status: 404 }))
  const { status = 200, headers = {}, body = '' } = await application(received)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.writeHead(status).end(body)
}

/** Read a request as an application would. */
export async function toReceivedRequest(request: IncomingMessage, scheme = 'http'): Promise<ReceivedRequest> {
  const url = `${scheme}://${request.headers.host ?? ''}${request.url ?? ''}`
  const form = request.method === 'GET' ? new URL(url).search : await text(request)
  return {
    url,
    method: request.method as HttpMethod,
    params: Object.fromEntries(new URLSearchParams(form)),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    ),
  }
}

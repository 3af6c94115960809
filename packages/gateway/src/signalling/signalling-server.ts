import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { protocolLimits } from '@ringdown/protocol'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { Connection } from './connection.js'
import type { ConnectionContext } from './connection-context.js'
import { createRateLimiter } from './rate-limiter.js'

/** The path of the signalling WebSocket. */
export const signallingPath = '/signal'

/** Takes devices' WebSockets. */
export interface SignallingServer {
  /** Take upgrades of an HTTP or HTTPS server. */
  attach(server: HttpServer | HttpsServer): void
  /** Close every connection whose device is not in a call; the SDKs then look for another node, or this one again. */
  releaseIdle(): void
  /** Close every connection. */
  close(): Promise<void>
}

/** Make the signalling server. */
export function createSignallingServer(context: ConnectionContext): SignallingServer {
  const { clock, limits } = context
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: protocolLimits.maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  })
  const perMinute = limits.connectionsPerAddressPerMinute
  const addressRate = createRateLimiter({ perSecond: perMinute / 60, burst: perMinute }, () => clock.now())
  const connections = new Map<Connection, WebSocket>()

  function accept(socket: WebSocket): void {
    const connection = new Connection(context, {
      send: (text) => {
        socket.send(text)
      },
      close: (code, reason) => {
        socket.close(code, reason)
      },
      terminate: () => {
        socket.terminate()
      },
      get bufferedAmount() {
        return socket.bufferedAmount
      },
    })
    connections.set(connection, socket)
    socket.on('message', (data, isBinary) => {
      if (isBinary) socket.close(1003, 'text only')
      else connection.receive(textOf(data))
    })
    socket.on('close', () => {
      connections.delete(connection)
      connection.closed()
    })
    // A broken frame or connection; `close` follows and does what is to be done.
    socket.on('error', () => undefined)
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?', 1)[0]
    if (path !== signallingPath) refuseUpgrade(socket, '404 Not Found')
    else if (context.isDraining()) refuseUpgrade(socket, '503 Service Unavailable')
    else if (!addressRate.allow(request.socket.remoteAddress ?? '')) refuseUpgrade(socket, '429 Too Many Requests')
    else sockets.handleUpgrade(request, socket, head, accept)
  }

  return {
    attach(server) {
      server.on('upgrade', onUpgrade)
    },
    releaseIdle() {
      for (const [connection, socket] of connections) {
        if (!context.calls.isInCall(connection.id)) socket.close(1012, 'service restart')
      }
    },
    async close() {
      const closed = [...connections.values()].map(
        (socket) =>
          new Promise<void>((resolve) =>
            socket.once('close', () => {
              resolve()
            }),
          ),
      )
      for (const socket of connections.values()) socket.close(1001, 'going away')
      const stop = clock.after(1_000, () => {
        for (const socket of connections.values()) socket.terminate()
      })
      await Promise.all(closed)
      stop()
    },
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}

import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type AccountSid, protocolLimits } from '@ringdown/protocol'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { rateKeyOf } from '../rate-key.js'
import { createRateLimiter } from '../rate-limiter.js'
import { Connection, type MessageHandler } from './connection.js'
import type { ConnectionContext } from './connection-context.js'
import { DeviceWebSocket } from './device-web-socket.js'
import { handleMessage } from './handlers.js'

/** The path of the signalling WebSocket. */
const signallingPath = '/signal'

/** Takes devices' WebSockets. */
export interface SignallingServer {
  /** Take upgrades of an HTTP or HTTPS server. */
  attach(server: HttpServer | HttpsServer): void
  /**
   * Close every connection whose device is not in a call; the SDKs then look for another node, or this one again. While
   * the node drains, those that become idle later follow by themselves.
   */
  releaseIdle(): void
  /** Tell a device that its connection is ended on request, and end it. False if it is not connected. */
  disconnect(deviceId: string): boolean
  /** Turn away the devices of an account whose tokens no longer hold, as those of one that was suspended. */
  expelInvalid(accountSid: AccountSid): Promise<void>
  /** Turn away every device whose token no longer holds. */
  expelAllInvalid(): Promise<void>
  /** Close every connection. */
  close(): Promise<void>
}

/** How long a device is given to answer a close, in milliseconds. */
const closeTimeoutMs = 1_000

/** How many devices' tokens are judged before anything else has its turn: at some 0.04 ms each, two milliseconds. */
const judgedAtOnce = 50

/** Make the signalling server. */
export function createSignallingServer(context: ConnectionContext): SignallingServer {
  const { clock } = context
  const connections = new Map<Connection, WebSocket>()
  const handle: MessageHandler = (connection, message) => handleMessage(context, connection, message)
  const takeUpgrade = createUpgradeHandler(context, ({ waitMs, ...taken }) => {
    const connection = new Connection(context, new DeviceWebSocket(taken), handle)
    addConnection(connection, connections, taken.socket)
    // A page can read an error of the protocol, but not the status of an HTTP response to an upgrade.
    if (waitMs === undefined) connection.postpone(31206)
    else connection.holdBack(waitMs)
  })
  return {
    attach(server) {
      server.on('upgrade', takeUpgrade)
    },
    releaseIdle() {
      for (const connection of connections.keys()) connection.releaseIfIdle()
    },
    disconnect(deviceId) {
      const connection = [...connections.keys()].find(({ id, device }) => id === deviceId && device !== undefined)
      connection?.refuse(31005, 'The account disconnected this device. Register it again to come back.')
      return connection !== undefined
    },
    async expelInvalid(accountSid) {
      await expelEach([...connections.keys()].filter(({ device }) => device?.grant.accountSid === accountSid))
    },
    async expelAllInvalid() {
      await expelEach([...connections.keys()].filter(({ device }) => device !== undefined))
    },
    async close() {
      const sockets = [...connections.values()]
      const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) socket.close(1001, 'going away')
      const stop = clock.after(closeTimeoutMs, () => {
        for (const socket of sockets) socket.terminate()
      })
      await Promise.all(closed)
      stop()
    },
  }
}

async function expelEach(devices: readonly Connection[]): Promise<void> {
  for (let start = 0; start < devices.length; start += judgedAtOnce) {
    const some = devices.slice(start, start + judgedAtOnce)
    await Promise.all(some.map((connection) => connection.expelUnlessValid()))
    // Promises alone would not let sound through.
    await nextTurn()
  }
}

type UpgradeHandler = (request: IncomingMessage, stream: Duplex, head: Buffer) => void

function createUpgradeHandler(
  { clock, limits, calls, isDraining, clientAddressOf }: ConnectionContext,
  accept: (taken: TakenSocket) => void,
): UpgradeHandler {
  const options = { maxPayload: protocolLimits.maxFrameBytes, perMessageDeflate: false, clientTracking: false }
  const sockets = new WebSocketServer({ noServer: true, ...options })
  const perMinute = limits.connectionsPerAddressPerMinute
  const rate = createRateLimiter({ perSecond: perMinute / 60, burst: perMinute }, () => clock.now())
  return (request, stream, head) => {
    const path = request.url?.split('?', 1)[0]
    if (path !== signallingPath) refuseUpgrade(stream, '404 Not Found')
    // Who comes back to a running call can show so only by its token.
    else if (isDraining() && calls.runningCalls === 0) refuseUpgrade(stream, '503 Service Unavailable')
    else {
      const address = clientAddressOf(request)
      const waitMs = rate.reserve(rateKeyOf(address), limits.longestWaitMs)
      sockets.handleUpgrade(request, stream, head, (socket) => {
        accept({ socket, stream, address, host: request.headers.host, waitMs })
      })
    }
  }
}

/** A WebSocket that was taken, and where it comes from. */
interface TakenSocket {
  readonly socket: WebSocket
  readonly stream: Duplex
  readonly address: string | undefined
  /** The one that it dialled. */
  readonly host: string | undefined
  /** How long it has to wait for its turn among those of its address, in milliseconds; undefined: too long. */
  readonly waitMs: number | undefined
}

function addConnection(connection: Connection, connections: Map<Connection, WebSocket>, socket: WebSocket): void {
  connections.set(connection, socket)
  socket.on('message', (data, isBinary) => {
    if (isBinary) connection.close(1003, 'text only')
    else connection.receive(textOf(data))
  })
  socket.on('close', () => {
    connections.delete(connection)
    connection.closed()
  })
  socket.on('error', awaitClose)
}

/** A broken frame or connection; `close` follows and does what is to be done. */
function awaitClose(): void {
  // Without a listener the error would end the process.
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}

import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'

/** What is used of a connection. It emits `open`, `message` with a Buffer and whether it is binary, and `close`. */
export interface Socket extends EventEmitter {
  send(data: string | Buffer, options?: { readonly binary: boolean }): void
  close(): void
}

interface ServerOptions {
  readonly noServer: true
  readonly maxPayload: number
  readonly perMessageDeflate: false
  readonly clientTracking: false
}

interface Library {
  readonly WebSocket: new (url: string, options: { readonly perMessageDeflate: false }) => Socket
  readonly WebSocketServer: new (options: ServerOptions) => {
    handleUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer, accept: (socket: Socket) => void): void
  }
}

const gateway = new URL('../../packages/gateway/package.json', import.meta.url)

/**
 * The WebSocket library that the gateway itself is built on. Other packages of this repository bring older versions of
 * it, against which a comparison would say nothing.
 */
export const { WebSocket, WebSocketServer } = createRequire(gateway)('ws') as Library

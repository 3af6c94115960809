import type { Socket } from 'node:net'
import { Client } from 'undici'
import { webhookLimits } from '../webhook-limits.js'

/**
 * Keeps connections for the next request to their origin. Each is an undici Client of its own rather than a place in
 * undici's Agent, which does not tell a request which connection it gets: whether it is a used one that the server may
 * have closed, and how long this very URL allows to connect.
 */
export class ConnectionShelf {
  readonly #idle = new Map<string, readonly Client[]>()
  readonly #open = new Set<Client>()

  /** Take the connection used last, if one is idle. */
  take(origin: string): Client | undefined {
    const client = this.#idle.get(origin)?.at(-1)
    if (client !== undefined) this.#unshelve(origin, client)
    return client
  }

  /** Make a client of a new connection. */
  adopt(origin: string, socket: Socket): Client {
    const client = new Client(origin, {
      connect: handOver(socket),
      // Times are kept by the exchange's own clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: webhookLimits.keepAliveMs,
      maxHeaderSize: webhookLimits.maxHeaderBytes,
    })
    this.#open.add(client)
    client.once('disconnect', () => {
      this.#unshelve(origin, client)
      this.drop(client)
    })
    return client
  }

  /** Put back a connection that may be used again. */
  put(origin: string, client: Client): void {
    const clients = this.#idle.get(origin) ?? []
    if (!this.#open.has(client) || clients.length >= webhookLimits.maxIdleConnectionsPerOrigin) this.drop(client)
    else this.#idle.set(origin, [...clients, client])
  }

  /** Drop a connection that is not on the shelf. */
  drop(client: Client): void {
    this.#open.delete(client)
    void client.destroy()
  }

  /** Drop every connection, idle or not. */
  async close(): Promise<void> {
    const clients = [...this.#open]
    this.#idle.clear()
    this.#open.clear()
    await Promise.all(clients.map((client) => client.destroy()))
  }

  #unshelve(origin: string, client: Client): void {
    const left = this.#idle.get(origin)?.filter((each) => each !== client) ?? []
    if (left.length === 0) this.#idle.delete(origin)
    else this.#idle.set(origin, left)
  }
}

/** The server closed a kept connection before the request could be written to it. */
export class LostConnectionError extends Error {
  override readonly name: string = 'LostConnectionError'
}

type Connector = (options: unknown, callback: (...result: [null, Socket] | [Error, null]) => void) => void

/** Give undici the one connection that there is; a client that loses it does not make another. */
function handOver(socket: Socket): Connector {
  let isGiven = false
  return (_options, callback) => {
    const result: [null, Socket] | [Error, null] = isGiven ? [new LostConnectionError(), null] : [null, socket]
    isGiven = true
    // undici misses a connection that is there before its connect function returns.
    queueMicrotask(() => {
      callback(...result)
    })
  }
}

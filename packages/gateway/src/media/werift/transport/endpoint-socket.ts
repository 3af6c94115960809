import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { MediaError } from '../../media.js'
import type { PortPool } from './port-pool.js'

/** One way to a device: the socket of ours that it reached, and the address that it came from. */
export interface NetworkPath {
  readonly socket: Socket
  readonly address: string
  readonly port: number
}

/** Handles one datagram of a device. */
export type DatagramListener = (datagram: Buffer, path: NetworkPath) => void

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Remote addresses are always numeric: answering at once spares each packet a trip through the resolver's queue. */
function numericLookup(
  hostname: string,
  _options: unknown,
  callback: (error: null, address: string, family: number) => void,
): void {
  callback(null, hostname, isIPv6(hostname) ? 6 : 4)
}

function bind(address: string, port: number, onDatagram: DatagramListener): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup: numericLookup })
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      socket.close()
      reject(error)
    }
    socket.once('error', refuse)
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', refuse)
      // A packet that cannot be sent is a lost packet; connectivity is judged by what the device sends.
      socket.on('error', () => undefined)
      socket.on('message', (datagram, from) => onDatagram(datagram, { socket, address: from.address, port: from.port }))
      resolve(socket)
    })
  })
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(resolve))
}

/** The sockets of one endpoint: the same port on each address. */
export class EndpointSocket {
  readonly #pool: PortPool
  readonly #sockets: readonly Socket[]
  /** The port that all of them are bound to. */
  readonly port: number
  #isClosed = false

  private constructor(pool: PortPool, port: number, sockets: readonly Socket[]) {
    this.#pool = pool
    this.port = port
    this.#sockets = sockets
  }

  /**
   * Bind to a free port of the pool.
   *
   * @throws MediaError with code `no-port` if every port is in use, or an address is not one of this machine
   */
  static async open(
    addresses: readonly string[],
    pool: PortPool,
    onDatagram: DatagramListener,
  ): Promise<EndpointSocket> {
    // Kept until a port is found, so that each is tried once.
    const unusable: number[] = []
    try {
      for (let port = pool.take(); port !== undefined; port = pool.take()) {
        unusable.push(port)
        const sockets = await EndpointSocket.#bindAll(addresses, port, onDatagram)
        if (sockets) return new EndpointSocket(pool, unusable.pop() ?? port, sockets)
      }
    } finally {
      for (const port of unusable) pool.release(port)
    }
    throw new MediaError('no-port', `Every UDP port of the media range (${pool.size}) is in use; widen the range.`)
  }

  /** `undefined` if another process holds the port on one of the addresses. */
  static async #bindAll(
    addresses: readonly string[],
    port: number,
    onDatagram: DatagramListener,
  ): Promise<readonly Socket[] | undefined> {
    const attempts = await Promise.allSettled(addresses.map((address) => bind(address, port, onDatagram)))
    const sockets = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
    const failure = attempts.find((attempt) => attempt.status === 'rejected')
    if (!failure) return sockets
    await Promise.all(sockets.map(closeSocket))
    if (hasCode(failure.reason, 'EADDRINUSE')) return undefined
    throw new MediaError(
      'no-port',
      `UDP port ${port} could not be bound on ${addresses.join(', ')}; check that the media listen addresses are this machine's.`,
      { cause: failure.reason },
    )
  }

  /** Send to where a device is; silently nothing once closed. */
  send(datagram: Buffer, { socket, address, port }: NetworkPath): void {
    if (!this.#isClosed) socket.send(datagram, port, address)
  }

  /** Close every socket and give the port back. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await Promise.all(this.#sockets.map(closeSocket))
    this.#pool.release(this.port)
  }
}

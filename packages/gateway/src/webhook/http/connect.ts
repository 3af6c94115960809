import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Clock } from '../../clock.js'
import type { ExchangeFailure } from '../exchange.js'
import type { AddressGuard } from './address-guard.js'
import {
  connectionFailure,
  type ConnectionStage,
  connectTimeoutFailure,
  refusedAddressFailure,
} from './connection-failure.js'
import { createGuardedLookup } from './guarded-lookup.js'

/** What connections need from outside. */
export interface ConnectPorts {
  readonly clock: Clock
  readonly guard: AddressGuard
  readonly lookup: LookupFunction
  /** Certificates of authorities in PEM to trust; undefined: those of Node.js. */
  readonly authorities: string[] | undefined
}

/** Where to connect, and how long to try. */
export interface ConnectRequest {
  /** Scheme, host and port of a URL. */
  readonly origin: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A connection ready for HTTP, or why there is none. */
export type ConnectOutcome =
  { readonly isOk: true; readonly socket: Socket } | { readonly isOk: false; readonly failure: ExchangeFailure }

/** Connect to an origin: look the name up, check its addresses, TCP, and TLS for https; all within one time. */
export function connect(ports: ConnectPorts, { origin, timeoutMs, signal }: ConnectRequest): Promise<ConnectOutcome> {
  const url = new URL(origin)
  // IPv6 addresses stand in brackets in URLs only.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const refusal = isIP(host) === 0 ? undefined : ports.guard.refusalOf(host)
  if (refusal !== undefined) return Promise.resolve({ isOk: false, failure: refusedAddressFailure(url.host, refusal) })
  return new Promise((resolve) => {
    const socket = openSocket(ports, url, host)
    const stageOf = watchStage(socket, isIP(host) !== 0)
    const settle = (outcome: ConnectOutcome): void => {
      cancelTimer()
      signal.removeEventListener('abort', abort)
      if (!outcome.isOk) socket.destroy()
      resolve(outcome)
    }
    const fail = (failure: ExchangeFailure): void => {
      settle({ isOk: false, failure })
    }
    const expire = (): void => fail(connectTimeoutFailure(url.host, stageOf(), timeoutMs))
    const abort = (): void => {
      socket.destroy(new Error('aborted'))
    }
    const cancelTimer = ports.clock.after(timeoutMs, expire)
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => settle({ isOk: true, socket }))
    // Stays for the socket's whole life: an error without a listener would end the process.
    socket.on('error', (error) => fail(connectionFailure(url.host, stageOf(), error)))
  })
}

function openSocket({ guard, lookup, authorities }: ConnectPorts, url: URL, host: string): Socket {
  const isSecure = url.protocol === 'https:'
  const port = Number(url.port === '' ? (isSecure ? 443 : 80) : url.port)
  const options = { host, port, lookup: createGuardedLookup(guard, lookup), noDelay: true, keepAlive: true }
  if (!isSecure) return connectTcp(options)
  // An IP address is no server name (RFC 6066 §3).
  const servername = isIP(host) === 0 ? host : ''
  return connectTls({ ...options, servername, ALPNProtocols: ['http/1.1'], ...(authorities && { ca: authorities }) })
}

function watchStage(socket: Socket, isAddress: boolean): () => ConnectionStage {
  let stage: ConnectionStage = isAddress ? 'tcp' : 'lookup'
  socket.once('lookup', (error: Error | null) => {
    if (error === null) stage = 'tcp'
  })
  socket.once('connect', () => {
    stage = 'tls'
  })
  return () => stage
}

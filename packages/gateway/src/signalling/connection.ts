import {
  chooseProtocolVersion,
  type ClientMessage,
  decodeClientFrame,
  encodeGatewayFrame,
  type ErrorCode,
  gatewayMessage,
  type GatewayMessage,
  heartbeat,
  ProtocolError,
  type ProtocolVersion,
  refusalCode,
} from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import { wireError } from '../call/device-end.js'
import { createMailbox } from '../call/mailbox.js'
import { createTokenBucket, type TokenBucket } from '../token-bucket.js'
import type { ConnectionContext } from './connection-context.js'
import type { PresentDevice } from './presence.js'

/** Handles one message of a device; the next one waits until it is done. */
export type MessageHandler = (connection: Connection, message: ClientMessage) => Promise<void>

/** The few things that a connection does with its WebSocket. */
export interface DeviceSocket {
  send(text: string): void
  close(code: number, reason: string): void
  /** Drop without a farewell. */
  terminate(): void
  /** Bytes that were sent and that the device has not read. */
  readonly bufferedAmount: number
}

/**
 * One device's WebSocket: its messages are handled strictly in order, and nothing but `listen` before a token was
 * accepted.
 */
export class Connection {
  readonly id: string
  readonly #context: ConnectionContext
  readonly #socket: DeviceSocket
  readonly #handle: MessageHandler
  readonly #mailbox = createMailbox()
  readonly #rate: TokenBucket
  readonly #stopTimers = new Map<'hello' | 'heartbeat' | 'expiry', () => void>()
  #device: MutableDevice | undefined
  #waiting = 0
  #missedHeartbeats = 0
  #isClosing = false
  #isClosed = false

  constructor(context: ConnectionContext, socket: DeviceSocket, handle: MessageHandler) {
    this.#context = context
    this.#socket = socket
    this.#handle = handle
    this.id = context.ids.uuid()
    const { messagesPerSecond, messageBurst, helloTimeoutMs } = context.limits
    this.#rate = createTokenBucket(messagesPerSecond, messageBurst, context.clock.now())
    this.#schedule('hello', helloTimeoutMs, () => {
      this.refuse(31102, 'No token came in time. Send listen with a token as the first message.')
    })
    this.#beat()
  }

  /** The device, once its token was accepted. */
  get device(): PresentDevice | undefined {
    return this.#device
  }

  /** Whether it may be spoken to: it is neither closed nor told to close. */
  get isOpen(): boolean {
    return !this.#isClosing && !this.#isClosed
  }

  get isRegistered(): boolean {
    return this.#context.presence.isRegistered(this.id)
  }

  /** Take a text frame. */
  receive(frame: string): void {
    this.#missedHeartbeats = 0
    if (!this.isOpen || !this.#isWithinRate()) return
    const message = this.#decode(frame)
    if (message === undefined) return
    this.#waiting += 1
    void this.#mailbox
      .post(async () => {
        this.#waiting -= 1
        if (this.isOpen) await this.#handle(this, message)
      })
      .catch((error: unknown) => {
        this.#context.onFault(this.id, error)
        // A client whose token is never decided would wait for ever; one that is cut off comes back and asks again.
        if (message.type === 'listen') this.close(1011, 'internal error')
      })
  }

  /** The socket is closed. */
  closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const stop of this.#stopTimers.values()) stop()
    if (this.#device === undefined) return
    this.#context.presence.disconnect(this.#device)
    this.#context.calls.deviceLost(this.id)
  }

  /** Let the device in, or give it another grant. */
  admit(grant: DeviceGrant, versionText: string, reconnectTimeoutSeconds: number): PresentDevice {
    this.#stop('hello')
    const version = chooseProtocolVersion(versionText)
    const isNew = this.#device === undefined
    const wasRegistered = this.#context.presence.isRegistered(this.id)
    this.#device ??= this.#createDevice(grant, version)
    Object.assign(this.#device, { grant, version, reconnectTimeoutSeconds })
    if (isNew) this.#context.presence.connect(this.#device)
    else if (wasRegistered) this.#context.presence.register(this.#device, grant.clientNames)
    if (wasRegistered && !this.isRegistered) this.send(gatewayMessage('offline', {}))
    this.#schedule('expiry', grant.expiresAt * 1000 - this.#context.clock.now(), () => {
      this.#expire()
    })
    return this.#device
  }

  /** Send a message; false when the device cannot be reached any more. */
  send(message: GatewayMessage): boolean {
    return this.#write(encodeGatewayFrame(message))
  }

  /** Tell the device what went wrong, and leave it connected. */
  sendError(code: ErrorCode, detail?: string): void {
    this.send(gatewayMessage('error', { error: wireError(code, detail) }))
  }

  /** Turn the device away: it must not come back by itself. */
  refuse(code: ErrorCode, detail?: string): void {
    this.sendError(code, detail)
    this.send(gatewayMessage('close', {}))
    this.close(1008, 'refused')
  }

  close(code: number, reason: string): void {
    this.#isClosing = true
    this.#socket.close(code, reason)
  }

  #createDevice(grant: DeviceGrant, version: ProtocolVersion): MutableDevice {
    const send = (message: GatewayMessage): boolean => this.send(message)
    return { id: this.id, grant, version, reconnectTimeoutSeconds: 0, send }
  }

  #decode(frame: string): ClientMessage | undefined {
    try {
      const decoded = decodeClientFrame(frame)
      if (decoded.type === 'heartbeat' || decoded.type === 'unknown') return undefined
      return decoded
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      this.#context.onMalformed(this.id, error)
      if (this.#device === undefined) this.refuse(refusalCode(error), error.message)
      else this.#reportMalformed(error)
      return undefined
    }
  }

  #reportMalformed(error: ProtocolError): void {
    const { callsid, voiceeventsid } = error
    const context = { ...(callsid !== undefined && { callsid }), ...(voiceeventsid !== undefined && { voiceeventsid }) }
    this.send(gatewayMessage('error', { error: wireError(refusalCode(error), error.message), ...context }))
  }

  #isWithinRate(): boolean {
    const isWithin =
      this.#rate.take(this.#context.clock.now()) && this.#waiting < this.#context.limits.maxWaitingMessages
    if (!isWithin) this.refuse(31206)
    return isWithin
  }

  #expire(): void {
    if (!this.isRegistered || this.#device === undefined) return
    this.#context.presence.unregister(this.#device)
    this.sendError(31205)
    this.send(gatewayMessage('offline', {}))
  }

  #beat(): void {
    const { heartbeatIntervalMs, missedHeartbeats } = this.#context.limits
    this.#schedule('heartbeat', heartbeatIntervalMs, () => {
      if (this.#missedHeartbeats >= missedHeartbeats) {
        this.#socket.terminate()
        this.closed()
        return
      }
      this.#missedHeartbeats += 1
      this.#write(encodeGatewayFrame(heartbeat))
      this.#beat()
    })
  }

  #write(frame: string): boolean {
    if (this.#isClosed) return false
    if (this.#socket.bufferedAmount > this.#context.limits.maxQueuedBytes) {
      this.#context.onSlowReader(this.id)
      this.#socket.terminate()
      this.closed()
      return false
    }
    this.#socket.send(frame)
    return true
  }

  #schedule(name: 'hello' | 'heartbeat' | 'expiry', delayMs: number, run: () => void): void {
    this.#stop(name)
    if (!this.#isClosed) this.#stopTimers.set(name, this.#context.clock.after(Math.max(0, delayMs), run))
  }

  #stop(name: 'hello' | 'heartbeat' | 'expiry'): void {
    this.#stopTimers.get(name)?.()
    this.#stopTimers.delete(name)
  }
}

type MutableDevice = { -readonly [Key in keyof PresentDevice]: PresentDevice[Key] }

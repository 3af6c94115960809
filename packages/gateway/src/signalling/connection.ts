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
  refusalCode,
} from '@ringdown/protocol'
import type { DeviceGrant } from '../account/device-grant.js'
import { wireError } from '../call/device-end.js'
import { createMailbox } from '../call/mailbox.js'
import type { ClientSoftware } from '../presence/client-software.js'
import { createTokenBucket, type TokenBucket } from '../token-bucket.js'
import type { ConnectionContext } from './connection-context.js'
import type { DeviceSocket } from './device-socket.js'
import { NamedTimers } from './named-timers.js'
import { PreflightHold } from './preflight-hold.js'
import type { PresentDevice } from './presence.js'
import { type Refusal, TokenStanding } from './token-standing.js'

/** Handles one message of a device; the next one waits until it is done. */
export type MessageHandler = (connection: Connection, message: ClientMessage) => Promise<void>

/** What a device is let in with. */
export interface Admission {
  readonly grant: DeviceGrant
  /** What the grant was read from; it is judged again whenever it is used. */
  readonly token: string
  /** The version that `listen` states. */
  readonly version: string
  readonly reconnectTimeoutSeconds: number
  /** What the device says that it runs. */
  readonly software: ClientSoftware | undefined
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
  readonly #standing: TokenStanding
  readonly #timers: NamedTimers<'hello' | 'heartbeat' | 'expiry' | 'preflight' | 'turn'>
  #preflight: PreflightHold | undefined
  #device: MutableDevice | undefined
  /** Why the device is to be turned away as soon as its call is over. */
  #expulsion: Refusal | undefined
  #waiting = 0
  #missedHeartbeats = 0
  #isClosing = false
  #isClosed = false
  #hasLeft = false
  #turnAt = 0
  #isLatecomer = false

  constructor(context: ConnectionContext, socket: DeviceSocket, handle: MessageHandler) {
    this.#context = context
    this.#socket = socket
    this.#handle = handle
    this.id = context.ids.uuid()
    this.#timers = new NamedTimers(context.clock)
    this.#standing = new TokenStanding(context)
    const { messagesPerSecond, messageBurst, helloTimeoutMs } = context.limits
    this.#rate = createTokenBucket(messagesPerSecond, messageBurst, context.clock.now())
    this.#timers.set('hello', helloTimeoutMs, () => {
      this.refuse(31102, 'No token came in time. Send listen with a token as the first message.')
    })
    this.#beat()
  }

  /** The device, once its token was accepted. */
  get device(): PresentDevice | undefined {
    return this.#device
  }

  /** The host that the device dialled. */
  get host(): string | undefined {
    return this.#socket.host
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
    if (message.type === 'listen') this.#timers.clear('hello')
    this.#waiting += 1
    void this.#mailbox
      .post(async () => {
        this.#waiting -= 1
        if (this.isOpen) await this.#handle(this, message)
      })
      .catch((error: unknown) => {
        this.#context.onFault(this.id, error)
        this.#giveUp(message)
      })
  }

  /** The socket is closed. */
  closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#timers.end()
    this.#leave()
  }

  /** Let the device in, or give it another grant. */
  admit({ token, version: versionText, ...admission }: Admission): PresentDevice {
    const { grant } = admission
    this.#standing.replace(token)
    this.#expulsion = undefined
    const version = chooseProtocolVersion(versionText)
    const isNew = this.#device === undefined
    const wasRegistered = this.#context.presence.isRegistered(this.id)
    this.#device ??= this.#createDevice({ ...admission, version })
    Object.assign(this.#device, { ...admission, version })
    if (isNew) this.#isLatecomer = this.#context.isDraining()
    if (isNew) this.#context.presence.connect(this.#device)
    else if (wasRegistered) this.#context.presence.register(this.#device, grant.clientNames)
    if (wasRegistered && !this.isRegistered) this.send(gatewayMessage('offline', {}))
    this.#timers.set('expiry', grant.expiresAt * 1000 - this.#context.clock.now(), () => {
      this.#takeOffline(31205)
    })
    return this.#device
  }

  /**
   * Judge the device's token again, as `listen` did. A device whose token no longer holds is told, and is registered no
   * more.
   *
   * @returns why the token is refused; undefined if it still holds
   */
  async judgeAgain(): Promise<Refusal | undefined> {
    const refusal = await this.#judge()
    if (refusal !== undefined) this.#takeOffline(refusal.code, refusal.message)
    return refusal
  }

  /**
   * Judge the device's token again, and turn the device away if it no longer holds. One that talks, or waits for an
   * answer, keeps its connection until that call is over, so that it can still hang up; it may do nothing new.
   */
  async expelUnlessValid(): Promise<void> {
    const refusal = await this.#judge()
    this.#expulsion = refusal
    if (refusal === undefined) return
    this.#expelIfIdle()
    this.#takeOffline(refusal.code, refusal.message)
  }

  /** As {@link judgeAgain}, unless that was done a moment ago: most devices register right behind `listen`. */
  async judgeUnlessFresh(): Promise<Refusal | undefined> {
    return this.#standing.isFresh ? undefined : this.judgeAgain()
  }

  /** Send a message; false when the device cannot be reached any more. */
  send(message: GatewayMessage): boolean {
    const delayMs = this.#preflight?.delayOf(message) ?? 0
    if (delayMs === 0) return this.#write(encodeGatewayFrame(message))
    this.#timers.set('preflight', delayMs, () => this.#write(encodeGatewayFrame(message)))
    return this.isOpen
  }

  /** The call that the device now makes is a connection test. */
  expectPreflight(): void {
    this.#preflight = new PreflightHold(() => this.#context.clock.now())
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

  /** Turn the device away for now: its client comes back by itself, newer ones when it is told. */
  postpone(code: ErrorCode): void {
    const retryAfter = Math.max(1, Math.ceil(this.#context.limits.longestWaitMs / 1000))
    this.send(gatewayMessage('error', { error: { ...wireError(code), retryAfter } }))
    this.close(1013, 'try again later')
  }

  /** Let the device in no sooner than in so many milliseconds. */
  holdBack(waitMs: number): void {
    this.#turnAt = this.#context.clock.now() + waitMs
  }

  /**
   * Wait until the device may be let in, and so many milliseconds at least. Meanwhile its connection stands, since clients
   * forget their registration when they come back in vain. Resolves at once if it need not wait, and never if it leaves.
   */
  async waitForTurn(waitMs: number): Promise<void> {
    const delayMs = Math.max(waitMs, this.#turnAt - this.#context.clock.now())
    if (delayMs <= 0) return
    await new Promise<void>((resolve) => {
      this.#timers.set('turn', delayMs, resolve)
    })
  }

  /** Close the socket. From now on the device is neither heard nor rung, however long the socket takes. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return
    this.#isClosing = true
    this.#socket.close(code, reason)
    this.#leave()
  }

  /** While the node goes down: send the device to come back elsewhere, unless a call holds it here. */
  releaseIfIdle(): void {
    const { calls } = this.#context
    // One that has not been let in would lose its registration; it soon is let in, or refused.
    if (this.#device === undefined) return
    if (calls.isInCall(this.id) || calls.hasCallOf(this.#device.grant)) return
    this.close(1012, 'service restart')
  }

  #expelIfIdle(): void {
    const { calls } = this.#context
    if (this.#expulsion === undefined || this.#device === undefined) return
    const isTalking = calls.isInCall(this.id) && calls.hasCallOf(this.#device.grant)
    if (!isTalking) this.refuse(this.#expulsion.code, this.#expulsion.message)
  }

  async #judge(): Promise<Refusal | undefined> {
    const refusal = await this.#standing.judge()
    if (refusal !== undefined) this.#context.onRefused(this.id, refusal.code)
    return refusal
  }

  #leave(): void {
    if (this.#hasLeft || this.#device === undefined) return
    this.#hasLeft = true
    this.#context.presence.disconnect(this.#device)
    this.#context.calls.deviceLost(this.id)
  }

  #createDevice(admitted: Pick<PresentDevice, keyof Omit<Admission, 'token'>>): MutableDevice {
    const send = (message: GatewayMessage): boolean => this.send(message)
    const mayBeRung = async (): Promise<boolean> => (await this.judgeAgain()) === undefined
    return { id: this.id, ...admitted, addressFamily: this.#socket.addressFamily, send, mayBeRung }
  }

  /** A message met a defect: what its sender waits for will not come. */
  #giveUp({ type, payload }: ClientMessage): void {
    // A client whose token is never decided would wait for ever; one that is cut off comes back and asks again.
    if (type === 'listen') this.close(1011, 'internal error')
    else if (type === 'invite') {
      this.send(gatewayMessage('hangup', { callsid: payload.callsid, error: wireError(31000) }))
    }
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

  #takeOffline(code: ErrorCode, detail?: string): void {
    if (!this.isRegistered || this.#device === undefined) return
    this.#context.presence.unregister(this.#device)
    this.sendError(code, detail)
    this.send(gatewayMessage('offline', {}))
  }

  #beat(): void {
    const { heartbeatIntervalMs, missedHeartbeats } = this.#context.limits
    this.#timers.set('heartbeat', heartbeatIntervalMs, () => {
      // A device that was told to close has had its time to do so.
      if (this.#isClosing || this.#missedHeartbeats >= missedHeartbeats) {
        this.#socket.terminate()
        this.closed()
        return
      }
      this.#missedHeartbeats += 1
      this.#write(encodeGatewayFrame(heartbeat))
      this.#expelIfIdle()
      // Whoever was sent away before, and came back for want of another node, is left in peace.
      if (this.#context.isDraining() && !this.#isLatecomer) this.releaseIfIdle()
      this.#beat()
    })
  }

  #write(frame: string): boolean {
    if (!this.isOpen) return false
    if (this.#socket.bufferedAmount > this.#context.limits.maxQueuedBytes) {
      this.#context.onSlowReader(this.id)
      this.#socket.terminate()
      this.closed()
      return false
    }
    this.#socket.send(frame)
    return true
  }
}

type MutableDevice = { -readonly [Key in keyof PresentDevice]: PresentDevice[Key] }

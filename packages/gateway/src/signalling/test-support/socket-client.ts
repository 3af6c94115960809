import { once } from 'node:events'
import type { ClientPayloads, GatewayMessage, GatewayPayloads } from '@ringdown/protocol'
import { WebSocket } from 'ws'

/** A device as the gateway sees it from the network: a real WebSocket, driven by a test. */
export class SocketClient {
  readonly #socket: WebSocket
  readonly #version: string
  readonly #received: GatewayMessage[] = []
  readonly #waiting = new Set<() => void>()
  /** Whether heartbeats are echoed, as the SDKs do. */
  echoesHeartbeats = true
  heartbeats = 0

  /** @param headers - what a proxy in front of the gateway would say of where it is, or the host that it dialled */
  constructor(url: string, version: string, headers: Readonly<Record<string, string>> = {}) {
    this.#socket = new WebSocket(url, { headers })
    this.#version = version
    this.#socket.on('error', () => undefined)
    this.#socket.on('message', (data: Buffer) => {
      this.#take(data.toString('utf8'))
    })
  }

  async opened(): Promise<this> {
    await once(this.#socket, 'open')
    return this
  }

  /** Resolves to the close code. */
  async closed(): Promise<number> {
    if (this.#socket.readyState === WebSocket.CLOSED) return 0
    const [code] = (await once(this.#socket, 'close')) as [number]
    return code
  }

  send<Type extends keyof ClientPayloads>(type: Type, payload: ClientPayloads[Type]): void {
    this.sendText(JSON.stringify({ type, version: this.#version, payload }))
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  sendBytes(bytes: Buffer): void {
    this.#socket.send(bytes)
  }

  /** Break the connection without a word. */
  drop(): void {
    this.#socket.terminate()
  }

  /** Stop reading. */
  pause(): void {
    this.#socket.pause()
  }

  /** Read again. */
  resume(): void {
    this.#socket.resume()
  }

  /** The payload of the next message of a type, taken out of what has come. */
  async next<Type extends keyof GatewayPayloads>(type: Type): Promise<GatewayPayloads[Type]> {
    for (;;) {
      const index = this.#received.findIndex((message) => message.type === type)
      const [message] = index < 0 ? [] : this.#received.splice(index, 1)
      if (message !== undefined) return message.payload as GatewayPayloads[Type]
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Types of the messages that nobody took yet, in order. */
  get leftTypes(): readonly string[] {
    return this.#received.map(({ type }) => type)
  }

  #take(text: string): void {
    if (text === '\n') {
      this.heartbeats += 1
      if (this.echoesHeartbeats) this.#socket.send('\n')
    } else {
      this.#received.push(JSON.parse(text) as GatewayMessage)
    }
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }

  /** Resolves when one more frame of any kind has come. */
  async nextFrame(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }
}

import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type AddressFamily, addressFamilyOf } from '../presence/address-family.js'
import type { DeviceSocket } from './device-socket.js'

/** What a device's WebSocket is made from. */
interface DeviceWebSocketOptions {
  readonly socket: Pick<WebSocket, 'bufferedAmount' | 'close' | 'send' | 'terminate'>
  /** The connection that it runs on. */
  readonly stream: Pick<Duplex, 'cork' | 'uncork'>
  /** The device's; undefined when it is not known any more. */
  readonly address: string | undefined
  /** The one that the device dialled, as its request says. */
  readonly host: string | undefined
}

/**
 * A device's WebSocket. Messages of one turn leave together: clients send `listen` and `register` in one go, and each
 * write is a system call.
 */
export class DeviceWebSocket implements DeviceSocket {
  readonly addressFamily: AddressFamily | undefined
  readonly host: string | undefined
  readonly #socket: DeviceWebSocketOptions['socket']
  readonly #stream: DeviceWebSocketOptions['stream']
  #isHolding = false

  constructor({ socket, stream, address, host }: DeviceWebSocketOptions) {
    this.addressFamily = addressFamilyOf(address)
    this.host = host
    this.#socket = socket
    this.#stream = stream
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount
  }

  send(text: string): void {
    if (!this.#isHolding) {
      this.#isHolding = true
      this.#stream.cork()
      // After the promises that are settled by now, and whatever follows from them.
      process.nextTick(letGo, this)
    }
    this.#socket.send(text)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  terminate(): void {
    // What it was told before, such as why, is still to reach it.
    this.flush()
    this.#socket.terminate()
  }

  /** Let the messages of this turn leave. */
  flush(): void {
    if (!this.#isHolding) return
    this.#isHolding = false
    this.#stream.uncork()
  }
}

function letGo(socket: DeviceWebSocket): void {
  socket.flush()
}

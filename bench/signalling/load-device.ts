import { once } from 'node:events'
import { heartbeatText } from '@ringdown/protocol'

import { type Socket, WebSocket } from './web-socket.js'

/** A device as a server sees it: a connection on which it says what it is told to, and echoes heartbeats. */
export class LoadDevice {
  readonly #socket: Socket
  #hear: (frame: string) => void = () => undefined
  #isLeaving = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('utf8')
      if (frame === heartbeatText) socket.send(frame)
      else this.#hear(frame)
    })
    socket.on('close', (code: number, reason: Buffer) => {
      // Uncaught on purpose: whatever is measured counts no longer.
      if (!this.#isLeaving) throw new Error(`The server closed a connection: ${code} ${reason.toString('utf8')}`)
    })
  }

  /** Connect one. */
  static async connect(url: string): Promise<LoadDevice> {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const device = new LoadDevice(socket)
    await once(socket, 'open')
    return device
  }

  /** Be told of every frame but heartbeats, instead of whoever was told so far. */
  onFrame(hear: (frame: string) => void): void {
    this.#hear = hear
  }

  /** Send one frame. */
  say(frame: string): void {
    this.#socket.send(frame)
  }

  /** Send frames, and wait for as many. */
  ask(frames: readonly string[]): Promise<readonly string[]> {
    return new Promise((resolve) => {
      const replies: string[] = []
      this.onFrame((frame) => {
        replies.push(frame)
        if (replies.length === frames.length) resolve(replies)
      })
      for (const frame of frames) this.say(frame)
    })
  }

  /** Close the connection. */
  async leave(): Promise<void> {
    this.#isLeaving = true
    this.#socket.close()
    await once(this.#socket, 'close')
  }
}

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** The way between a browser and the gateway, which a test can cut. Media goes another way. */
export class Wire {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #isCut = false

  private constructor(farPort: number) {
    this.#server = createServer((near) => {
      if (this.#isCut) near.resetAndDestroy()
      else this.#join(near, connect(farPort, '127.0.0.1'))
    })
  }

  static async open(farPort: number): Promise<Wire> {
    const wire = new Wire(farPort)
    await new Promise<void>((resolve) => wire.#server.listen(0, '127.0.0.1', resolve))
    return wire
  }

  /** What a browser dials in place of the gateway. */
  get host(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Reset every connection, and refuse new ones. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  mend(): void {
    this.#isCut = false
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }
}

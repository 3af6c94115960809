import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** What a relay stands between. */
export interface UdpRelayOptions {
  /** Where browsers send to. */
  readonly nearAddress: string
  /** Where the gateway receives, on the same ports. */
  readonly farAddress: string
  readonly firstPort: number
  readonly lastPort: number
}

/** The way of the media between browsers and the gateway, as a router with forwarded ports is; a test can cut it. */
export class UdpRelay {
  readonly #options: UdpRelayOptions
  readonly #sockets = new Set<Socket>()
  #isCut = false

  private constructor(options: UdpRelayOptions) {
    this.#options = options
  }

  static async open(options: UdpRelayOptions): Promise<UdpRelay> {
    const relay = new UdpRelay(options)
    for (let port = options.firstPort; port <= options.lastPort; port += 1) await relay.#forward(port)
    return relay
  }

  /** Drop every packet from now on. */
  cut(): void {
    this.#isCut = true
  }

  mend(): void {
    this.#isCut = false
  }

  close(): void {
    for (const socket of this.#sockets) socket.close()
  }

  async #forward(port: number): Promise<void> {
    const near = await this.#bind(port, this.#options.nearAddress)
    const farSockets = new Map<string, Promise<Socket>>()
    const open = async (browser: RemoteInfo): Promise<Socket> => {
      const far = await this.#bind(0, this.#options.farAddress)
      far.on('message', (packet) => {
        if (!this.#isCut) near.send(packet, browser.port, browser.address)
      })
      return far
    }
    near.on('message', (packet, browser) => {
      if (this.#isCut) return
      const key = `${browser.address}:${browser.port}`
      const far = farSockets.get(key) ?? open(browser)
      farSockets.set(key, far)
      void far.then((socket) => {
        socket.send(packet, port, this.#options.farAddress)
      })
    })
  }

  async #bind(port: number, address: string): Promise<Socket> {
    const socket = createSocket('udp4')
    this.#sockets.add(socket)
    socket.bind(port, address)
    await once(socket, 'listening')
    return socket
  }
}

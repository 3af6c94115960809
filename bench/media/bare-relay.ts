import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Relay } from './relay.js'

const loopback = '127.0.0.1'

/** Two bare sockets a call: whatever comes in at one goes out at the other, as it is. */
export function createBareRelay(): Relay {
  const sockets: Socket[] = []

  async function openEnd(devicePort: number): Promise<Socket> {
    const socket = createSocket('udp4')
    sockets.push(socket)
    socket.bind(0, loopback)
    await once(socket, 'listening')
    // A connected socket spares each packet the look-up of its address.
    socket.connect(devicePort, loopback)
    await once(socket, 'connect')
    return socket
  }

  return {
    open: async (introductions) => {
      const ends = await Promise.all(introductions.map((port) => openEnd(Number(port))))
      return ends.map((end) => String(end.address().port))
    },
    join: () => {
      sockets.forEach((socket, place) => {
        const far = sockets[place ^ 1]
        socket.on('message', (datagram) => far?.send(datagram))
      })
    },
    close: async () => {
      await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((resolve) => socket.close(resolve))))
    },
  }
}

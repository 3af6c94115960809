import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type LoadDevice, type PacketListener, timedPayload } from './load-device.js'

const loopback = '127.0.0.1'
/** What SRTP adds: a header before the payload, and a tag of AES-GCM behind it. */
const header = Buffer.alloc(12)
const tag = Buffer.alloc(16)

/** A device that sends datagrams of the length of SRTP packets, and nothing else. */
export function createBareDevice(onPacket: PacketListener): LoadDevice {
  const socket = createSocket('udp4')
  socket.on('message', (datagram) => onPacket(datagram.readDoubleBE(header.length)))
  return {
    introduce: async () => {
      socket.bind(0, loopback)
      await once(socket, 'listening')
      return String(socket.address().port)
    },
    connect: async (reply) => {
      socket.connect(Number(reply), loopback)
      await once(socket, 'connect')
    },
    send: () => socket.send(Buffer.concat([header, timedPayload(), tag])),
    close: () => new Promise((resolve) => socket.close(resolve)),
  }
}

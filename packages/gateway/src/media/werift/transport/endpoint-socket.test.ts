import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { EndpointSocket } from './endpoint-socket.js'
import { PortPool } from './port-pool.js'

const range = { min: 45_100, max: 45_103 }

function ignore(): void {
  // Nothing is sent to these sockets.
}

async function open(addresses: readonly string[], pool: PortPool): Promise<EndpointSocket> {
  const socket = await EndpointSocket.open(addresses, pool, ignore)
  onTestFinished(() => socket.close())
  return socket
}

async function occupy(port: number, address: string): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(port, address)
  await once(socket, 'listening')
  onTestFinished(() => void socket.unref())
  return socket
}

test('a port that another process holds is passed over, on whichever address', async () => {
  const occupied = await occupy(45_100, '127.0.0.2')
  onTestFinished(() => void occupied.close())
  const socket = await open(['127.0.0.1', '127.0.0.2'], new PortPool(range))
  expect(socket.port).toBe(45_101)
})

test('when every port is in use the refusal says what to do, and a port given back can be used', async () => {
  const pool = new PortPool({ min: 45_110, max: 45_111 })
  const first = await open(['127.0.0.1'], pool)
  await open(['127.0.0.1'], pool)
  await expect(open(['127.0.0.1'], pool)).rejects.toMatchObject({
    code: 'no-port',
    message: /widen the range/ as never,
  })
  await first.close()
  expect((await open(['127.0.0.1'], pool)).port).toBe(first.port)
})

test('a range that others hold entirely is given back whole', async () => {
  const pool = new PortPool({ min: 45_120, max: 45_121 })
  const held = [await occupy(45_120, '127.0.0.1'), await occupy(45_121, '127.0.0.1')]
  await expect(open(['127.0.0.1'], pool)).rejects.toMatchObject({ code: 'no-port' })
  await Promise.all(held.map((socket) => new Promise<void>((resolve) => socket.close(resolve))))
  expect((await open(['127.0.0.1'], pool)).port).toBe(45_120)
})

test('an address that is not of this machine is named', async () => {
  const pool = new PortPool({ min: 45_130, max: 45_130 })
  await expect(open(['127.0.0.1', '192.0.2.77'], pool)).rejects.toMatchObject({
    code: 'no-port',
    message: expect.stringContaining('192.0.2.77') as string,
  })
  expect((await open(['127.0.0.1'], pool)).port).toBe(45_130)
})

test('a datagram comes with the way back, and goes back along it', async () => {
  const pool = new PortPool({ min: 45_140, max: 45_140 })
  const echo: EndpointSocket = await EndpointSocket.open(['127.0.0.1'], pool, (datagram, path) =>
    echo.send(datagram, path),
  )
  onTestFinished(() => echo.close())
  const device = await occupy(0, '127.0.0.1')
  onTestFinished(() => void device.close())
  device.send('hello', echo.port, '127.0.0.1')
  const [answer] = (await once(device, 'message')) as [Buffer]
  expect(answer.toString()).toBe('hello')
})

import { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { DeviceWebSocket } from './device-web-socket.js'

function createWorld() {
  const writes: string[][] = []
  const stream = new Duplex({
    read: () => undefined,
    writev(chunks, done) {
      writes.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  const socket = {
    bufferedAmount: 7,
    // As ws does, for a frame has a header.
    send: (text: string) => {
      stream.cork()
      stream.write('#')
      stream.write(text)
      stream.uncork()
    },
    close: () => writes.push(['closed']),
    terminate: () => stream.destroy(),
  }
  return { writes, stream, device: new DeviceWebSocket({ socket, stream, address: '::1', host: 'gw.example' }) }
}

test('messages of one turn leave in one write, also those that promises lead to', async () => {
  const { writes, device } = createWorld()
  device.send('connected')
  await Promise.resolve()
  device.send('ready')
  await nextTurn()
  device.send('invite')
  await nextTurn()
  expect(writes).toEqual([
    ['#', 'connected', '#', 'ready'],
    ['#', 'invite'],
  ])
})

test('a device that is dropped in the same turn still gets what it was told before', async () => {
  const { writes, stream, device } = createWorld()
  device.send('error')
  device.terminate()
  expect(stream.destroyed).toBe(true)
  await nextTurn()
  expect(writes).toEqual([['#', 'error']])
})

test('what waits to be read is told, and the family of the address', () => {
  const { device } = createWorld()
  expect([device.bufferedAmount, device.addressFamily]).toEqual([7, 'IPv6'])
})

import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { connectivityCheck } from '../test-support/connectivity-check.js'
import { createDtlsCertificate } from './dtls-certificate.js'
import { PeerTransport } from './peer-transport.js'
import { PortPool } from './port-pool.js'

const loopback = '127.0.0.1'
const credentials = { ufrag: 'gate', password: 'secret-of-the-gateway-1' }
/** An alert in the clear, close_notify (RFC 5246 §7.2.1): whoever believes it gives the handshake up. */
const alert = Buffer.from([21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0])
const rtp = Buffer.from([128, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 7])

async function openSocket(): Promise<Socket> {
  const socket = createSocket('udp4')
  onTestFinished(() => void socket.close())
  socket.bind(0, loopback)
  await once(socket, 'listening')
  return socket
}

interface Meeting {
  readonly device: Socket
  readonly stranger: Socket
  readonly send: (from: Socket, datagram: Buffer) => void
  /** What the transport told, in order. */
  readonly told: readonly string[]
  /** Resolves once that has been told. */
  readonly until: (event: string) => Promise<void>
}

/** A transport whose device has been heard, and is expected to begin its handshake. */
async function meet(): Promise<Meeting> {
  const certificate = await createDtlsCertificate()
  const [device, stranger] = [await openSocket(), await openSocket()]
  const told: string[] = []
  const pool = new PortPool({ min: 41_100, max: 41_199 })
  const settings = { pool, certificate, hostAddresses: () => [loopback], announcedAddresses: [] }
  const transport = new PeerTransport(settings, credentials, {
    onCheck: () => told.push('check'),
    onKeys: () => told.push('keys'),
    onRtp: (datagram) => told.push(`rtp ${datagram.readUInt16BE(2)}`),
    onRtcp: () => told.push('rtcp'),
    onFailed: () => told.push('failed'),
  })
  onTestFinished(() => transport.close())
  const [candidate] = await transport.open()
  const { fingerprint } = await createDtlsCertificate()
  transport.setRemote({ role: 'server', fingerprints: [fingerprint] })
  const send = (from: Socket, datagram: Buffer): void => from.send(datagram, candidate?.port ?? 0, loopback)
  const until = async (event: string): Promise<void> => {
    await expect.poll(() => told).toContain(event)
  }
  send(device, connectivityCheck(credentials, { nominates: true }))
  await until('check')
  return { device, stranger, send, told, until }
}

test('the device may give its handshake up', async () => {
  const { device, send, until } = await meet()
  send(device, alert)
  await until('failed')
})

test('a stranger who knows the port cannot end the handshake of the device', async () => {
  const { device, stranger, send, told, until } = await meet()
  send(stranger, alert)
  // Whatever comes by one socket comes in order.
  send(stranger, rtp)
  await until('rtp 1')
  expect(told).toEqual(['check', 'rtp 1'])
  send(device, alert)
  await until('failed')
})

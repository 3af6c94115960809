import { createHash } from 'node:crypto'
import { DtlsClient, DtlsServer, ProtectionProfileAeadAes128Gcm } from 'werift'
import type { DtlsSocket, Transport } from 'werift'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Fingerprint } from '../../audio-description.js'
import { DtlsAssociation } from './dtls-association.js'
import type { SrtpKeys } from './dtls-association.js'
import { createDtlsCertificate } from './dtls-certificate.js'
import type { DtlsCertificate } from './dtls-certificate.js'

// werift repeats a flight after half a second at the earliest.
vi.setConfig({ testTimeout: 20_000 })

type Outcome = { readonly keys: SrtpKeys } | { readonly reason: string }
type Deliver = (datagram: Buffer, receive: (datagram: Buffer) => void) => void

/** Delivered later, as a network does it. */
const deliver: Deliver = (datagram, receive) => {
  setImmediate(() => receive(datagram))
}

interface Side {
  readonly outcome: Promise<Outcome>
  readonly receive: (datagram: Buffer) => void
}

function openSide(
  role: 'client' | 'server',
  certificate: DtlsCertificate,
  peer: Fingerprint,
  send: (datagram: Buffer) => void,
): Side {
  let receive: (datagram: Buffer) => void = () => undefined
  const outcome = new Promise<Outcome>((resolve) => {
    const association = new DtlsAssociation({
      role,
      certificate,
      fingerprints: [peer],
      send,
      onKeys: (keys) => resolve({ keys }),
      onFailed: (reason) => resolve({ reason }),
    })
    onTestFinished(() => association.close())
    receive = (datagram) => association.receive(datagram)
  })
  return { outcome, receive: (datagram) => receive(datagram) }
}

function link(
  server: Side,
  client: Side,
  way: Deliver,
): { toServer: (datagram: Buffer) => void; toClient: (datagram: Buffer) => void } {
  return {
    toServer: (datagram) => way(datagram, server.receive),
    toClient: (datagram) => way(datagram, client.receive),
  }
}

async function shake(way: Deliver): Promise<readonly Outcome[]> {
  const [one, other] = [await createDtlsCertificate(), await createDtlsCertificate()]
  const wires: { toServer?: (datagram: Buffer) => void; toClient?: (datagram: Buffer) => void } = {}
  const server = openSide('server', one, other.fingerprint, (datagram) => wires.toClient?.(datagram))
  const client = openSide('client', other, one.fingerprint, (datagram) => {
    // The first flight leaves while the client is being made.
    queueMicrotask(() => wires.toServer?.(datagram))
  })
  Object.assign(wires, link(server, client, way))
  return Promise.all([server.outcome, client.outcome])
}

test('two sides that are who they say derive the same keys, each for its own direction', async () => {
  const [server, client] = await shake(deliver)
  if (!server || !client || !('keys' in server) || !('keys' in client)) throw new Error('The handshake failed.')
  expect(server.keys.rtp.config.profile).toBe(ProtectionProfileAeadAes128Gcm)
  const { localMasterKey, remoteMasterKey, localMasterSalt, remoteMasterSalt } = server.keys.rtp.config.keys
  expect(client.keys.rtp.config.keys).toEqual({
    localMasterKey: remoteMasterKey,
    localMasterSalt: remoteMasterSalt,
    remoteMasterKey: localMasterKey,
    remoteMasterSalt: localMasterSalt,
  })
})

test('a network that repeats every datagram and swaps neighbours does not disturb the handshake', async () => {
  let held: (() => void) | undefined
  const outcomes = await shake((datagram, receive) => {
    const arrive = (): void => {
      receive(datagram)
      receive(datagram)
    }
    const earlier = held
    held = earlier ? undefined : arrive
    setImmediate(() => {
      if (earlier) arrive()
      earlier?.()
      // A datagram without a neighbour is not held for ever.
      setImmediate(() => {
        if (held !== arrive) return
        held = undefined
        arrive()
      })
    })
  })
  expect(outcomes.every((outcome) => 'keys' in outcome)).toBe(true)
})

test('a device with another certificate than its description says is refused', async () => {
  const [one, other, described] = [
    await createDtlsCertificate(),
    await createDtlsCertificate(),
    await createDtlsCertificate(),
  ]
  const wires: { toServer?: (datagram: Buffer) => void; toClient?: (datagram: Buffer) => void } = {}
  const server = openSide('server', one, described.fingerprint, (datagram) => wires.toClient?.(datagram))
  const client = openSide('client', other, one.fingerprint, (datagram) => {
    queueMicrotask(() => wires.toServer?.(datagram))
  })
  Object.assign(wires, link(server, client, deliver))
  expect(await server.outcome).toMatchObject({ reason: expect.stringContaining('could not prove') as string })
})

/** Someone on the path who shows the certificate of another, whose key he does not have. */
function openImpostor<Kind extends DtlsSocket>(
  Socket: new (options: DtlsSocket['options']) => Kind,
  shown: DtlsCertificate,
  own: DtlsCertificate,
  send: (datagram: Buffer) => void,
): { socket: Kind; receive: (datagram: Buffer) => void } {
  const transport: Transport = {
    type: 'impostor',
    address: { address: '', family: '', port: 0 },
    closed: false,
    onData: () => undefined,
    send: (datagram) => {
      send(datagram)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
  const socket = new Socket({
    transport,
    srtpProfiles: [ProtectionProfileAeadAes128Gcm],
    cert: shown.certificate.certPem,
    key: own.certificate.privateKey,
    signatureHash: shown.certificate.signatureHash,
    extendedMasterSecret: true,
    certificateRequest: true,
  })
  onTestFinished(() => {
    socket.dtls.flight = Number.MAX_SAFE_INTEGER
  })
  return { socket, receive: (datagram) => transport.onData(datagram, ['', 0]) }
}

test('a client that shows a copied certificate is refused', async () => {
  const [gateway, device, impostor] = [
    await createDtlsCertificate(),
    await createDtlsCertificate(),
    await createDtlsCertificate(),
  ]
  const client = openImpostor(DtlsClient, device, impostor, (datagram) => deliver(datagram, server.receive))
  const server = openSide('server', gateway, device.fingerprint, (datagram) => deliver(datagram, client.receive))
  void client.socket.connect()
  expect(await server.outcome).toMatchObject({ reason: expect.stringContaining('could not prove') as string })
})

test('a server that shows a copied certificate is refused', async () => {
  const [gateway, device, impostor] = [
    await createDtlsCertificate(),
    await createDtlsCertificate(),
    await createDtlsCertificate(),
  ]
  const server = openImpostor(DtlsServer, device, impostor, (datagram) => deliver(datagram, client.receive))
  const client = openSide('client', gateway, device.fingerprint, (datagram) => deliver(datagram, server.receive))
  expect(await client.outcome).toMatchObject({ reason: expect.stringContaining('could not prove') as string })
})

test('what is forged after the handshake changes nothing, and a repeated last flight is answered again', async () => {
  const [one, other] = [await createDtlsCertificate(), await createDtlsCertificate()]
  const toClient: Buffer[] = []
  const toServer: Buffer[] = []
  const client = openSide('client', other, one.fingerprint, (datagram) => {
    toServer.push(datagram)
    deliver(datagram, (arrived) => server.receive(arrived))
  })
  const server = openSide('server', one, other.fingerprint, (datagram) => {
    toClient.push(datagram)
    deliver(datagram, client.receive)
  })
  await Promise.all([server.outcome, client.outcome])
  const answered = toClient.length
  const hello = toServer[0] ?? Buffer.alloc(0)
  const alert = Buffer.from([21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0])
  for (const forged of [hello, alert, Buffer.from([22]), Buffer.alloc(0)]) server.receive(forged)
  expect(toClient.length).toBe(answered)
  server.receive(toServer.at(-1) ?? Buffer.alloc(0))
  await expect.poll(() => toClient.length, { timeout: 10_000 }).toBeGreaterThan(answered)
})

test('the fingerprint is the digest of the certificate', async () => {
  const { certificate, fingerprint } = await createDtlsCertificate()
  const der = Buffer.from(certificate.certPem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  expect(fingerprint.value.replaceAll(':', '').toLowerCase()).toBe(createHash('sha256').update(der).digest('hex'))
})

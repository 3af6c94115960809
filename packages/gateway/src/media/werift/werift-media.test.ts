import { createSocket } from 'node:dgram'
import type { RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { RtcpSrPacket } from 'werift'
import type { RtpPacket } from 'werift'
import { expect, onTestFinished, test, vi } from 'vitest'
import { overLine } from '../../call/line/over-line.contract.js'
import { systemClock } from '../../system-clock.js'
import { systemIds } from '../../system-ids.js'
import { browserOffer, connectCallee, connectCaller, mediaContract, MediaEventLog, talk } from '../media.contract.js'
import type { DevicePacket, MediaContractSetup } from '../media.contract.js'
import { WeriftDevice } from './werift-device.contract.js'
import { createWeriftMedia } from './werift-media.js'
import type { WeriftMediaOptions } from './werift-media-options.js'

type Setup = MediaContractSetup<WeriftDevice>

// A real handshake takes a tenth of a second; on a busy machine many times that.
vi.setConfig({ testTimeout: 20_000 })
const patience = { timeout: 10_000 } as const

const loopback = '127.0.0.1'
const udpPortRange = { min: 42_000, max: 44_999 }
const opusPacket: DevicePacket = { format: 'opus', payload: Buffer.from('an opus frame') }

async function open(options: Partial<WeriftMediaOptions> = {}): Promise<Setup> {
  const ports = { clock: systemClock, ids: systemIds }
  const engine = await createWeriftMedia({ udpPortRange, listenAddresses: [loopback], ...options }, ports)
  onTestFinished(() => engine.close())
  return {
    engine,
    createDevice: () => {
      const device = new WeriftDevice()
      onTestFinished(() => device.close())
      return device
    },
  }
}

function ignoreEvents(): void {
  // Nothing is expected to happen.
}

/** Gathers what a device receives until told to stop. */
function record(device: WeriftDevice): {
  readonly packets: readonly RtpPacket[]
  readonly until: (count: number) => Promise<void>
} {
  const packets: RtpPacket[] = []
  device.onPacket((packet) => packets.push(packet))
  return { packets, until: async (count) => expect.poll(() => packets.length, patience).toBeGreaterThanOrEqual(count) }
}

mediaContract('werift', () => open())

mediaContract('werift, over lines', async () => {
  const setup = await open()
  return { ...setup, engine: overLine(setup.engine) }
})

test('the device receives one stream without a gap, through ringback, bridge and silence', async () => {
  const setup = await open()
  const caller = await connectCaller(setup)
  const callee = await connectCallee(setup)
  const { packets, until } = record(caller.device)
  caller.endpoint.play('ringback')
  await until(5)
  setup.engine.bridge(caller.endpoint, callee.endpoint)
  for (let count = 0; count < 5; count += 1) {
    const heard = caller.device.hears(opusPacket)
    callee.device.send(opusPacket)
    await heard
  }
  setup.engine.unbridge(caller.endpoint)
  const length = packets.length
  await until(length + 5)

  expect(new Set(packets.map(({ header }) => header.ssrc)).size).toBe(1)
  const steps = packets.slice(1).map(({ header }, place) => {
    const before = packets[place]?.header ?? header
    return [
      (header.sequenceNumber - before.sequenceNumber) & 0xffff,
      (header.timestamp - before.timestamp) >>> 0,
    ] as const
  })
  expect(steps.map(([sequence]) => sequence)).toEqual(steps.map(() => 1))
  // Half a second at 48 kHz: nothing leaps, nothing runs backward.
  for (const [, timestamp] of steps) expect(timestamp).toBeLessThan(24_000)
})

interface PressPacket {
  readonly event: number | undefined
  readonly isEnd: boolean
  readonly duration: number
  readonly marker: boolean
}

/** The packets of telephone events by their timestamps, in order. */
function pressesIn(packets: readonly RtpPacket[], payloadType: number): readonly (readonly PressPacket[])[] {
  const presses = new Map<number, PressPacket[]>()
  for (const { header, payload } of packets) {
    if (header.payloadType !== payloadType) continue
    const press = presses.get(header.timestamp) ?? []
    presses.set(header.timestamp, press)
    const isEnd = (payload.readUInt8(1) & 0x80) !== 0
    press.push({ event: payload[0], isEnd, duration: payload.readUInt16BE(2), marker: header.marker })
  }
  return [...presses.values()]
}

test.each(['alone', 'bridged'])('keys stand in the stream of a device that is %s as RFC 4733 has them', async (way) => {
  const setup = await open()
  const caller = await connectCaller(setup)
  const callee = await connectCallee(setup)
  if (way === 'bridged') setup.engine.bridge(caller.endpoint, callee.endpoint)
  const stop = talk(caller.device, opusPacket)
  const { packets, until } = record(callee.device)
  await until(5)
  callee.endpoint.sendKeys('5w#')
  await callee.device.hearsKeys('5#')
  await until(packets.length + 10)
  stop()

  const press = (event: number): readonly PressPacket[] =>
    [160, 320, 480, 640, 800, 960, 1_120, 1_280, 1_280, 1_280].map((duration, place) => ({
      event,
      isEnd: place >= 7,
      duration,
      marker: place === 0,
    }))
  // The number of the gateway's own offer.
  expect(pressesIn(packets, 101)).toEqual([press(5), press(11)])
  const steps = packets.slice(1).map(({ header }, place) => {
    const before = packets[place]?.header ?? header
    return {
      sequence: (header.sequenceNumber - before.sequenceNumber) & 0xffff,
      timestamp: (header.timestamp - before.timestamp) >>> 0,
      isKey: before.payloadType === 101,
      isAudio: header.payloadType !== 101,
    }
  })
  expect(steps.map(({ sequence }) => sequence)).toEqual(steps.map(() => 1))
  // Half a second at 48 kHz: nothing leaps, nothing runs backward.
  for (const { timestamp } of steps) expect(timestamp).toBeLessThan(24_000)
  // Audio goes on after the 160 ms of the key that it follows.
  const clockRate = way === 'bridged' ? 48 : 8
  const resumed = steps.filter(({ isKey, isAudio }) => isKey && isAudio)
  expect(resumed).toHaveLength(2)
  for (const { timestamp } of resumed) expect(timestamp).toBeGreaterThanOrEqual(160 * clockRate)
})

test('during a restart the old path carries the call until the device has chosen the new one', async () => {
  const setup = await open()
  const { device, endpoint } = await connectCaller(setup)
  await endpoint.restart(browserOfferOf(await setup.createDevice().offer(), device))
  await device.hearsSound('silence')
})

/** A new offer of a device that it will never act upon: its own certificate, other credentials. */
function browserOfferOf(offer: string, device: WeriftDevice): string {
  const own = /a=fingerprint:.*/.exec(device.connection.localDescription?.sdp ?? '')?.[0] ?? ''
  return offer.replaceAll(/a=fingerprint:.*/g, own)
}

test('sender reports reach the device, and its own reports give the round trip', async () => {
  const setup = await open()
  const caller = await connectCaller(setup)
  const [transport] = caller.device.connection.dtlsTransports
  const reports: RtcpSrPacket[] = []
  transport?.onRtcp.subscribe((packet) => {
    if (packet instanceof RtcpSrPacket) reports.push(packet)
  })
  caller.device.send(opusPacket)
  await expect.poll(() => reports.length, patience).toBeGreaterThan(0)
  const [report] = reports
  expect(report?.senderInfo.packetCount).toBeGreaterThan(0)
  expect(report?.reports).toMatchObject([{ fractionLost: 0, packetsLost: 0 }])
  await expect.poll(() => caller.endpoint.stats().roundTripMs, patience).toBeLessThan(1_000)
})

test('a device that is heard is not lost, and one that falls silent is, once', async () => {
  const setup = await open({ lossTimeoutMs: 1_500 })
  const { device, log } = await connectCaller(setup)
  const { until } = record(device)
  // It sends whenever it hears a frame of silence, for twice the bound.
  const stop = device.onPacket(() => device.send(opusPacket))
  await until(150)
  expect(log.events).toEqual([{ type: 'connected' }])
  stop()
  await device.close()
  await log.until('lost')
  expect(log.events.filter(({ type }) => type === 'lost')).toHaveLength(1)
})

test('a device that never comes is lost after the bound, but not while it rings or waits for its description', async () => {
  const { engine } = await open({ lossTimeoutMs: 100 })
  const [rung, waiting, called, accepted] = [1, 2, 3, 4].map(() => new MediaEventLog())
  if (!rung || !waiting || !called || !accepted) throw new Error('There are four.')
  await engine.createEndpoint(rung.add).offer()
  const late = engine.createEndpoint(waiting.add)
  await late.answer(browserOffer)
  const callee = engine.createEndpoint(accepted.add)
  await callee.offer()
  await callee.acceptAnswer(browserOffer.replace('a=setup:actpass', 'a=setup:active'))
  const caller = engine.createEndpoint(called.add)
  await caller.answer(browserOffer)
  caller.expectMedia()
  const unconnected = [{ reason: expect.stringContaining('could not connect') as string }]
  expect(await called.until('lost')).toMatchObject(unconnected)
  expect(await accepted.until('lost')).toMatchObject(unconnected)
  expect([...rung.events, ...waiting.events]).toEqual([])
  late.expectMedia()
  expect(await waiting.until('lost')).toMatchObject(unconnected)
})

test('a device with another certificate than its description says is lost at once', async () => {
  const { engine, createDevice } = await open()
  const log = new MediaEventLog()
  const [device, other] = [createDevice(), createDevice()]
  await other.offer()
  const endpoint = engine.createEndpoint(log.add)
  const answer = await endpoint.answer(
    (await device.offer()).replaceAll(/(a=fingerprint:sha-256 )..:..:../g, '$100:00:00'),
  )
  await device.acceptAnswer(answer)
  expect(await log.until('lost')).toMatchObject([{ reason: expect.stringContaining('could not prove') as string }])
})

test('candidates carry the announced addresses with the port that was bound, on every listen address', async () => {
  const listenAddresses = [loopback, '127.0.0.2']
  const candidatesOf = async (options: Partial<WeriftMediaOptions>): Promise<readonly string[]> => {
    const { engine } = await open(options)
    const offer = await engine.createEndpoint(ignoreEvents).offer()
    return [...offer.matchAll(/a=candidate:\d+ 1 udp \d+ (\S+ \d+) typ host/g)].map(([, place = '']) => place)
  }
  const range = { min: 41_000, max: 41_000 }
  expect(await candidatesOf({ listenAddresses, udpPortRange: range })).toEqual(['127.0.0.1 41000', '127.0.0.2 41000'])
  const announcedAddresses = ['203.0.113.5', '127.0.0.2']
  expect(
    await candidatesOf({ listenAddresses, announcedAddresses, udpPortRange: { min: 41_001, max: 41_001 } }),
  ).toEqual(['203.0.113.5 41001', '127.0.0.2 41001'])
})

test('a device of the same network reaches the gateway by the addresses that it finds itself', async () => {
  const setup = await open({ listenAddresses: [] })
  const { device, endpoint } = await connectCaller(setup)
  await device.hearsSound('silence')
  const seen = device.connection.remoteDescription?.sdp ?? ''
  const own = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address))
  for (const [, address = ''] of seen.matchAll(/a=candidate:\d+ 1 udp \d+ (\S+)/g)) expect(own).toContain(address)
  expect(endpoint.stats().packetsSent).toBeGreaterThan(0)
})

/** A router that forwards a UDP port of its outer address to the same port of the gateway, for one device. */
async function openRouter(outerAddress: string, port: number): Promise<{ readonly forwarded: () => number }> {
  const [outer, inner] = [createSocket('udp4'), createSocket('udp4')]
  onTestFinished(() => {
    outer.close()
    inner.close()
  })
  let device: RemoteInfo | undefined
  let forwarded = 0
  outer.on('message', (datagram, from) => {
    device = from
    forwarded += 1
    inner.send(datagram, port, loopback)
  })
  inner.on('message', (datagram) => {
    if (device) outer.send(datagram, device.port, device.address)
  })
  outer.bind(port, outerAddress)
  inner.bind(0, loopback)
  await Promise.all([once(outer, 'listening'), once(inner, 'listening')])
  return { forwarded: () => forwarded }
}

test('a device outside reaches a gateway behind a NAT by the announced address', async () => {
  const outerAddress = '127.0.0.2'
  const inside = await open({ announcedAddresses: [outerAddress], udpPortRange: { min: 41_030, max: 41_030 } })
  const router = await openRouter(outerAddress, 41_030)
  const { device } = await connectCaller(inside)
  expect(device.connection.remoteDescription?.sdp).not.toContain(`${loopback} 41030`)
  device.send(opusPacket)
  await device.hearsSound('silence')
  expect(router.forwarded()).toBeGreaterThan(0)
})

test('when the port range is used up negotiation is refused, and works again once an endpoint has closed', async () => {
  const { engine } = await open({ udpPortRange: { min: 41_010, max: 41_011 } })
  const [first, second, third] = [1, 2, 3].map(() => engine.createEndpoint(ignoreEvents))
  await Promise.all([first?.offer(), second?.answer(browserOffer)])
  await expect(third?.offer()).rejects.toMatchObject({ name: 'MediaError', code: 'no-port' })
  await first?.close()
  await expect(third?.offer()).resolves.toContain('v=0')
})

test('an endpoint that is closed while it binds leaves no socket behind', async () => {
  const { engine } = await open({ udpPortRange: { min: 41_020, max: 41_020 } })
  const endpoint = engine.createEndpoint(ignoreEvents)
  const offer = endpoint.offer()
  await Promise.all([endpoint.close(), expect(offer).rejects.toMatchObject({ code: 'closed' })])
  await expect(engine.createEndpoint(ignoreEvents).offer()).resolves.toContain(' 41020 typ host')
})

test('a range that is not made of ports is a mistake of the caller', async () => {
  await expect(open({ udpPortRange: { min: 0, max: 5 } })).rejects.toThrow(TypeError)
})

test("whatever is sent to the port, by strangers or along the device's own path, the call goes on", async () => {
  const setup = await open()
  const caller = await connectCaller(setup)
  const callee = await connectCallee(setup)
  setup.engine.bridge(caller.endpoint, callee.endpoint)
  const port = Number(
    /a=candidate:\d+ 1 udp \d+ \S+ (\d+)/.exec(caller.device.connection.remoteDescription?.sdp ?? '')?.[1],
  )
  const stranger = createSocket('udp4')
  onTestFinished(() => void stranger.close())
  const [path] = caller.device.connection.iceTransports
  // The first byte says which protocol it is to be: STUN, DTLS, RTP, or none.
  const datagram = fc
    .tuple(fc.constantFrom(0, 1, 20, 21, 22, 23, 63, 64, 128, 144, 191, 255), fc.uint8Array({ maxLength: 300 }))
    .map(([first, rest]) => Buffer.from([first, ...rest]))
  await fc.assert(
    fc.asyncProperty(datagram, async (bytes) => {
      stranger.send(bytes, port, loopback)
      await path?.connection.send(bytes)
      // The gateway reads in between: what a full socket buffer drops proves nothing.
      await new Promise((resolve) => setImmediate(resolve))
    }),
    { numRuns: 500 },
  )
  const heard = callee.device.hears(opusPacket)
  caller.device.send(opusPacket)
  await heard
  expect(caller.log.events).toEqual([{ type: 'connected' }])
})

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function openResources(kind: string): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === kind).length
}

async function connectAndClose({ engine, createDevice }: Setup): Promise<void> {
  const [log, device] = [new MediaEventLog(), createDevice()]
  const endpoint = engine.createEndpoint(log.add)
  await device.acceptAnswer(await endpoint.answer(await device.offer()))
  await log.until('connected')
  await device.hearsSound('silence')
  await endpoint.close()
  await device.close()
}

test('after two hundred endpoints sockets, timers and heap are back where they were', { timeout: 60_000 }, async () => {
  const { engine } = await open()
  const setup = { engine, createDevice: () => new WeriftDevice() }
  const timers = openResources('Timeout')
  const heapAfter = async (count: number): Promise<number> => {
    for (let done = 0; done < count; done += 20)
      await Promise.all(Array.from({ length: 20 }, () => connectAndClose(setup)))
    await expect.poll(() => openResources('UDPWrap'), patience).toBe(0)
    expect(engine.openEndpoints).toBe(0)
    await expect.poll(() => openResources('Timeout'), patience).toBeLessThanOrEqual(timers)
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  // The first calls load code and fill caches.
  const heaps = [await heapAfter(40), await heapAfter(100), await heapAfter(100)]
  // What is kept for each endpoint shows in every round, what is kept once in one of them. What the engine compiles
  // meanwhile, which is more on a busy machine, stays below; a peer connection does not.
  const grownBytes = heaps.slice(1).map((heap, round) => heap - (heaps[round] ?? heap))
  expect(Math.min(...grownBytes) / 100).toBeLessThan(10_000)
})

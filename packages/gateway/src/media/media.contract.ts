import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AudioFormat } from './audio-description.js'
import type { LocalSound, MediaEndpoint, MediaEngine, MediaEvent } from './media.js'
import { readAudioDescription } from './read-audio-description.js'

/** A packet as a device sends or hears it. */
export interface DevicePacket {
  readonly format: AudioFormat
  readonly payload: Buffer
}

/** The other side of an endpoint: a real peer connection, or the test's hand in the fake. */
export interface ContractDevice {
  /** An offer; once connected, one with fresh ICE credentials. */
  offer(): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  answer(offerSdp: string): Promise<string>
  send(packet: DevicePacket): void
  /** Press and release a key. */
  press(digit: string): void
  /** Resolves once such a packet arrives. */
  hears(packet: DevicePacket): Promise<void>
  /** Resolves once exactly these keys have been heard, without pauses, since the device was made. */
  hearsKeys(keys: string): Promise<void>
  /** Resolves once the gateway's own sound arrives. */
  hearsSound(sound: LocalSound): Promise<void>
}

/** An engine, and devices that can reach it. */
export interface MediaContractSetup<Device extends ContractDevice = ContractDevice> {
  readonly engine: MediaEngine
  /** A device that is closed when the test is over. */
  readonly createDevice: () => Device
}

/** What an endpoint reported so far, and a way to wait for more. */
export class MediaEventLog {
  readonly #events: MediaEvent[] = []
  #waiting: (() => void)[] = []

  get events(): readonly MediaEvent[] {
    return this.#events
  }

  readonly add = (event: MediaEvent): void => {
    this.#events.push(event)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves once `count` events of a type have come. */
  async until(type: MediaEvent['type'], count = 1): Promise<readonly MediaEvent[]> {
    for (;;) {
      const found = this.#events.filter((event) => event.type === type)
      if (found.length >= count) return found
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}

/** A device that is connected, and the gateway's side of it. */
export interface ConnectedDevice<Device extends ContractDevice = ContractDevice> {
  readonly device: Device
  readonly endpoint: MediaEndpoint
  readonly log: MediaEventLog
}

type Open = () => Promise<MediaContractSetup>

/** An offer as Chromium makes it, without candidates. */
export const browserOffer = [
  'v=0',
  'o=- 4729040865983793347 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS stream',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 0.0.0.0',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=ice-ufrag:RovF',
  'a=ice-pwd:gyeyLUsQzCHMsK7bUU2ju24M',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=msid:stream track',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:111 opus/48000/2',
  'a=rtcp-fb:111 transport-cc',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:13 CN/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:2246253026 cname:W4EraeCGocGAtJRL',
  '',
].join('\r\n')

const opusPacket: DevicePacket = { format: 'opus', payload: Buffer.from([0x78, 1, 2, 3, 4, 5, 6, 7]) }
const pcmuPacket: DevicePacket = { format: 'pcmu', payload: Buffer.alloc(160, 0x2a) }

/** What every media engine does, whatever carries its packets. */
export function mediaContract(name: string, open: Open): void {
  /** A setup that is closed when the test is over. */
  const openSetup: Open = async () => {
    const setup = await open()
    onTestFinished(() => setup.engine.close())
    return setup
  }

  // A real handshake takes a tenth of a second; on a busy machine many times that.
  describe(`media ${name}`, { timeout: 20_000 }, () => {
    descriptionContract(openSetup)
    refusalContract(openSetup)
    soundContract(openSetup)
    keyContract(openSetup)
    bridgeContract(openSetup)
    restartContract(openSetup)
    lifeContract(openSetup)
  })
}

/** A device that called: its offer was answered. */
export async function connectCaller<Device extends ContractDevice>({
  engine,
  createDevice,
}: MediaContractSetup<Device>): Promise<ConnectedDevice<Device>> {
  const log = new MediaEventLog()
  const device = createDevice()
  const endpoint = engine.createEndpoint(log.add)
  await device.acceptAnswer(await endpoint.answer(await device.offer()))
  await log.until('connected')
  return { device, endpoint, log }
}

/** A device that was rung: it answered our offer. */
export async function connectCallee<Device extends ContractDevice>({
  engine,
  createDevice,
}: MediaContractSetup<Device>): Promise<ConnectedDevice<Device>> {
  const log = new MediaEventLog()
  const device = createDevice()
  const endpoint = engine.createEndpoint(log.add)
  await endpoint.acceptAnswer(await device.answer(await endpoint.offer()))
  await log.until('connected')
  return { device, endpoint, log }
}

/** Send until it is heard: the first packets of a path may be lost. */
async function carries(from: ContractDevice, to: ContractDevice, packet: DevicePacket): Promise<void> {
  const heard = to.hears(packet)
  from.send(packet)
  await heard
}

/** Send a packet every 20 ms, until the result is called or the test is over. */
export function talk(device: ContractDevice, packet: DevicePacket): () => void {
  const timer = setInterval(() => device.send(packet), 20)
  const stop = (): void => clearInterval(timer)
  onTestFinished(stop)
  return stop
}

function ignoreEvents(): void {
  // Nothing is expected to happen.
}

function candidatesOf(sdp: string): readonly string[] {
  return sdp.split('\r\n').filter((line) => line.startsWith('a=candidate:'))
}

function descriptionContract(open: Open): void {
  test('an answer takes both codecs and telephone events with the numbers of the offer', async () => {
    const { engine } = await open()
    const answer = await engine.createEndpoint(ignoreEvents).answer(browserOffer)
    expect(readAudioDescription(answer)).toMatchObject({
      payloadTypes: { opus: 111, pcmu: 0, 'telephone-event': 126 },
      isBundled: true,
      direction: 'sendrecv',
      sections: [{ kind: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', formats: '111 0 126', mid: '0' }],
    })
  })

  test('an answer holds every candidate, says that there are no more, and names the part in the handshake', async () => {
    const { engine } = await open()
    const answer = await engine.createEndpoint(ignoreEvents).answer(browserOffer)
    expect(candidatesOf(answer).length).toBeGreaterThan(0)
    expect(answer).toContain('\r\na=end-of-candidates\r\n')
    expect(answer).toMatch(/\r\na=setup:(active|passive)\r\n/)
    expect(answer).toContain('\r\na=rtcp-mux\r\n')
  })

  test('an offer has opus, PCMU and telephone events 0-16, twenty milliseconds a packet, and leaves the part open', async () => {
    const { engine } = await open()
    const offer = await engine.createEndpoint(ignoreEvents).offer()
    expect(readAudioDescription(offer)).toMatchObject({ setup: 'actpass', isBundled: true, direction: 'sendrecv' })
    expect(offer).toMatch(/\r\na=rtpmap:(\d+) opus\/48000\/2\r\n/)
    expect(offer).toMatch(/\r\na=rtpmap:0 PCMU\/8000\r\n/)
    expect(offer).toMatch(/\r\na=rtpmap:(\d+) telephone-event\/8000\r\na=fmtp:\1 0-16\r\n/)
    expect(offer).toContain('\r\na=ptime:20\r\n')
    expect(candidatesOf(offer).length).toBeGreaterThan(0)
  })

  test('an answer to a muted or listening device turns the direction round', async () => {
    const { engine } = await open()
    const answerTo = async (direction: string): Promise<string> => {
      const offer = browserOffer.replace('a=sendrecv', `a=${direction}`)
      return readAudioDescription(await engine.createEndpoint(ignoreEvents).answer(offer)).direction
    }
    expect(await answerTo('sendonly')).toBe('recvonly')
    expect(await answerTo('recvonly')).toBe('sendonly')
    expect(await answerTo('inactive')).toBe('inactive')
  })

  test('an answer refuses video and keeps its place', async () => {
    const { engine } = await open()
    const video = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=mid:1', 'a=rtpmap:96 VP8/90000', ''].join(
      '\r\n',
    )
    const answer = await engine.createEndpoint(ignoreEvents).answer(browserOffer + video)
    expect(answer).toContain('m=video 0 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=inactive')
    expect(answer).toContain('a=group:BUNDLE 0\r\n')
  })

  test('two endpoints never share credentials', async () => {
    const { engine } = await open()
    const [one, other] = [engine.createEndpoint(ignoreEvents), engine.createEndpoint(ignoreEvents)]
    const first = readAudioDescription(await one.offer())
    const second = readAudioDescription(await other.offer())
    expect(first.ice).not.toEqual(second.ice)
  })
}

const mangledOffer = fc
  .record({
    line: fc.nat({ max: browserOffer.split('\r\n').length - 1 }),
    change: fc.oneof(
      fc.constant(undefined),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('m=', 'a=', 'm=audio', 'a=:'),
    ),
    cut: fc.option(fc.nat({ max: browserOffer.length })),
  })
  .map(({ line, change, cut }) => {
    const lines = browserOffer.split('\r\n')
    lines.splice(line, 1, ...(change === undefined ? [] : [change]))
    return lines.join('\r\n').slice(0, cut ?? undefined)
  })

function refusalContract(open: Open): void {
  test('whatever a device sends, it is answered, or refused as bad-sdp or no-codec', async () => {
    const { engine } = await open()
    await fc.assert(
      fc.asyncProperty(fc.oneof(mangledOffer, fc.string({ unit: 'binary' })), async (offer) => {
        const endpoint = engine.createEndpoint(ignoreEvents)
        const outcome = await endpoint.answer(offer).catch((error: unknown) => error)
        await endpoint.close()
        if (typeof outcome === 'string') readAudioDescription(outcome)
        else
          expect(outcome).toMatchObject({
            name: 'MediaError',
            code: expect.stringMatching(/^(bad-sdp|no-codec)$/) as string,
          })
      }),
      { numRuns: 200 },
    )
    expect(engine.openEndpoints).toBe(0)
  })

  test.each([
    ['nothing', '', 'bad-sdp'],
    ['no fingerprint', browserOffer.replace(/a=fingerprint.*\r\n/, ''), 'bad-sdp'],
    ['no ICE password', browserOffer.replace(/a=ice-pwd.*\r\n/, ''), 'bad-sdp'],
    ['no part in the handshake', browserOffer.replace(/a=setup.*\r\n/, ''), 'bad-sdp'],
    [
      'a SHA-1 fingerprint alone',
      browserOffer.replace(/a=fingerprint.*/, `a=fingerprint:sha-1 ${'AB:'.repeat(19)}AB`),
      'bad-sdp',
    ],
    ['no rtcp-mux', browserOffer.replace('a=rtcp-mux\r\n', ''), 'bad-sdp'],
    ['video alone', browserOffer.replace('m=audio', 'm=video'), 'no-codec'],
    ['audio that is not used', browserOffer.replace('m=audio 9', 'm=audio 0'), 'no-codec'],
    ['G.722 alone', browserOffer.replace('111 63 9 0 8 13 110 126', '9'), 'no-codec'],
  ])('an offer with %s is refused with its code', async (_name, offer, code) => {
    const { engine } = await open()
    await expect(engine.createEndpoint(ignoreEvents).answer(offer)).rejects.toMatchObject({ name: 'MediaError', code })
  })

  test('an endpoint whose offer was refused can still be negotiated', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await expect(endpoint.answer('')).rejects.toMatchObject({ code: 'bad-sdp' })
    await expect(endpoint.answer(browserOffer)).resolves.toContain('v=0')
  })

  test('an answer that leaves the part in the handshake open is refused', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await endpoint.offer()
    await expect(endpoint.acceptAnswer(browserOffer)).rejects.toMatchObject({ code: 'bad-sdp' })
  })

  test('negotiating out of turn is a mistake of the caller', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await expect(endpoint.acceptAnswer(browserOffer)).rejects.toThrow(TypeError)
    await expect(endpoint.restart(browserOffer)).rejects.toThrow(TypeError)
    await endpoint.answer(browserOffer)
    await expect(endpoint.answer(browserOffer)).rejects.toThrow(TypeError)
    await expect(endpoint.offer()).rejects.toThrow(TypeError)
  })
}

function soundContract(open: Open): void {
  test('a device that is alone hears silence, and ringback when it is played', async () => {
    const { device, endpoint } = await connectCaller(await open())
    await device.hearsSound('silence')
    endpoint.play('ringback')
    await device.hearsSound('ringback')
    endpoint.play('silence')
    await device.hearsSound('silence')
  })

  test('what was played before the device connected is heard once it has', async () => {
    const { engine, createDevice } = await open()
    const device = createDevice()
    const endpoint = engine.createEndpoint(ignoreEvents)
    const answer = await endpoint.answer(await device.offer())
    endpoint.play('ringback')
    await device.acceptAnswer(answer)
    await device.hearsSound('ringback')
  })

  test('each key press of a device is reported once, in order', async () => {
    const { device, log } = await connectCaller(await open())
    for (const digit of ['1', '1', '#', '*', 'A']) device.press(digit)
    const events = await log.until('dtmf', 5)
    expect(events.map((event) => event.type === 'dtmf' && event.digit)).toEqual(['1', '1', '#', '*', 'A'])
  })
}

function keyContract(open: Open): void {
  test('keys are pressed for a device that is alone, one after another', async () => {
    const { device, endpoint } = await connectCaller(await open())
    endpoint.sendKeys('112')
    endpoint.sendKeys('*w#')
    await device.hearsKeys('112*#')
    await device.hearsSound('silence')
  })

  test('keys are pressed for one side of a bridge alone, and the bridge goes on', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    const stop = talk(caller.device, opusPacket)
    await callee.device.hears(opusPacket)
    callee.endpoint.sendKeys('9D')
    await callee.device.hearsKeys('9D')
    await caller.device.hearsKeys('')
    await callee.device.hears(opusPacket)
    stop()
    expect([...caller.log.events, ...callee.log.events]).not.toContainEqual(expect.objectContaining({ type: 'dtmf' }))
  })

  test('keys that are pressed before the device connects are heard once it has', async () => {
    const { engine, createDevice } = await open()
    const device = createDevice()
    const endpoint = engine.createEndpoint(ignoreEvents)
    const answer = await endpoint.answer(await device.offer())
    endpoint.sendKeys('07')
    await device.acceptAnswer(answer)
    await device.hearsKeys('07')
  })

  test('what is not a key is refused, and none of the others is pressed', async () => {
    const { device, endpoint } = await connectCaller(await open())
    for (const keys of ['12x', 'a', ' 1', '١', '1\u0000']) {
      expect(() => endpoint.sendKeys(keys)).toThrow(expect.objectContaining({ code: 'bad-keys' }) as Error)
    }
    endpoint.sendKeys('')
    endpoint.sendKeys('5')
    await device.hearsKeys('5')
  })

  test('keys for a device that did not negotiate them are refused, and before there is a device they are a mistake', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    expect(() => endpoint.sendKeys('1')).toThrow(TypeError)
    await endpoint.answer(browserOffer.replace('a=rtpmap:126 telephone-event/8000\r\n', ''))
    expect(() => endpoint.sendKeys('1')).toThrow(expect.objectContaining({ code: 'no-codec' }) as Error)
  })
}

function bridgeContract(open: Open): void {
  test('bridged devices hear each other, both codecs untouched, each under the numbers of its own negotiation', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    await carries(caller.device, callee.device, opusPacket)
    await carries(callee.device, caller.device, opusPacket)
    await carries(caller.device, callee.device, pcmuPacket)
    await carries(callee.device, caller.device, pcmuPacket)
  })

  test('a key press is reported, and reaches the far device too', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    const heard = callee.device.hears({ format: 'telephone-event', payload: Buffer.from([5, 0x8a, 0x05, 0x00]) })
    caller.device.press('5')
    await heard
    expect(await caller.log.until('dtmf')).toEqual([{ type: 'dtmf', digit: '5' }])
    expect(callee.log.events).not.toContainEqual({ type: 'dtmf', digit: '5' })
  })

  test('a device that leaves its bridge hears silence, and so does the one it left', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    caller.endpoint.play('ringback')
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    await carries(callee.device, caller.device, opusPacket)
    setup.engine.unbridge(callee.endpoint)
    await Promise.all([caller.device.hearsSound('silence'), callee.device.hearsSound('silence')])
  })

  test('a device that is bridged anew leaves its old bridge', async () => {
    const setup = await open()
    const [first, second, third] = [await connectCaller(setup), await connectCallee(setup), await connectCallee(setup)]
    setup.engine.bridge(first.endpoint, second.endpoint)
    setup.engine.bridge(first.endpoint, third.endpoint)
    await second.device.hearsSound('silence')
    await carries(third.device, first.device, opusPacket)
  })

  test('when one side closes, the other hears silence and can play again', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    await callee.endpoint.close()
    await caller.device.hearsSound('silence')
    caller.endpoint.play('ringback')
    await caller.device.hearsSound('ringback')
  })

  test('what the far device did not negotiate is never sent to it, and is counted', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const device = setup.createDevice()
    const log = new MediaEventLog()
    const pcmuOnly = setup.engine.createEndpoint(log.add)
    const offer = (await device.offer()).replace(/^(m=audio \d+ \S+) .*$/m, '$1 0')
    await device.acceptAnswer(await pcmuOnly.answer(offer))
    await log.until('connected')
    setup.engine.bridge(caller.endpoint, pcmuOnly)
    caller.device.send(opusPacket)
    await carries(caller.device, device, pcmuPacket)
    expect(caller.endpoint.stats().packetsDiscarded).toBeGreaterThan(0)
  })

  test('an endpoint is not bridged to itself, to a closed one, or to that of another engine', async () => {
    const [setup, other] = [await open(), await open()]
    const endpoint = setup.engine.createEndpoint(ignoreEvents)
    const closed = setup.engine.createEndpoint(ignoreEvents)
    await closed.close()
    expect(() => setup.engine.bridge(endpoint, endpoint)).toThrow(TypeError)
    expect(() => setup.engine.bridge(endpoint, closed)).not.toThrow()
    expect(() => setup.engine.bridge(endpoint, {} as MediaEndpoint)).toThrow(TypeError)
    expect(other.engine.openEndpoints).toBe(0)
  })
}

function restartContract(open: Open): void {
  test('an ICE restart gives fresh credentials and keeps the certificate, and the call goes on', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    for (const { device, endpoint } of [caller, callee]) {
      const offer = await device.offer()
      const answer = await endpoint.restart(offer)
      await device.acceptAnswer(answer)
    }
    await carries(caller.device, callee.device, opusPacket)
    await carries(callee.device, caller.device, opusPacket)
  })

  test('the answer to a restart differs from the first in its credentials only', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    const first = readAudioDescription(await endpoint.answer(browserOffer))
    const restarted = readAudioDescription(await endpoint.restart(browserOffer.replace('RovF', 'fresh')))
    expect(restarted.ice.ufrag).not.toBe(first.ice.ufrag)
    expect(restarted.ice.password).not.toBe(first.ice.password)
    expect({ ...restarted, ice: first.ice }).toEqual(first)
  })

  test('a restart that is asked for twice is answered alike', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await endpoint.answer(browserOffer)
    const offer = browserOffer.replace('RovF', 'fresh')
    expect(await endpoint.restart(offer)).toBe(await endpoint.restart(offer))
  })

  test('a restart may change the numbers of formats, which count from then on', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    await carries(callee.device, caller.device, opusPacket)
    const offer = await caller.device.offer()
    const before = /a=rtpmap:(\d+) opus/.exec(offer)?.[1] ?? ''
    const answer = await caller.endpoint.restart(
      offer.replace(/^(m=audio .*)$/m, (line) => line.replace(` ${before}`, ' 120')).replaceAll(`:${before} `, ':120 '),
    )
    expect(readAudioDescription(answer).payloadTypes.opus).toBe(120)
    await caller.device.acceptAnswer(answer)
    await carries(callee.device, caller.device, opusPacket)
  })

  test('a restart with another certificate is refused', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await endpoint.answer(browserOffer)
    await expect(endpoint.restart(browserOffer.replaceAll('AB', 'CD'))).rejects.toMatchObject({ code: 'bad-sdp' })
  })
}

function lifeContract(open: Open): void {
  test('figures count what came and what went', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    const callee = await connectCallee(setup)
    const nothing = setup.engine.createEndpoint(ignoreEvents).stats()
    expect(nothing).toMatchObject({ codec: undefined, packetsReceived: 0, bytesSent: 0, roundTripMs: undefined })
    setup.engine.bridge(caller.endpoint, callee.endpoint)
    await carries(caller.device, callee.device, opusPacket)
    expect(caller.endpoint.stats()).toMatchObject({
      codec: 'opus',
      packetsReceived: 1,
      bytesReceived: 8,
      packetsLost: 0,
    })
    expect(callee.endpoint.stats().packetsSent).toBeGreaterThan(0)
    expect(callee.endpoint.stats().bytesSent).toBeGreaterThanOrEqual(8)
  })

  test('a closed endpoint refuses to negotiate and ignores the rest', async () => {
    const { engine } = await open()
    const endpoint = engine.createEndpoint(ignoreEvents)
    await endpoint.close()
    await endpoint.close()
    await expect(endpoint.offer()).rejects.toMatchObject({ code: 'closed' })
    await expect(endpoint.answer(browserOffer)).rejects.toMatchObject({ code: 'closed' })
    await expect(endpoint.acceptAnswer(browserOffer)).rejects.toMatchObject({ code: 'closed' })
    await expect(endpoint.restart(browserOffer)).rejects.toMatchObject({ code: 'closed' })
    endpoint.play('ringback')
    endpoint.sendKeys('1')
    endpoint.expectMedia()
    engine.unbridge(endpoint)
    expect(endpoint.stats().packetsSent).toBe(0)
  })

  test('open endpoints are counted, and closing the engine closes them all', async () => {
    const setup = await open()
    const caller = await connectCaller(setup)
    setup.engine.createEndpoint(ignoreEvents)
    expect(setup.engine.openEndpoints).toBe(2)
    await setup.engine.close()
    expect(setup.engine.openEndpoints).toBe(0)
    await expect(caller.endpoint.offer()).rejects.toMatchObject({ code: 'closed' })
    expect(() => setup.engine.createEndpoint(ignoreEvents)).toThrow(
      expect.objectContaining({ code: 'closed' }) as Error,
    )
  })
}

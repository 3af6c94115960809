import { expect, test } from 'vitest'
import { overLine } from '../../call/line/over-line.contract.js'
import { browserOffer, mediaContract } from '../media.contract.js'
import type { ContractDevice, DevicePacket } from '../media.contract.js'
import type { LocalSound, MediaEvent } from '../media.js'
import type { FakeEndpoint } from './fake-endpoint.js'
import { FakeMedia } from './fake-media.js'

const keys = '0123456789*#ABCD'

/** The device's part, played by the test. */
class FakeDevice implements ContractDevice {
  readonly #engine: FakeMedia
  #endpoint: FakeEndpoint | undefined
  #offers = 0

  constructor(engine: FakeMedia) {
    this.#engine = engine
  }

  offer(): Promise<string> {
    this.#offers += 1
    return Promise.resolve(browserOffer.replace('RovF', `device${this.#offers}`))
  }

  acceptAnswer(sdp: string): Promise<void> {
    this.#meet(sdp)
    return Promise.resolve()
  }

  answer(offerSdp: string): Promise<string> {
    // The endpoint takes the answer before the device is connected.
    setImmediate(() => this.#meet(offerSdp))
    return Promise.resolve(browserOffer.replace('a=setup:actpass', 'a=setup:active'))
  }

  send(packet: DevicePacket): void {
    this.#met.receive(packet)
  }

  press(digit: string): void {
    this.#met.receive({ format: 'telephone-event', payload: Buffer.from([keys.indexOf(digit), 0x8a, 0x05, 0x00]) })
    this.#met.emit({ type: 'dtmf', digit })
  }

  async hears({ format, payload }: DevicePacket): Promise<void> {
    const endpoint = this.#met
    await expect.poll(() => endpoint.sent).toContainEqual({ format, payload })
  }

  async hearsKeys(expected: string): Promise<void> {
    const endpoint = this.#met
    const heard = (): string =>
      endpoint.sent
        .filter(({ format }) => format === 'telephone-event')
        .map(({ payload }) => keys[payload.readUInt8(0)])
        .join('')
    await expect.poll(heard).toBe(expected)
  }

  hearsSound(sound: LocalSound): Promise<void> {
    expect(this.#met.sound).toBe(sound)
    return Promise.resolve()
  }

  get #met(): FakeEndpoint {
    if (!this.#endpoint) throw new Error('The device has not met its endpoint.')
    return this.#endpoint
  }

  #meet(description: string): void {
    const isFirst = this.#endpoint === undefined
    this.#endpoint = this.#engine.endpointOf(description)
    if (isFirst) this.#met.emit({ type: 'connected' })
  }
}

mediaContract('fake', () => {
  const engine = new FakeMedia()
  return Promise.resolve({ engine, createDevice: () => new FakeDevice(engine) })
})

mediaContract('fake, over lines', () => {
  const engine = new FakeMedia()
  return Promise.resolve({ engine: overLine(engine), createDevice: () => new FakeDevice(engine) })
})

function ignoreEvents(): void {
  // Nothing is expected to happen.
}

test('the same history gives the same descriptions', async () => {
  const [one, other] = [new FakeMedia(), new FakeMedia()]
  expect(await one.createEndpoint(ignoreEvents).offer()).toBe(await other.createEndpoint(ignoreEvents).offer())
})

test('a test can see who is bridged to whom', async () => {
  const media = new FakeMedia()
  const [a, b, c] = [
    media.createEndpoint(ignoreEvents),
    media.createEndpoint(ignoreEvents),
    media.createEndpoint(ignoreEvents),
  ]
  media.bridge(b, a)
  expect(media.bridges).toEqual([[a, b]])
  media.bridge(c, b)
  expect(media.bridges).toEqual([[b, c]])
  await c.close()
  expect(media.bridges).toEqual([])
})

test('a test decides what happens and what fails', async () => {
  const events: MediaEvent[] = []
  const endpoint = new FakeMedia().createEndpoint((event) => events.push(event))
  endpoint.refuseNext('no-port')
  await expect(endpoint.offer()).rejects.toMatchObject({ code: 'no-port' })
  await expect(endpoint.offer()).resolves.toContain('v=0')
  endpoint.emit({ type: 'lost', reason: 'The test said so.' })
  await endpoint.close()
  endpoint.emit({ type: 'connected' })
  expect(events).toEqual([{ type: 'lost', reason: 'The test said so.' }])
})

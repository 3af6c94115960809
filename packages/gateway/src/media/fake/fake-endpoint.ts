import { createHash } from 'node:crypto'
import type { AudioCodec, AudioDescription, AudioFormat, PayloadTypes, SetupRole } from '../audio-description.js'
import { readKeySequence } from '../audio/key-sequence.js'
import { writeTelephoneEvent } from '../audio/telephone-event.js'
import { MediaError, noTelephoneEvents } from '../media.js'
import type { LocalSound, MediaEndpoint, MediaErrorCode, MediaEvent, MediaStats } from '../media.js'
import { readAudioDescription } from '../read-audio-description.js'
import { answeringDirection, writeAudioDescription } from '../write-audio-description.js'

/** What a packet of a call holds; there is no RTP in the fake. */
export interface FakePacket {
  readonly format: AudioFormat
  readonly payload: Buffer
}

/** What a fake endpoint tells its engine and the test's device. */
export interface FakeEndpointListener {
  readonly onEvent: (event: MediaEvent) => void
  readonly onClosed: (endpoint: FakeEndpoint) => void
}

const offeredPayloadTypes: PayloadTypes = { opus: 107, pcmu: 0, 'telephone-event': 101 }
const firstPort = 10_000
/** Reserved for documentation (RFC 5737): nothing can answer there. */
const address = '192.0.2.1'

const keyMs = 160

/** Without a timeline the last packet of a key is all there is of it. */
function keyPacket(event: number): FakePacket {
  return { format: 'telephone-event', payload: writeTelephoneEvent({ event, isEnd: true, durationMs: keyMs }) }
}

/** An endpoint without a network: what a device would do, the test does. */
export class FakeEndpoint implements MediaEndpoint {
  /** Its place among all that the engine made, from 0. */
  readonly place: number
  readonly #listener: FakeEndpointListener
  #phase: 'new' | 'offered' | 'negotiated' | 'closed' = 'new'
  #refusal: MediaErrorCode | undefined
  #remote: AudioDescription | undefined
  #sendTypes: PayloadTypes = {}
  #setup: SetupRole = 'passive'
  #descriptions = 0
  #restarts = 0
  #latestRestart: { readonly ufrag: string; readonly answer: string } | undefined
  #description: string | undefined
  #sound: LocalSound | undefined = 'silence'
  #peer: FakeEndpoint | undefined
  readonly #received: FakePacket[] = []
  readonly #sent: FakePacket[] = []
  #discarded = 0
  #pressed = ''
  #isExpected = false

  constructor(place: number, listener: FakeEndpointListener) {
    this.place = place
    this.#listener = listener
  }

  get isClosed(): boolean {
    return this.#phase === 'closed'
  }

  /** The endpoint that it is bridged to. */
  get peer(): FakeEndpoint | undefined {
    return this.#peer
  }

  /** What the device hears from the gateway itself; `undefined` while bridged. */
  get sound(): LocalSound | undefined {
    return this.#sound
  }

  /** The gateway's last description. */
  get description(): string | undefined {
    return this.#description
  }

  /** How often ICE was restarted. */
  get restarts(): number {
    return this.#restarts
  }

  /** Every key that was asked to be sent to the device, with the pauses. */
  get pressed(): string {
    return this.#pressed
  }

  /** Whether the device was given its description, so that it is lost if it does not come. */
  get isExpected(): boolean {
    return this.#isExpected
  }

  /** Every packet that went to the device, in order. */
  get sent(): readonly FakePacket[] {
    return this.#sent
  }

  /** Let something happen, as if the device or the network did it. */
  emit(event: MediaEvent): void {
    if (!this.isClosed) this.#listener.onEvent(event)
  }

  /** Make the next negotiation fail. */
  refuseNext(code: MediaErrorCode): void {
    this.#refusal = code
  }

  /** Let the device send a packet; it reaches whatever the endpoint is bridged to. */
  receive(packet: FakePacket): void {
    if (this.isClosed) return
    this.#received.push(packet)
    if (this.#peer?.deliver(packet) === false) this.#discarded += 1
  }

  /** Send a packet to the device; false if it did not negotiate what it holds. */
  deliver(packet: FakePacket): boolean {
    if (this.#sendTypes[packet.format] === undefined) return false
    this.#sent.push(packet)
    return true
  }

  /** Bridge to a peer, or to nobody. */
  joinTo(peer: FakeEndpoint | undefined): void {
    this.#peer = peer
    this.#sound = peer ? undefined : 'silence'
  }

  answer(offerSdp: string): Promise<string> {
    return this.#negotiate('new', () => {
      const offer = readAudioDescription(offerSdp)
      this.#setup = offer.setup === 'passive' ? 'active' : 'passive'
      this.#accept(offer)
      return this.#describe(this.#setup, offer.payloadTypes, offer)
    })
  }

  offer(): Promise<string> {
    return this.#negotiate('new', () => {
      this.#phase = 'offered'
      return this.#describe('actpass', offeredPayloadTypes)
    })
  }

  acceptAnswer(answerSdp: string): Promise<void> {
    return this.#negotiate('offered', () => {
      const answer = readAudioDescription(answerSdp)
      if (answer.setup === 'actpass') throw new MediaError('bad-sdp', 'An answer must say a=setup:active or passive.')
      this.#setup = answer.setup === 'passive' ? 'active' : 'passive'
      this.#accept(answer)
      this.expectMedia()
    })
  }

  restart(offerSdp: string): Promise<string> {
    return this.#negotiate('negotiated', () => {
      const offer = readAudioDescription(offerSdp)
      if (offer.ice.ufrag === this.#latestRestart?.ufrag) return this.#latestRestart.answer
      const known = this.#remote?.fingerprints ?? []
      if (!offer.fingerprints.some((one) => known.some(({ value }) => value === one.value))) {
        throw new MediaError('bad-sdp', 'The offer has another certificate; a new call is needed for it.')
      }
      this.#restarts += 1
      this.#sendTypes = offer.payloadTypes
      const answer = this.#describe(this.#setup, offer.payloadTypes, offer)
      this.#latestRestart = { ufrag: offer.ice.ufrag, answer }
      return answer
    })
  }

  play(sound: LocalSound): void {
    if (!this.#peer && !this.isClosed) this.#sound = sound
  }

  sendKeys(keys: string): void {
    if (this.isClosed) return
    this.#expect('negotiated')
    const steps = readKeySequence(keys)
    if (this.#sendTypes['telephone-event'] === undefined) throw noTelephoneEvents()
    this.#pressed += keys
    for (const step of steps) if (step.type === 'press') this.deliver(keyPacket(step.event))
  }

  expectMedia(): void {
    this.#isExpected = true
  }

  stats(): MediaStats {
    const bytesOf = (packets: readonly FakePacket[]): number =>
      packets.reduce((sum, { payload }) => sum + payload.length, 0)
    return {
      codec: this.#received
        .map(({ format }) => format)
        .findLast((format): format is AudioCodec => format !== 'telephone-event'),
      packetsReceived: this.#received.length,
      packetsSent: this.#sent.length,
      packetsLost: 0,
      packetsDiscarded: this.#discarded,
      bytesReceived: bytesOf(this.#received),
      bytesSent: bytesOf(this.#sent),
      jitterMs: 0,
      roundTripMs: undefined,
    }
  }

  close(): Promise<void> {
    if (!this.isClosed) {
      this.#phase = 'closed'
      this.#listener.onClosed(this)
    }
    return Promise.resolve()
  }

  #expect(phase: 'new' | 'offered' | 'negotiated'): void {
    if (this.isClosed) throw new MediaError('closed', 'The media endpoint is closed.')
    if (this.#phase !== phase) throw new TypeError(`The media endpoint is ${this.#phase}, not ${phase}.`)
  }

  #negotiate<Result>(phase: 'new' | 'offered' | 'negotiated', step: () => Result): Promise<Result> {
    return new Promise((resolve) => {
      this.#expect(phase)
      const refusal = this.#refusal
      this.#refusal = undefined
      if (refusal !== undefined) throw new MediaError(refusal, `The test refused this negotiation with ${refusal}.`)
      resolve(step())
    })
  }

  #accept(remote: AudioDescription): void {
    this.#remote = remote
    this.#sendTypes = remote.payloadTypes
    this.#phase = 'negotiated'
  }

  /** The same for the same place and the same history, so that tests can compare texts. */
  #describe(setup: SetupRole, payloadTypes: PayloadTypes, offer?: AudioDescription): string {
    const version = this.#descriptions
    this.#descriptions += 1
    const name = `fake${String(this.place).padStart(4, '0')}`
    const digest = createHash('sha256').update(name).digest('hex').toUpperCase()
    this.#description = writeAudioDescription(
      {
        sessionId: String(this.place + 1),
        version,
        ice: { ufrag: `${name}${this.#restarts}`, password: `${name}${this.#restarts}`.padEnd(24, '0') },
        fingerprint: { algorithm: 'sha-256', value: digest.match(/../g)?.join(':') ?? '' },
        setup,
        direction: answeringDirection(offer?.direction ?? 'sendrecv'),
        payloadTypes,
        opusMaxBitrate: offer?.opusMaxBitrate,
        candidates: [{ address, port: firstPort + (this.place % 10_000) }],
        ssrc: this.place + 1,
        cname: name,
      },
      offer,
    )
    return this.#description
  }
}

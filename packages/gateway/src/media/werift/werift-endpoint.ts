import type { Clock } from '../../clock.js'
import type { Ids } from '../../ids.js'
import type { AudioDescription, IceCredentials, PayloadTypes, SetupRole } from '../audio-description.js'
import { readKeySequence } from '../audio/key-sequence.js'
import { MediaError, noTelephoneEvents } from '../media.js'
import type { LocalSound, MediaEndpoint, MediaEvent, MediaStats } from '../media.js'
import { readAudioDescription } from '../read-audio-description.js'
import { answeringDirection, offerLayout, writeAudioDescription } from '../write-audio-description.js'
import type { HostCandidate } from '../write-audio-description.js'
import { LossWatch } from './loss-watch.js'
import { KeyQueue } from './rtp/key-queue.js'
import type { RelayedPacket } from './rtp/rtp-input.js'
import type { OutputStart } from './rtp/rtp-output.js'
import { RtpSession } from './rtp/rtp-session.js'
import type { SessionPayloadTypes } from './rtp/rtp-session.js'
import type { SrtpKeys } from './transport/dtls-association.js'
import { PeerTransport } from './transport/peer-transport.js'
import type { TransportSettings } from './transport/peer-transport.js'

/** What an endpoint needs, and whom it tells. */
export interface WeriftEndpointOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly transport: TransportSettings
  readonly lossTimeoutMs: number
  readonly onEvent: (event: MediaEvent) => void
  readonly onClosed: (endpoint: WeriftEndpoint) => void
}

/** What the official service's offers have. */
const offeredPayloadTypes: PayloadTypes = { opus: 107, pcmu: 0, 'telephone-event': 101 }

const noStats: MediaStats = {
  codec: undefined,
  packetsReceived: 0,
  packetsSent: 0,
  packetsLost: 0,
  packetsDiscarded: 0,
  bytesReceived: 0,
  bytesSent: 0,
  jitterMs: 0,
  roundTripMs: undefined,
}

function newCredentials(ids: Ids): IceCredentials {
  return { ufrag: ids.secret().slice(0, 8), password: ids.secret() }
}

function newOutputStart(ids: Ids): OutputStart {
  const bits = Buffer.from(ids.secret(), 'hex')
  return { ssrc: bits.readUInt32BE(0), index: bits.readUInt16BE(4) % 32_768, timestamp: bits.readUInt32BE(8) }
}

/** One device's media on werift's DTLS, SRTP and STUN. */
export class WeriftEndpoint implements MediaEndpoint {
  readonly #options: WeriftEndpointOptions
  readonly #transport: PeerTransport
  readonly #start: OutputStart
  readonly #sessionId: string
  readonly #lossWatch: LossWatch
  readonly #keys = new KeyQueue()
  /**
   * Also the name of the media stream. 16 characters: werift leaves out the closing zero of an RTCP name whose length
   * divided by four leaves 2.
   */
  readonly #cname: string
  #phase: 'new' | 'negotiating' | 'offered' | 'negotiated' | 'closed' = 'new'
  #candidates: readonly HostCandidate[] = []
  #remote: AudioDescription | undefined
  #payloadTypes: SessionPayloadTypes = { receive: {}, send: {} }
  #role: 'client' | 'server' = 'server'
  #version = 0
  #latestRestart: { readonly ufrag: string; readonly answer: string } | undefined
  #rtp: RtpSession | undefined
  #peer: WeriftEndpoint | undefined
  #sound: LocalSound = 'silence'
  #isExpected = false

  constructor(options: WeriftEndpointOptions) {
    this.#options = options
    const { ids } = options
    this.#start = newOutputStart(ids)
    this.#lossWatch = new LossWatch(options.lossTimeoutMs)
    this.#sessionId = String(Number.parseInt(ids.secret().slice(0, 12), 16))
    this.#cname = ids.secret().slice(0, 16)
    this.#transport = new PeerTransport(options.transport, newCredentials(ids), {
      onCheck: () => this.#heard(),
      onKeys: (keys) => this.#connect(keys),
      onRtp: (datagram) => this.#receiveRtp(datagram),
      onRtcp: (datagram) => {
        if (this.#rtp?.receiveRtcp(datagram) === true) this.#heard()
      },
      onFailed: (reason) => options.onEvent({ type: 'lost', reason }),
    })
  }

  /** Whatever this endpoint is joined to. */
  get peer(): WeriftEndpoint | undefined {
    return this.#peer
  }

  get isClosed(): boolean {
    return this.#phase === 'closed'
  }

  async answer(offerSdp: string): Promise<string> {
    this.#expect('new')
    const offer = readAudioDescription(offerSdp)
    await this.#open()
    this.#payloadTypes = { receive: offer.payloadTypes, send: offer.payloadTypes }
    // RFC 8842 §5.3 prefers the client's part. As the server the gateway chooses the cipher, and GCM halves the work of
    // every packet, where browsers prefer AES-CM; and werift as the client cannot get over a lost last flight.
    this.#role = offer.setup === 'passive' ? 'client' : 'server'
    this.#accept(offer)
    return this.#describeTo(offer)
  }

  async offer(): Promise<string> {
    this.#expect('new')
    await this.#open()
    this.#phase = 'offered'
    return this.#describe('actpass', offeredPayloadTypes)
  }

  acceptAnswer(answerSdp: string): Promise<void> {
    return this.#attempt(() => {
      this.#expect('offered')
      const answer = readAudioDescription(answerSdp)
      if (answer.setup === 'actpass') {
        throw new MediaError(
          'bad-sdp',
          'The session description cannot be used: an answer must say a=setup:active or passive.',
        )
      }
      this.#payloadTypes = { receive: offeredPayloadTypes, send: answer.payloadTypes }
      this.#role = answer.setup === 'active' ? 'server' : 'client'
      this.#accept(answer)
      this.expectMedia()
    })
  }

  restart(offerSdp: string): Promise<string> {
    return this.#attempt(() => {
      this.#expect('negotiated')
      const offer = readAudioDescription(offerSdp)
      if (offer.ice.ufrag === this.#latestRestart?.ufrag) return this.#latestRestart.answer
      const known = this.#remote?.fingerprints ?? []
      if (!offer.fingerprints.some((one) => known.some(({ value }) => value === one.value))) {
        throw new MediaError('bad-sdp', 'The offer has another certificate; a new call is needed for it.')
      }
      this.#transport.restart(newCredentials(this.#options.ids))
      this.#payloadTypes = { receive: offer.payloadTypes, send: offer.payloadTypes }
      this.#rtp?.setPayloadTypes(this.#payloadTypes)
      this.#version += 1
      const answer = this.#describeTo(offer)
      this.#latestRestart = { ufrag: offer.ice.ufrag, answer }
      return answer
    })
  }

  play(sound: LocalSound): void {
    if (this.#peer || this.isClosed) return
    this.#sound = sound
    this.#rtp?.play(sound)
  }

  sendKeys(keys: string): void {
    if (this.isClosed) return
    this.#expect('negotiated')
    const steps = readKeySequence(keys)
    if (this.#payloadTypes.send['telephone-event'] === undefined) throw noTelephoneEvents()
    this.#keys.add(steps)
  }

  expectMedia(): void {
    this.#isExpected = true
  }

  stats(): MediaStats {
    return this.#rtp?.stats() ?? noStats
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    this.#phase = 'closed'
    this.#options.onClosed(this)
    await this.#transport.close()
  }

  /** Send what the device sends to a peer from now on, or to nobody. Silence fills the time until the peer is heard. */
  joinTo(peer: WeriftEndpoint | undefined): void {
    this.#peer = undefined
    this.play('silence')
    this.#peer = peer
  }

  /** One beat of the engine's 20 ms: local sound, reports, and how long the device has been silent. */
  beat(): void {
    if (this.#phase !== 'negotiated') return
    this.#rtp?.beat(this.#peer === undefined)
    if (this.#isExpected && this.#lossWatch.beat()) this.#reportLoss()
  }

  /** Send a packet of the peer to this device; false if this device, though connected, has no use for it. */
  relay(packet: RelayedPacket): boolean {
    return this.#rtp === undefined || this.isClosed || this.#rtp.relay(packet)
  }

  #receiveRtp(datagram: Buffer): void {
    const rtp = this.#rtp
    const packet = rtp?.receiveRtp(datagram)
    if (!rtp || !packet) return
    this.#heard()
    if (this.#peer?.relay(packet) === false) rtp.countDiscarded()
  }

  #connect(keys: SrtpKeys): void {
    const { clock, onEvent } = this.#options
    this.#rtp = new RtpSession({
      srtp: keys,
      start: this.#start,
      cname: this.#cname,
      payloadTypes: this.#payloadTypes,
      keys: this.#keys,
      clock,
      send: this.#transport.send,
      onKey: (digit) => onEvent({ type: 'dtmf', digit }),
    })
    this.#rtp.play(this.#sound)
    this.expectMedia()
    this.#heard()
    onEvent({ type: 'connected' })
  }

  /** Before the handshake has ended, checks do not count: a device that never gets further is lost too. */
  #heard(): void {
    if (this.#rtp) this.#lossWatch.heard()
  }

  #reportLoss(): void {
    const { lossTimeoutMs, onEvent } = this.#options
    const reason = this.#rtp
      ? `The device sent neither packets nor connectivity checks for ${lossTimeoutMs} ms.`
      : `The device and the gateway could not connect within ${lossTimeoutMs} ms; check that its network lets UDP through.`
    onEvent({ type: 'lost', reason })
  }

  /** One negotiation at a time, each in its turn: anything else is a mistake of the caller, unless it is closed. */
  #expect(phase: 'new' | 'offered' | 'negotiated'): void {
    if (this.isClosed) throw new MediaError('closed', 'The media endpoint is closed.')
    if (this.#phase !== phase) throw new TypeError(`The media endpoint is ${this.#phase}, not ${phase}.`)
  }

  async #open(): Promise<void> {
    this.#phase = 'negotiating'
    try {
      this.#candidates = await this.#transport.open()
    } catch (error) {
      if (!this.isClosed) this.#phase = 'new'
      throw error
    }
  }

  #accept(remote: AudioDescription): void {
    this.#remote = remote
    this.#phase = 'negotiated'
    this.#transport.setRemote({ role: this.#role, fingerprints: remote.fingerprints })
  }

  #describeTo(offer: AudioDescription): string {
    return this.#describe(this.#role === 'client' ? 'active' : 'passive', offer.payloadTypes, offer)
  }

  #describe(setup: SetupRole, payloadTypes: PayloadTypes, offer?: AudioDescription): string {
    const audio = {
      sessionId: this.#sessionId,
      version: this.#version,
      ice: this.#transport.credentials,
      fingerprint: this.#transport.fingerprint,
      setup,
      direction: answeringDirection(offer?.direction ?? 'sendrecv'),
      payloadTypes,
      opusMaxBitrate: offer?.opusMaxBitrate,
      candidates: this.#candidates,
      ssrc: this.#start.ssrc,
      cname: this.#cname,
    }
    return writeAudioDescription(audio, offer ?? offerLayout)
  }

  /** Run a synchronous step as a promise: what it throws becomes a rejection. */
  #attempt<Result>(step: () => Result): Promise<Result> {
    return new Promise((resolve) => resolve(step()))
  }
}

import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, useOPUS, usePCMU } from 'werift'
import type { RTCDtlsTransport, RtpPacket } from 'werift'
import { expect } from 'vitest'
import { clockRates } from '../audio-description.js'
import type { AudioFormat } from '../audio-description.js'
import { TelephoneEventDecoder } from '../audio/telephone-event-decoder.js'
import type { ContractDevice, DevicePacket } from '../media.contract.js'
import type { LocalSound } from '../media.js'

const keys = '0123456789*#ABCD'
const ulawSilence = 0xff
const samplesPerPacket = 160
/** RFC 4733 §2.3: end bit, volume 10, duration 1280. */
const keyEnd = [0x8a, 0x05, 0x00] as const
const keyStart = [0x0a, 0x00, 0xa0] as const

/** The numbers that the device offers; where it is offered, it uses those of the offer. */
const ownPayloadTypes = { opus: 96, pcmu: 0, 'telephone-event': 97 } as const

function codecs(): RTCRtpCodecParameters[] {
  const telephoneEvent = { mimeType: 'audio/telephone-event', clockRate: 8000, channels: 1, parameters: '0-16' }
  return [
    useOPUS({ payloadType: ownPayloadTypes.opus }),
    usePCMU({ payloadType: ownPayloadTypes.pcmu }),
    new RTCRtpCodecParameters({ ...telephoneEvent, payloadType: ownPayloadTypes['telephone-event'] }),
  ]
}

/** As the official clients send their descriptions: before a single candidate is known. */
function withoutCandidates(sdp: string): string {
  return sdp.replaceAll(/^a=(candidate:.*|end-of-candidates)\r\n/gm, '')
}

function payloadTypesOf(sdp: string): ReadonlyMap<AudioFormat, number> {
  const numberOf = (encoding: string): number => Number(new RegExp(`a=rtpmap:(\\d+) ${encoding}`, 'i').exec(sdp)?.[1])
  return new Map([
    ['opus', numberOf('opus/48000')],
    ['pcmu', numberOf('PCMU/8000')],
    ['telephone-event', numberOf('telephone-event/8000')],
  ])
}

type PacketListener = (packet: RtpPacket) => void

/** A device made of werift's own peer connection: everything goes over real sockets. */
export class WeriftDevice implements ContractDevice {
  readonly #connection = new RTCPeerConnection({ iceServers: [], iceUseIpv6: false, codecs: { audio: codecs() } })
  readonly #listeners = new Set<PacketListener>()
  /** Sending waits for the device's own end of the handshake: the gateway's may be the first to finish. */
  readonly #connected: Promise<unknown>
  #payloadTypes: ReadonlyMap<AudioFormat, number> = new Map()
  #sequence = 65_530
  #timestamp = 4_294_960_000
  #wasNegotiated = false
  #keysHeard = ''

  constructor() {
    this.#connection.addTransceiver('audio', { direction: 'sendrecv' })
    this.#transport.onRtp.subscribe((packet) => {
      for (const listener of this.#listeners) listener(packet)
    })
    this.#decodeKeys()
    this.#connected = this.#transport.onStateChange.watch((state) => state === 'connected')
  }

  /** Every packet that arrives; the result stops listening. */
  onPacket(listener: PacketListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The device's own view of the connection. */
  get connection(): RTCPeerConnection {
    return this.#connection
  }

  async offer(): Promise<string> {
    const offer = await this.#connection.createOffer({ iceRestart: this.#wasNegotiated })
    await this.#connection.setLocalDescription(offer)
    return withoutCandidates(this.#connection.localDescription?.sdp ?? '')
  }

  async acceptAnswer(sdp: string): Promise<void> {
    const isRestart = this.#wasNegotiated
    this.#payloadTypes = payloadTypesOf(sdp)
    this.#wasNegotiated = true
    await this.#connection.setRemoteDescription({ type: 'answer', sdp })
    // werift 0.24 takes the new credentials, but does not check with them while DTLS is connected.
    if (isRestart) await this.#transport.iceTransport.start()
  }

  async answer(sdp: string): Promise<string> {
    this.#payloadTypes = payloadTypesOf(sdp)
    this.#wasNegotiated = true
    await this.#connection.setRemoteDescription({ type: 'offer', sdp })
    await this.#connection.setLocalDescription(await this.#connection.createAnswer())
    return withoutCandidates(this.#connection.localDescription?.sdp ?? '')
  }

  send({ format, payload }: DevicePacket): void {
    this.#timestamp = (this.#timestamp + (clockRates[format] * 20) / 1000) >>> 0
    this.#write(format, payload, this.#timestamp)
  }

  press(digit: string): void {
    const event = keys.indexOf(digit)
    this.#timestamp = (this.#timestamp + samplesPerPacket) >>> 0
    const end = Buffer.from([event, ...keyEnd])
    for (const payload of [Buffer.from([event, ...keyStart]), end, end, end]) {
      this.#write('telephone-event', payload, this.#timestamp)
    }
  }

  hears({ format, payload }: DevicePacket): Promise<void> {
    return this.#until(
      (packet) => packet.header.payloadType === this.#payloadTypes.get(format) && packet.payload.equals(payload),
    )
  }

  async hearsKeys(expected: string): Promise<void> {
    await expect.poll(() => this.#keysHeard, { timeout: 10_000 }).toBe(expected)
  }

  hearsSound(sound: LocalSound): Promise<void> {
    return this.#until(({ header, payload }) => {
      const isLocal = header.payloadType === this.#payloadTypes.get('pcmu') && payload.length === samplesPerPacket
      return isLocal && payload.every((byte) => byte === ulawSilence) === (sound === 'silence')
    })
  }

  /** Leave without a word, as a page that is closed does. */
  close(): Promise<void> {
    return this.#connection.close()
  }

  get #transport(): RTCDtlsTransport {
    const [transport] = this.#connection.dtlsTransports
    if (!transport) throw new Error('The device has no transport.')
    return transport
  }

  #decodeKeys(): void {
    const decoder = new TelephoneEventDecoder((key) => (this.#keysHeard += key))
    this.onPacket(({ header, payload }) => {
      if (header.payloadType === this.#payloadTypes.get('telephone-event')) {
        decoder.receive({ payload, timestamp: header.timestamp })
      } else decoder.end()
    })
  }

  #write(format: AudioFormat, payload: Buffer, timestamp: number): void {
    this.#sequence = (this.#sequence + 1) % 65_536
    const [sender] = this.#connection.getSenders()
    const header = new RtpHeader({
      payloadType: this.#payloadTypes.get(format) ?? 0,
      sequenceNumber: this.#sequence,
      timestamp,
      ssrc: sender?.ssrc ?? 1,
    })
    void this.#connected.then(() => this.#transport.sendRtp(payload, header))
  }

  #until(isAwaited: (packet: RtpPacket) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.onPacket((packet) => {
        if (!isAwaited(packet)) return
        stop()
        resolve()
      })
    })
  }
}

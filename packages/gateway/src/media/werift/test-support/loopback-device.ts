import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AudioDescription } from '../../audio-description.js'
import { readAudioDescription } from '../../read-audio-description.js'
import { protectRtp, unprotectRtp } from '../rtp/srtp-codec.js'
import { DtlsAssociation } from '../transport/dtls-association.js'
import type { SrtpKeys } from '../transport/dtls-association.js'
import type { DtlsCertificate } from '../transport/dtls-certificate.js'
import { connectivityCheck } from './connectivity-check.js'

/** What a device is made of. */
export interface LoopbackDeviceOptions {
  /** Sets its stream apart from others. */
  readonly ssrc: number
  readonly certificate: DtlsCertificate
  /** Called with the payload of each Opus packet that arrives. */
  readonly onOpus: (payload: Buffer) => void
}

const loopback = '127.0.0.1'
const opus = 111
const samplesPerPacket = 960
/** Browsers check as often, to keep up their consent (RFC 7675 §5.1 asks for 5 s). */
const checkIntervalMs = 2_500
/** RFC 7983 §7. */
const dtlsRange = [20, 63] as const
const firstRtp = 128

/**
 * A device on this machine that does what a browser does on the wire, and no more: ICE checks, a DTLS handshake as the
 * client, Opus in SRTP both ways. Hundreds of them cost less than a few peer connections.
 */
export class LoopbackDevice {
  readonly #options: LoopbackDeviceOptions
  readonly #socket = createSocket('udp4')
  #checks: NodeJS.Timeout | undefined
  #association: DtlsAssociation | undefined
  #keys: SrtpKeys | undefined
  #opus = opus
  #index = 0

  constructor(options: LoopbackDeviceOptions) {
    this.#options = options
  }

  /** Its offer: no candidates, as the official clients send it. */
  async offer(): Promise<string> {
    await this.#bind()
    return this.#describe('actpass')
  }

  /** Connect to whoever answered; resolves once media can flow. */
  async acceptAnswer(sdp: string): Promise<void> {
    await this.#connect(readAudioDescription(sdp), sdp)
  }

  /** Its answer to an offer, and how to connect once that has been taken. */
  async answer(offerSdp: string): Promise<{ readonly sdp: string; readonly connect: () => Promise<void> }> {
    await this.#bind()
    const offer = readAudioDescription(offerSdp)
    this.#opus = offer.payloadTypes.opus ?? opus
    return { sdp: this.#describe('active'), connect: () => this.#connect(offer, offerSdp) }
  }

  /** Send one packet of 20 ms. */
  send(payload: Buffer): void {
    if (!this.#keys) return
    this.#index += 1
    const timestamp = this.#index * samplesPerPacket
    const header = { ssrc: this.#options.ssrc, index: this.#index, timestamp, payloadType: this.#opus, marker: false }
    this.#socket.send(protectRtp(this.#keys.rtp, header, payload))
  }

  /** Leave without a word. */
  async close(): Promise<void> {
    clearInterval(this.#checks)
    this.#association?.close()
    await new Promise<void>((resolve) => this.#socket.close(resolve))
  }

  async #bind(): Promise<void> {
    this.#socket.bind(0, loopback)
    await once(this.#socket, 'listening')
  }

  async #connect({ ice, fingerprints }: AudioDescription, sdp: string): Promise<void> {
    this.#socket.on('message', (datagram) => this.#receive(datagram))
    // Whoever is gone sends word of it: that is no failure of the device.
    this.#socket.on('error', () => undefined)
    this.#socket.connect(Number(/^m=audio (\d+)/m.exec(sdp)?.[1]), loopback)
    await once(this.#socket, 'connect')
    const check = (): void => this.#socket.send(connectivityCheck(ice, { nominates: true }))
    // Before the handshake: without a path there is nobody to shake hands with.
    check()
    this.#checks = setInterval(check, checkIntervalMs)
    await new Promise<void>((resolve, reject) => {
      this.#association = new DtlsAssociation({
        role: 'client',
        certificate: this.#options.certificate,
        fingerprints,
        send: (datagram) => this.#socket.send(datagram),
        onKeys: (keys) => {
          this.#keys = keys
          resolve()
        },
        onFailed: (reason) => reject(new Error(reason)),
      })
    })
  }

  /** RTCP and the answers to checks are passed over. */
  #receive(datagram: Buffer): void {
    const [first = 0, second = 0] = datagram
    if (first >= dtlsRange[0] && first <= dtlsRange[1]) this.#association?.receive(datagram)
    else if (first >= firstRtp && (second & 0x7f) === this.#opus) this.#hear(datagram)
  }

  /** The gateway's streams begin in the lower half of the sequence numbers: minutes pass before the first wrap. */
  #hear(datagram: Buffer): void {
    const packet = this.#keys && unprotectRtp(this.#keys.rtp, datagram, datagram.readUInt16BE(2))
    if (packet) this.#options.onOpus(packet.payload)
  }

  #describe(setup: 'actpass' | 'active'): string {
    return [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      `m=audio 9 UDP/TLS/RTP/SAVPF ${this.#opus} 0`,
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:device',
      `a=ice-pwd:${'p'.repeat(24)}`,
      `a=fingerprint:sha-256 ${this.#options.certificate.fingerprint.value}`,
      `a=setup:${setup}`,
      'a=mid:0',
      'a=sendrecv',
      'a=rtcp-mux',
      `a=rtpmap:${this.#opus} opus/48000/2`,
      'a=rtpmap:0 PCMU/8000',
      '',
    ].join('\r\n')
  }
}

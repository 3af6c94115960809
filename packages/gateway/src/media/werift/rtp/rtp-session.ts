import type { Clock } from '../../../clock.js'
import type { AudioFormat, PayloadTypes } from '../../audio-description.js'
import type { LocalSound, MediaStats } from '../../media.js'
import { beatsIn } from '../beats.js'
import type { SrtpKeys } from '../transport/dtls-association.js'
import { LocalPlayback } from './local-playback.js'
import { readReports, writeReport } from './rtcp.js'
import { RtpInput } from './rtp-input.js'
import type { RelayedPacket } from './rtp-input.js'
import { RtpOutput } from './rtp-output.js'
import type { OutputStart } from './rtp-output.js'
import { protectRtp } from './srtp-codec.js'

/** What a session needs. */
export interface RtpSessionOptions {
  readonly keys: SrtpKeys
  readonly start: OutputStart
  readonly cname: string
  readonly payloadTypes: SessionPayloadTypes
  readonly clock: Clock
  readonly send: (datagram: Buffer) => void
  readonly onKey: (key: string) => void
}

/** The numbers may differ between the directions: each side sends with those that the other named. */
export interface SessionPayloadTypes {
  readonly receive: PayloadTypes
  readonly send: PayloadTypes
}

/** After this long without a packet from the far device, silence is sent: longer than Opus pauses for DTX (400 ms). */
const fillAfterBeats = beatsIn(500)
/** After this long without a packet from the device, a key that it pressed counts as released. */
const keyReleaseBeats = beatsIn(500)
/** RFC 4585 §3.4 allows 5 % of the session's bandwidth: far more than a report in two seconds. */
const reportBeats = beatsIn(2_000)
const firstReportBeats = beatsIn(500)

/** RTP and RTCP with one device: what it sends comes out, relayed packets and local sounds go in. */
export class RtpSession {
  readonly #options: RtpSessionOptions
  readonly #input: RtpInput
  readonly #output: RtpOutput
  #sendTypes: PayloadTypes
  #playback = new LocalPlayback('silence')
  #beats = 0
  #beatsUnfed = fillAfterBeats
  #beatsWithoutRtp = 0
  #packetsSent = 0
  #bytesSent = 0
  #roundTripMs: number | undefined

  constructor(options: RtpSessionOptions) {
    this.#options = options
    this.#input = new RtpInput(options.keys.rtp, options.payloadTypes.receive, options.onKey)
    this.#output = new RtpOutput(options.start)
    this.#sendTypes = options.payloadTypes.send
  }

  /** Follow a new negotiation. */
  setPayloadTypes({ receive, send }: SessionPayloadTypes): void {
    this.#input.setPayloadTypes(receive)
    this.#sendTypes = send
  }

  /** Take one SRTP datagram; the result may be relayed. */
  receiveRtp(datagram: Buffer): RelayedPacket | undefined {
    const packet = this.#input.receive(datagram, this.#options.clock.now())
    if (packet) this.#beatsWithoutRtp = 0
    return packet
  }

  /** Take one SRTCP datagram; forged and malformed ones are passed over. */
  receiveRtcp(datagram: Buffer): boolean {
    const nowMs = this.#options.clock.now()
    try {
      const packet = this.#options.keys.rtcp.decrypt(datagram)
      for (const report of readReports(packet, this.#output.ssrc, nowMs)) {
        if (report.type === 'round-trip') this.#roundTripMs = report.roundTripMs
        else this.#input.noteSenderTime(report.ssrc, { compactNtp: report.compactNtp, arrivedMs: nowMs })
      }
      return true
    } catch {
      return false
    }
  }

  /** Pass on another device's packet; false if this device did not negotiate what it holds, and nothing was sent. */
  relay(packet: RelayedPacket): boolean {
    const payloadType = this.#sendTypes[packet.format]
    if (payloadType === undefined || !this.#send(packet, payloadType)) return false
    this.#beatsUnfed = 0
    return true
  }

  /** Count a packet of this device that could not be relayed. */
  countDiscarded(): void {
    this.#input.countDiscarded()
  }

  /** Begin a local sound, from now on until packets are relayed. */
  play(sound: LocalSound): void {
    this.#playback = new LocalPlayback(sound)
    this.#beatsUnfed = fillAfterBeats
  }

  /**
   * One beat of the engine's 20 ms.
   *
   * @param isAlone - nobody else feeds this device; otherwise the local sound only fills long pauses
   */
  beat(isAlone: boolean): void {
    this.#beats += 1
    this.#beatsUnfed += 1
    this.#beatsWithoutRtp += 1
    if (isAlone || this.#beatsUnfed > fillAfterBeats) this.#sendLocalFrame()
    if (this.#beatsWithoutRtp === keyReleaseBeats) this.#input.endKeys()
    if (this.#beats % reportBeats === firstReportBeats) this.#sendReport()
  }

  /** The figures so far. */
  stats(): MediaStats {
    const { codec, packets, bytes, lost, discarded, jitterMs } = this.#input.figures()
    return {
      codec,
      packetsReceived: packets,
      packetsSent: this.#packetsSent,
      packetsLost: lost,
      packetsDiscarded: discarded,
      bytesReceived: bytes,
      bytesSent: this.#bytesSent,
      jitterMs,
      roundTripMs: this.#roundTripMs,
    }
  }

  /** PCMU where it was negotiated: only that can be made here. */
  #sendLocalFrame(): void {
    const codec = this.#sendTypes.pcmu === undefined ? 'opus' : 'pcmu'
    const payloadType = this.#sendTypes[codec]
    if (payloadType !== undefined) this.#send(this.#playback.next(codec), payloadType)
  }

  #sendReport(): void {
    const nowMs = this.#options.clock.now()
    const sent = { rtpTimestamp: this.#output.timestampAt(nowMs), packets: this.#packetsSent, bytes: this.#bytesSent }
    const report = writeReport({
      ssrc: this.#output.ssrc,
      cname: this.#options.cname,
      nowMs,
      sent: this.#packetsSent > 0 ? sent : undefined,
      streams: this.#input.reports(),
    })
    this.#options.send(this.#options.keys.rtcp.encrypt(report))
  }

  #send(packet: RelayedPacket, payloadType: number): boolean {
    const place = this.#output.place(packet, this.#options.clock.now())
    if (!place) return false
    const { index, timestamp, isJoint } = place
    const marker = packet.marker || (isJoint && isAudio(packet.format))
    const header = { ssrc: this.#output.ssrc, index, timestamp, payloadType, marker }
    this.#packetsSent += 1
    this.#bytesSent += packet.payload.length
    this.#options.send(protectRtp(this.#options.keys.rtp, header, packet.payload))
    return true
  }
}

/** The marker of a telephone event has a meaning of its own (RFC 4733 §2.2.1). */
function isAudio(format: AudioFormat): boolean {
  return format !== 'telephone-event'
}

import type { Clock } from '../../../clock.js'
import { clockRates } from '../../audio-description.js'
import type { AudioFormat, PayloadTypes } from '../../audio-description.js'
import type { LocalSound, MediaStats } from '../../media.js'
import { beatsIn } from '../beats.js'
import type { SrtpKeys } from '../transport/dtls-association.js'
import type { KeyQueue } from './key-queue.js'
import { LocalPlayback } from './local-playback.js'
import { readReports, writeReport } from './rtcp.js'
import { RtpInput } from './rtp-input.js'
import type { RelayedPacket } from './rtp-input.js'
import { RtpOutput } from './rtp-output.js'
import type { OutputStart } from './rtp-output.js'
import { protectRtp } from './srtp-codec.js'

/** What a session needs. */
export interface RtpSessionOptions {
  readonly srtp: SrtpKeys
  readonly start: OutputStart
  readonly cname: string
  readonly payloadTypes: SessionPayloadTypes
  /** What is to be pressed for the device to hear. */
  readonly keys: KeyQueue
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
/** After this long without a packet of a key that the far device presses, one of ours may follow. */
const relayedKeyGapBeats = beatsIn(160)
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
  #beatsSinceRelayedKey = relayedKeyGapBeats
  #packetsSent = 0
  #bytesSent = 0
  #roundTripMs: number | undefined

  constructor(options: RtpSessionOptions) {
    this.#options = options
    this.#input = new RtpInput(options.srtp.rtp, options.payloadTypes.receive, options.onKey)
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
      const packet = this.#options.srtp.rtcp.decrypt(datagram)
      for (const report of readReports(packet, this.#output.ssrc, nowMs)) {
        if (report.type === 'round-trip') this.#roundTripMs = report.roundTripMs
        else this.#input.noteSenderTime(report.ssrc, { compactNtp: report.compactNtp, arrivedMs: nowMs })
      }
      return true
    } catch {
      return false
    }
  }

  /**
   * Pass on another device's packet; false if nothing was sent: this device did not negotiate what it holds, or hears a
   * key of ours at the moment.
   */
  relay(packet: RelayedPacket): boolean {
    const payloadType = this.#sendTypes[packet.format]
    if (this.#options.keys.isSounding || payloadType === undefined || !this.#send(packet, payloadType)) return false
    this.#beatsUnfed = 0
    if (!isAudio(packet.format)) this.#beatsSinceRelayedKey = 0
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
    this.#beatsSinceRelayedKey += 1
    const isKeySent = this.#sendKey()
    if (!isKeySent && (isAlone || this.#beatsUnfed > fillAfterBeats)) this.#sendLocalFrame()
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

  /** One packet of a key, if one sounds; its clock is that of the audio around it (RFC 4733 §2.1). */
  #sendKey(): boolean {
    const key = this.#options.keys.next(this.#beatsSinceRelayedKey > relayedKeyGapBeats)
    const payloadType = this.#sendTypes['telephone-event']
    if (!key || payloadType === undefined) return false
    const clockRate = this.#output.clockRate ?? clockRates['telephone-event']
    return this.#send({ ...key, format: 'telephone-event', timestamp: 0, clockRate }, payloadType)
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
    this.#options.send(this.#options.srtp.rtcp.encrypt(report))
  }

  #send(packet: RelayedPacket, payloadType: number): boolean {
    const place = this.#output.place(packet, this.#options.clock.now())
    if (!place) return false
    const { index, timestamp, isJoint } = place
    const marker = packet.marker || (isJoint && isAudio(packet.format))
    const header = { ssrc: this.#output.ssrc, index, timestamp, payloadType, marker }
    this.#packetsSent += 1
    this.#bytesSent += packet.payload.length
    this.#options.send(protectRtp(this.#options.srtp.rtp, header, packet.payload))
    return true
  }
}

/** The marker of a telephone event has a meaning of its own (RFC 4733 §2.2.1). */
function isAudio(format: AudioFormat): boolean {
  return format !== 'telephone-event'
}

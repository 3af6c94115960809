import type { SrtpSession } from 'werift'
import { clockRates } from '../../audio-description.js'
import type { AudioCodec, AudioFormat, PayloadTypes } from '../../audio-description.js'
import { TelephoneEventDecoder } from '../../audio/telephone-event-decoder.js'
import { PacketIndex } from './packet-index.js'
import { Reception } from './reception.js'
import type { ReportedStream, SenderTime } from './rtcp.js'
import type { RtpSource } from './rtp-output.js'
import { unprotectRtp } from './srtp-codec.js'

/** A packet of a device, ready to be passed on. */
export interface RelayedPacket {
  readonly source: RtpSource
  readonly index: number
  readonly timestamp: number
  readonly clockRate: number
  readonly coversMs?: number
  readonly format: AudioFormat
  readonly marker: boolean
  readonly payload: Buffer
}

/** What a device's RTP has amounted to. */
export interface InputFigures {
  readonly codec: AudioCodec | undefined
  readonly packets: number
  readonly bytes: number
  readonly lost: number
  readonly discarded: number
  readonly jitterMs: number
}

interface ReceivedStream {
  readonly ssrc: number
  readonly index: PacketIndex
  readonly reception: Reception
  readonly telephoneEvents: TelephoneEventDecoder
  senderTime: SenderTime | undefined
}

/** A device has one stream, or for a moment two when it changes the source. */
const maxStreams = 4
const minRtpBytes = 12

/** Decrypts, orders, counts and decodes what a device sends. */
export class RtpInput {
  readonly #session: SrtpSession
  readonly #onKey: (key: string) => void
  readonly #streams = new Map<number, ReceivedStream>()
  #formats = new Map<number, AudioFormat>()
  #codec: AudioCodec | undefined
  #latest: ReceivedStream | undefined
  #packets = 0
  #bytes = 0
  #discarded = 0
  #lostOfForgotten = 0

  constructor(session: SrtpSession, payloadTypes: PayloadTypes, onKey: (key: string) => void) {
    this.#session = session
    this.#onKey = onKey
    this.setPayloadTypes(payloadTypes)
  }

  /** What the device may send from now on. */
  setPayloadTypes(payloadTypes: PayloadTypes): void {
    this.#formats = new Map(Object.entries(payloadTypes).map(([format, number]) => [number, format as AudioFormat]))
  }

  /** Take one SRTP datagram; `undefined` if it is forged, repeated, too late or of no use. */
  receive(datagram: Buffer, nowMs: number): RelayedPacket | undefined {
    if (datagram.length < minRtpBytes) return undefined
    const ssrc = datagram.readUInt32BE(8)
    const stream = this.#streams.get(ssrc) ?? this.#newStream(ssrc)
    const index = stream.index.estimate(datagram.readUInt16BE(2))
    const packet = stream.index.isFresh(index) ? unprotectRtp(this.#session, datagram, index) : undefined
    if (!packet) {
      this.countDiscarded()
      return undefined
    }
    this.#admit(stream, index)
    this.#packets += 1
    this.#bytes += packet.payload.length
    const { payloadType, timestamp, marker } = packet.header
    const format = this.#formats.get(payloadType)
    if (format === undefined) {
      this.countDiscarded()
      return undefined
    }
    const clockRate = clockRates[format]
    if (format === 'telephone-event') {
      stream.telephoneEvents.receive({ payload: packet.payload, timestamp })
    } else {
      this.#codec = format
      stream.reception.time(timestamp, clockRate, nowMs)
      stream.telephoneEvents.end()
    }
    return { source: stream, index, timestamp, clockRate, format, marker, payload: packet.payload }
  }

  /** Note when the sender of a stream last told its time. */
  noteSenderTime(ssrc: number, senderTime: SenderTime): void {
    const stream = this.#streams.get(ssrc)
    if (stream) stream.senderTime = senderTime
  }

  /** Count a packet that was not used. */
  countDiscarded(): void {
    this.#discarded += 1
  }

  /** Nothing has come for a while: a key that was pressed has been released. */
  endKeys(): void {
    this.#latest?.telephoneEvents.end()
  }

  /** What to report of the stream that the device sends now. */
  reports(): readonly ReportedStream[] {
    const stream = this.#latest
    return stream ? [{ ssrc: stream.ssrc, report: stream.reception.report(), senderTime: stream.senderTime }] : []
  }

  /** The figures so far. */
  figures(): InputFigures {
    const receptions = [...this.#streams.values()].map(({ reception }) => reception)
    return {
      codec: this.#codec,
      packets: this.#packets,
      bytes: this.#bytes,
      lost: receptions.reduce((sum, { packetsLost }) => sum + packetsLost, this.#lostOfForgotten),
      discarded: this.#discarded,
      jitterMs: this.#latest?.reception.jitterMs ?? 0,
    }
  }

  #newStream(ssrc: number): ReceivedStream {
    return {
      ssrc,
      index: new PacketIndex(),
      reception: new Reception(),
      telephoneEvents: new TelephoneEventDecoder(this.#onKey),
      senderTime: undefined,
    }
  }

  /** A stream is kept only once a packet of it was authentic: forged sources take no memory. */
  #admit(stream: ReceivedStream, index: number): void {
    stream.index.accept(index)
    stream.reception.count(index)
    if (stream === this.#latest) return
    this.#latest = stream
    // Deleted and set again, so that the map's order is that of the last packet.
    this.#streams.delete(stream.ssrc)
    this.#streams.set(stream.ssrc, stream)
    const [idlest] = this.#streams.values()
    if (idlest === undefined || this.#streams.size <= maxStreams) return
    this.#streams.delete(idlest.ssrc)
    this.#lostOfForgotten += idlest.reception.packetsLost
  }
}

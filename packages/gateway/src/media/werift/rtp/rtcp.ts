import {
  RtcpPacketConverter,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  SourceDescriptionChunk,
  SourceDescriptionItem,
} from 'werift'
import { compactDuration, compactNtp, ntpTime } from './ntp-time.js'
import type { ReceptionReport } from './reception.js'

/** When a stream's sender last told its time. */
export interface SenderTime {
  /** Middle bits of its NTP timestamp. */
  readonly compactNtp: number
  /** When it arrived, in Unix milliseconds. */
  readonly arrivedMs: number
}

/** A received stream and what to report of it. */
export interface ReportedStream {
  readonly ssrc: number
  readonly report: ReceptionReport
  readonly senderTime: SenderTime | undefined
}

/** What the gateway's sender has sent. */
interface SentFigures {
  readonly rtpTimestamp: number
  readonly packets: number
  readonly bytes: number
}

/** A report to a device. */
export interface OutgoingReport {
  readonly ssrc: number
  readonly cname: string
  readonly nowMs: number
  /** `undefined` if nothing was sent yet: a receiver report then. */
  readonly sent: SentFigures | undefined
  readonly streams: readonly ReportedStream[]
}

/** What a device's report says. */
export type IncomingReport =
  | { readonly type: 'sender-time'; readonly ssrc: number; readonly compactNtp: number }
  | { readonly type: 'round-trip'; readonly roundTripMs: number }

const cnameItem = 1

function receptionBlock({ ssrc, report, senderTime }: ReportedStream, nowMs: number): RtcpReceiverInfo {
  return new RtcpReceiverInfo({
    ssrc,
    ...report,
    lsr: senderTime?.compactNtp ?? 0,
    dlsr: senderTime ? compactDuration(nowMs - senderTime.arrivedMs) : 0,
  })
}

/** Write a compound packet: a sender or receiver report, then the canonical name (RFC 3550 §6.1). */
export function writeReport({ ssrc, cname, nowMs, sent, streams }: OutgoingReport): Buffer {
  const reports = streams.map((stream) => receptionBlock(stream, nowMs))
  const first = sent
    ? new RtcpSrPacket({
        ssrc,
        reports,
        senderInfo: new RtcpSenderInfo({
          ntpTimestamp: ntpTime(nowMs),
          rtpTimestamp: sent.rtpTimestamp,
          packetCount: sent.packets % 2 ** 32,
          octetCount: sent.bytes % 2 ** 32,
        }),
      })
    : new RtcpRrPacket({ ssrc, reports })
  const name = new SourceDescriptionItem({ type: cnameItem, text: cname })
  const description = new RtcpSourceDescriptionPacket({
    chunks: [new SourceDescriptionChunk({ source: ssrc, items: [name] })],
  })
  return Buffer.concat([first.serialize(), description.serialize()])
}

function roundTrip({ lsr, dlsr }: RtcpReceiverInfo, nowMs: number): number | undefined {
  if (lsr === 0) return undefined
  const units = (compactNtp(ntpTime(nowMs)) - lsr - dlsr) >>> 0
  // Half the range and more is a clock that was set, not a delay.
  return units < 2 ** 31 ? (units * 1000) / 65_536 : undefined
}

/** Read the reports of a compound packet that concern the stream `ssrc` of ours, and the devices' own times. */
export function readReports(packet: Buffer, ssrc: number, nowMs: number): readonly IncomingReport[] {
  return RtcpPacketConverter.deSerialize(packet).flatMap((part): readonly IncomingReport[] => {
    if (!(part instanceof RtcpSrPacket) && !(part instanceof RtcpRrPacket)) return []
    const roundTrips = part.reports
      .filter((report) => report.ssrc === ssrc)
      .map((report) => roundTrip(report, nowMs))
      .filter((roundTripMs) => roundTripMs !== undefined)
      .map((roundTripMs) => ({ type: 'round-trip', roundTripMs }) as const)
    if (part instanceof RtcpRrPacket) return roundTrips
    const time = { type: 'sender-time', ssrc: part.ssrc, compactNtp: compactNtp(part.senderInfo.ntpTimestamp) } as const
    return [time, ...roundTrips]
  })
}

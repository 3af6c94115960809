import { RtcpPacketConverter, RtcpSourceDescriptionPacket, RtcpSrPacket } from 'werift'
import { expect, test } from 'vitest'
import { compactDuration, compactNtp, ntpTime } from './ntp-time.js'
import { readReports, writeReport } from './rtcp.js'

const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0, 250)
const report = { fractionLost: 128, packetsLost: 2, highestSequence: 0x0001_0007, jitter: 9 }
const cname = '0123456789abcdef'

test('NTP time counts from 1900 in 2^32 parts of a second', () => {
  expect(ntpTime(0) >> 32n).toBe(2_208_988_800n)
  expect(ntpTime(250) & 0xffff_ffffn).toBe(0x4000_0000n)
  expect(compactNtp(0xb705_2000_1234_5678n >> 0n)).toBe(0x2000_1234)
  expect(compactDuration(5_250)).toBe(0x0005_4000)
})

test('a sender report holds time, counts, what was received, and the name', () => {
  const packet = writeReport({
    ssrc: 7,
    cname,
    nowMs,
    sent: { rtpTimestamp: 960, packets: 3, bytes: 480 },
    streams: [{ ssrc: 9, report, senderTime: { compactNtp: 0x2000_1234, arrivedMs: nowMs - 1_000 } }],
  })
  const [sender, description] = RtcpPacketConverter.deSerialize(packet)
  expect(sender).toMatchObject({
    ssrc: 7,
    senderInfo: { ntpTimestamp: ntpTime(nowMs), rtpTimestamp: 960, packetCount: 3, octetCount: 480 },
    reports: [{ ssrc: 9, ...report, lsr: 0x2000_1234, dlsr: 65_536 }],
  })
  expect(sender).toBeInstanceOf(RtcpSrPacket)
  expect(description).toBeInstanceOf(RtcpSourceDescriptionPacket)
  expect(description).toMatchObject({ chunks: [{ source: 7, items: [{ type: 1, text: cname }] }] })
})

test('whoever has sent nothing sends a receiver report, and quotes no time that it never got', () => {
  const packet = writeReport({
    ssrc: 7,
    cname,
    nowMs,
    sent: undefined,
    streams: [{ ssrc: 9, report, senderTime: undefined }],
  })
  expect(packet.readUInt8(1)).toBe(201)
  expect(RtcpPacketConverter.deSerialize(packet)[0]).toMatchObject({ ssrc: 7, reports: [{ lsr: 0, dlsr: 0 }] })
})

test('every part of a report has the length that it says', () => {
  const packet = writeReport({ ssrc: 7, cname, nowMs, sent: undefined, streams: [] })
  const lengths: number[] = []
  for (let start = 0; start < packet.length; start += 4 * (packet.readUInt16BE(start + 2) + 1)) lengths.push(start)
  expect(lengths).toEqual([0, 8])
  // RFC 3550 §6.5: the list of items ends with a zero.
  expect(packet.at(-1)).toBe(0)
})

test('the round trip is what is left of the time between report and answer', () => {
  const sentAt = compactNtp(ntpTime(nowMs - 1_080))
  const answer = writeReport({
    ssrc: 9,
    cname,
    nowMs: nowMs - 40,
    sent: { rtpTimestamp: 0, packets: 1, bytes: 160 },
    streams: [
      { ssrc: 7, report, senderTime: { compactNtp: sentAt, arrivedMs: nowMs - 1_040 } },
      { ssrc: 8, report, senderTime: { compactNtp: sentAt, arrivedMs: nowMs } },
    ],
  })
  const [time, roundTrip, ...others] = readReports(answer, 7, nowMs)
  expect(time).toEqual({ type: 'sender-time', ssrc: 9, compactNtp: compactNtp(ntpTime(nowMs - 40)) })
  expect(roundTrip).toMatchObject({ type: 'round-trip' })
  expect(roundTrip?.type === 'round-trip' && roundTrip.roundTripMs).toBeCloseTo(80, 1)
  expect(others).toEqual([])
})

test('a report without our time, or from a clock that was set, gives no round trip', () => {
  const senderTime = { compactNtp: compactNtp(ntpTime(nowMs + 60_000)), arrivedMs: nowMs }
  const streams = [
    { ssrc: 7, report, senderTime: undefined },
    { ssrc: 7, report, senderTime },
  ]
  expect(readReports(writeReport({ ssrc: 9, cname, nowMs, sent: undefined, streams }), 7, nowMs)).toEqual([])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RtpOutput } from './rtp-output.js'
import type { SourcePacket } from './rtp-output.js'

const start = { ssrc: 7, index: 100, timestamp: 4_294_967_000 }
const ringback = {}
const caller = {}

function packet(source: object, place: number, clockRate = 8_000): SourcePacket {
  return { source, index: place, timestamp: (place * clockRate) / 50, clockRate }
}

test('whatever feeds it, the sequence goes on by one and the timestamp with the time', () => {
  const run = fc.record({
    clockRate: fc.constantFrom(8_000, 48_000),
    firstIndex: fc.nat({ max: 2 ** 40 }),
    firstTimestamp: fc.nat({ max: 2 ** 32 - 1 }),
    length: fc.integer({ min: 1, max: 20 }),
    pauseMs: fc.integer({ min: 20, max: 5_000 }),
  })
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), (runs) => {
      const output = new RtpOutput(start)
      let [nowMs, index, timestamp] = [1_000_000, start.index, start.timestamp]
      for (const [place, { clockRate, firstIndex, firstTimestamp, length, pauseMs }] of runs.entries()) {
        const source = { place }
        for (let step = 0; step < length; step += 1) {
          const elapsedMs = step > 0 ? 20 : place > 0 ? pauseMs : 0
          nowMs += elapsedMs
          const sent = output.place(
            {
              source,
              index: firstIndex + step,
              timestamp: (firstTimestamp + (step * clockRate) / 50) >>> 0,
              clockRate,
            },
            nowMs,
          )
          index += 1
          timestamp = (timestamp + (elapsedMs * clockRate) / 1_000) >>> 0
          expect(sent).toEqual({ index, timestamp, isJoint: step === 0 })
        }
      }
    }),
  )
})

test('what the source lost is missing, and what came out of order goes out of order', () => {
  const output = new RtpOutput(start)
  const places = [10, 11, 14, 13, 15].map((place) => output.place(packet(caller, place), place * 20))
  expect(places.map((place) => place?.index)).toEqual([101, 102, 105, 104, 106])
})

test('a packet that belongs before the change of source is dropped', () => {
  const output = new RtpOutput(start)
  output.place(packet(ringback, 500), 1_000)
  output.place(packet(caller, 20), 1_020)
  expect(output.place(packet(caller, 19), 1_021)).toBeUndefined()
  expect(output.place(packet(caller, 21), 1_040)?.index).toBe(103)
})

test('a leap that no loss explains begins anew', () => {
  const output = new RtpOutput(start)
  output.place(packet(caller, 20), 1_000)
  expect(output.place(packet(caller, 20 + 3_001), 1_020)).toMatchObject({ index: 102, isJoint: true })
})

test('a clock that was set back does not turn the timestamp back', () => {
  const output = new RtpOutput(start)
  const before = output.place(packet(ringback, 0), 9_000_000)
  const after = output.place(packet(caller, 0), 1_000)
  expect(after?.timestamp).toBe(before?.timestamp)
})

test('time goes on from the beginning of an event, however often its packets repeat that', () => {
  const output = new RtpOutput({ ...start, timestamp: 0 })
  const key = {}
  output.place(packet(caller, 0), 1_000)
  const places = [0, 1, 2].map((index) =>
    output.place({ source: key, index, timestamp: 0, clockRate: 8_000 }, 1_020 + index * 20),
  )
  expect(places.map((place) => place?.timestamp)).toEqual([160, 160, 160])
  expect(output.timestampAt(1_060)).toBe(160 + 320)
  expect(output.place(packet(caller, 4), 1_080)?.timestamp).toBe(160 + 480)
})

test('nothing else begins within the time that a packet covers, though beats come late and in a burst', () => {
  const output = new RtpOutput({ ...start, timestamp: 0 })
  output.place({ source: {}, index: 0, timestamp: 0, clockRate: 8_000, coversMs: 160 }, 1_000)
  expect(output.place(packet(caller, 0), 1_001)?.timestamp).toBe(1_280)
})

test('the clock is that of the packet before', () => {
  const output = new RtpOutput(start)
  expect(output.clockRate).toBeUndefined()
  output.place(packet(caller, 0, 48_000), 1_000)
  expect(output.clockRate).toBe(48_000)
})

test('a report quotes the timestamp of its own moment', () => {
  const output = new RtpOutput({ ...start, timestamp: 0 })
  const sent = output.place(packet(caller, 0, 48_000), 1_000)
  expect(output.timestampAt(1_500)).toBe((sent?.timestamp ?? 0) + 24_000)
})

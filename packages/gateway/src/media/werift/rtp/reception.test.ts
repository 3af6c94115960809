import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Reception } from './reception.js'

test('packets that are missing between the first and the highest are lost, in whatever order the others came', () => {
  const arrivals = fc.uniqueArray(fc.integer({ min: 10, max: 300 }), { minLength: 1 })
  fc.assert(
    fc.property(arrivals, (indexes) => {
      const reception = new Reception()
      for (const index of indexes) reception.count(index)
      const expected = Math.max(...indexes) - Math.min(...indexes) + 1
      expect(reception.packetsLost).toBe(expected - indexes.length)
    }),
  )
})

test('each report tells the fraction lost since the one before', () => {
  const reception = new Reception()
  for (const index of [0, 1, 2, 3]) reception.count(index)
  expect(reception.report()).toMatchObject({ fractionLost: 0, packetsLost: 0, highestSequence: 3 })
  for (const index of [5, 7]) reception.count(index)
  expect(reception.report()).toMatchObject({ fractionLost: 128, packetsLost: 2, highestSequence: 7 })
  expect(reception.report()).toMatchObject({ fractionLost: 0, packetsLost: 2 })
})

test('the highest sequence number counts its wraps', () => {
  const reception = new Reception()
  reception.count(65_535)
  reception.count(65_536 * 3 + 9)
  expect(reception.report().highestSequence).toBe(0x0003_0009)
})

test('before anything has come there is nothing to report', () => {
  expect(new Reception().report()).toEqual({ fractionLost: 0, packetsLost: 0, highestSequence: 0, jitter: 0 })
  expect(new Reception().jitterMs).toBe(0)
})

test('packets in step have no jitter, whatever the delay', () => {
  const reception = new Reception()
  for (let place = 0; place < 50; place += 1) reception.time(place * 960, 48_000, 1_000_070 + place * 20)
  expect(reception.jitterMs).toBe(0)
})

test('the jitter follows the formula of RFC 3550', () => {
  const reception = new Reception()
  const delays = [0, 10, 0, 10, 30]
  delays.forEach((delayMs, place) => reception.time(place * 160, 8_000, place * 20 + delayMs))
  const expected = delays.slice(1).reduce((jitter, delayMs, place) => {
    const difference = Math.abs(delayMs - (delays[place] ?? 0))
    return jitter + (difference - jitter) / 16
  }, 0)
  expect(reception.jitterMs).toBeCloseTo(expected, 9)
  expect(reception.report().jitter).toBe(Math.floor(expected * 8))
})

test('neither a wrap of the timestamp nor a change of codec is jitter', () => {
  const reception = new Reception()
  reception.time(2 ** 32 - 160, 8_000, 1_000)
  reception.time(0, 8_000, 1_020)
  reception.time(77_000_000, 48_000, 1_040)
  reception.time(77_000_960, 48_000, 1_060)
  expect(reception.jitterMs).toBe(0)
})

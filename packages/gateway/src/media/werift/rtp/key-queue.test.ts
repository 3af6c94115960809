import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readKeySequence } from '../../audio/key-sequence.js'
import { telephoneEventKeys } from '../../audio/telephone-event.js'
import { TelephoneEventDecoder } from '../../audio/telephone-event-decoder.js'
import { KeyQueue } from './key-queue.js'
import type { KeyPacket } from './key-queue.js'

/** What each of so many beats brings. */
function beat(queue: KeyQueue, beats: number): readonly (KeyPacket | undefined)[] {
  return Array.from({ length: beats }, () => queue.next(true))
}

/** The beats at which something is sent, one character each: `1` for a first packet, `e` for an end, `.` for nothing. */
function pattern(packets: readonly (KeyPacket | undefined)[]): string {
  return packets
    .map((packet) => {
      if (!packet) return '.'
      if (packet.marker) return '1'
      return (packet.payload.readUInt8(1) & 0x80) === 0 ? '-' : 'e'
    })
    .join('')
}

test('a key takes 160 ms, its end is repeated twice, and the next one follows 80 ms after the tone', () => {
  const queue = new KeyQueue()
  queue.add(readKeySequence('12'))
  expect(pattern(beat(queue, 30))).toBe('1------eee..1------eee........')
})

test('a pause is half a second or a second on top of that', () => {
  const queue = new KeyQueue()
  queue.add(readKeySequence('1w2'))
  expect(pattern(beat(queue, 50))).toBe(`1------eee..${'.'.repeat(25)}1------eee...`)
  queue.add(readKeySequence('W3'))
  expect(pattern(beat(queue, 61))).toBe(`${'.'.repeat(50)}1------eee.`)
})

test('a key waits until it may begin, and one that has begun does not', () => {
  const queue = new KeyQueue()
  queue.add(readKeySequence('7'))
  expect(queue.next(false)).toBeUndefined()
  expect(queue.isSounding).toBe(false)
  expect(queue.next(true)).toMatchObject({ marker: true, coversMs: 20 })
  expect(queue.isSounding).toBe(true)
  const rest = Array.from({ length: 9 }, () => queue.next(false))
  expect(rest.at(-1)).toMatchObject({ marker: false, coversMs: 160 })
  expect(queue.isSounding).toBe(false)
})

test('whatever keys are sent, however they are split up, are heard by a decoder, each once and in order', () => {
  const keys = fc.string({ unit: fc.constantFrom(...Array.from(`${telephoneEventKeys}wW`)), maxLength: 12 })
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 4 }), (parts) => {
      const queue = new KeyQueue()
      let heard = ''
      const decoder = new TelephoneEventDecoder((key) => (heard += key))
      for (const part of parts) queue.add(readKeySequence(part))
      const sources: object[] = []
      for (const packet of beat(queue, parts.join('').length * 51)) {
        if (!packet) continue
        if (!sources.includes(packet.source)) sources.push(packet.source)
        decoder.receive({ payload: packet.payload, timestamp: sources.length * 1_920 })
      }
      expect(heard).toBe(parts.join('').replaceAll(/w/gi, ''))
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TelephoneEventDecoder } from './telephone-event-decoder.js'

const keys = '0123456789*#ABCD'

function packet(key: string, timestamp: number, isEnd: boolean): { payload: Buffer; timestamp: number } {
  return { payload: Buffer.from([keys.indexOf(key), isEnd ? 0x8a : 0x0a, 0x05, 0x00]), timestamp }
}

function decode(feed: (decoder: TelephoneEventDecoder) => void): string {
  let pressed = ''
  feed(new TelephoneEventDecoder((key) => (pressed += key)))
  return pressed
}

test('a press of several packets and three ends is one key', () => {
  const ends = [false, false, false, true, true, true]
  expect(decode((decoder) => ends.forEach((isEnd) => decoder.receive(packet('5', 1_000, isEnd))))).toBe('5')
})

test('the same key twice is two keys', () => {
  const pressed = decode((decoder) => {
    decoder.receive(packet('1', 1_000, true))
    decoder.receive(packet('1', 1_000, true))
    decoder.receive(packet('1', 2_840, true))
  })
  expect(pressed).toBe('11')
})

test('a press whose ends were lost is reported when audio follows, or the next press, and not again', () => {
  const pressed = decode((decoder) => {
    decoder.receive(packet('7', 1_000, false))
    decoder.end()
    decoder.receive(packet('7', 1_000, true))
    decoder.receive(packet('8', 2_000, false))
    decoder.receive(packet('9', 3_000, true))
    decoder.end()
  })
  expect(pressed).toBe('789')
})

test('a key held for more than eight seconds is still one key', () => {
  const pressed = decode((decoder) => {
    decoder.receive(packet('#', 4_294_950_000, false))
    decoder.receive(packet('#', (4_294_950_000 + 0xffff) >>> 0, false))
    decoder.receive(packet('#', (4_294_950_000 + 0xffff) >>> 0, true))
  })
  expect(pressed).toBe('#')
})

test('flash and other events that are not keys, and truncated packets, are passed over', () => {
  const pressed = decode((decoder) => {
    decoder.receive({ payload: Buffer.from([16, 0x8a, 0, 160]), timestamp: 1 })
    decoder.receive({ payload: Buffer.from([255, 0x8a, 0, 160]), timestamp: 2 })
    decoder.receive({ payload: Buffer.from([5, 0x8a]), timestamp: 3 })
    decoder.receive({ payload: Buffer.alloc(0), timestamp: 4 })
    decoder.end()
  })
  expect(pressed).toBe('')
})

test('whatever is lost or repeated within each press, each key that was heard of is reported once, in order', () => {
  const press = fc.record({
    key: fc.constantFrom(...keys.split('')),
    // How often each of three starts and three ends arrives.
    arrivals: fc.array(fc.nat({ max: 2 }), { minLength: 6, maxLength: 6 }),
  })
  fc.assert(
    fc.property(fc.array(press, { maxLength: 12 }), fc.nat({ max: 2 ** 32 - 1 }), (presses, start) => {
      const pressed = decode((decoder) => {
        for (const [place, { key, arrivals }] of presses.entries()) {
          const timestamp = (start + place * 1_840) >>> 0
          for (const [step, count] of arrivals.entries()) {
            for (let arrival = 0; arrival < count; arrival += 1) decoder.receive(packet(key, timestamp, step >= 3))
          }
        }
        decoder.end()
      })
      const heard = presses.filter(({ arrivals }) => arrivals.some((count) => count > 0))
      expect(pressed).toBe(heard.map(({ key }) => key).join(''))
    }),
  )
})

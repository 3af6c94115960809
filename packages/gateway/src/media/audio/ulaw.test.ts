import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeUlaw, encodeUlaw } from './ulaw.js'

test('the corners of the table are those of G.711', () => {
  expect([0x00, 0x7f, 0x80, 0xff].map(decodeUlaw)).toEqual([-32_124, -0, 32_124, 0])
  expect([0, 32_767, -32_768, 1_000, -1_000].map(encodeUlaw)).toEqual([0xff, 0x80, 0x00, 0xce, 0x4e])
})

test('every byte but negative zero survives decoding and encoding', () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 0x7f)
  expect(bytes.map((byte) => encodeUlaw(decodeUlaw(byte)))).toEqual(bytes)
})

test('a sample comes back within half a step of its segment', () => {
  fc.assert(
    fc.property(fc.integer({ min: -32_124, max: 32_124 }), (sample) => {
      const step = 2 ** (31 - Math.clz32(Math.abs(sample) + 0x84) - 4)
      expect(Math.abs(decodeUlaw(encodeUlaw(sample)) - sample)).toBeLessThanOrEqual(step / 2)
    }),
  )
})

import { expect, test } from 'vitest'
import { localSoundFrame } from './local-sound.js'
import { decodeUlaw } from './ulaw.js'

function isSilent(frame: Buffer): boolean {
  return frame.every((byte) => decodeUlaw(byte) === 0)
}

test('silence is 160 bytes of nothing, for ever', () => {
  for (const place of [0, 1, 299, 1_000_000]) {
    const frame = localSoundFrame('silence', 'pcmu', place)
    expect(frame).toHaveLength(160)
    expect(isSilent(frame)).toBe(true)
  }
})

test('ringback sounds for two seconds and pauses for four, again and again', () => {
  const pattern = Array.from({ length: 600 }, (_, place) => !isSilent(localSoundFrame('ringback', 'pcmu', place)))
  const cycle = [...new Array<boolean>(100).fill(true), ...new Array<boolean>(200).fill(false)]
  expect(pattern).toEqual([...cycle, ...cycle])
})

test('a device that takes opus alone gets one frame of opus silence', () => {
  expect(localSoundFrame('ringback', 'opus', 7)).toEqual(Buffer.from([0xf8, 0xff, 0xfe]))
})

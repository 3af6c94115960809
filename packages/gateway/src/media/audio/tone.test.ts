import { expect, test } from 'vitest'
import { createTone } from './tone.js'

/** Mean power of one frequency (Goertzel), as the amplitude of a sine. */
function amplitudeAt(samples: Int16Array, frequency: number, sampleRate: number): number {
  let [real, imaginary] = [0, 0]
  for (const [position, sample] of samples.entries()) {
    real += sample * Math.cos((2 * Math.PI * frequency * position) / sampleRate)
    imaginary += sample * Math.sin((2 * Math.PI * frequency * position) / sampleRate)
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length
}

test('a tone holds each frequency at its level, and nothing else', () => {
  const tone = createTone({ frequencies: [440, 480], levelDbm0: -19, durationMs: 1_000, sampleRate: 8_000 })
  const levelOf = (frequency: number): number => 3.17 + 20 * Math.log10(amplitudeAt(tone, frequency, 8_000) / 32_124)
  expect(levelOf(440)).toBeCloseTo(-19, 1)
  expect(levelOf(480)).toBeCloseTo(-19, 1)
  expect(levelOf(700)).toBeLessThan(-60)
})

test('a tone is as long as it should be and begins at a zero crossing', () => {
  const tone = createTone({ frequencies: [1_000], levelDbm0: 3.17, durationMs: 20, sampleRate: 8_000 })
  expect(tone).toHaveLength(160)
  expect(tone[0]).toBe(0)
  expect(Math.max(...tone)).toBe(32_124)
})

/** A steady sound made of sine waves. */
export interface ToneOptions {
  /** In Hz, each at the same level. */
  readonly frequencies: readonly number[]
  /** Level of each frequency in dBm0 (ITU-T G.711: a full-scale sine has 3.17 dBm0). */
  readonly levelDbm0: number
  readonly durationMs: number
  /** Samples a second. */
  readonly sampleRate: number
}

/** Peak of the largest sine that µ-law can hold, and its level in dBm0 (ITU-T G.711). */
const fullScale = { peak: 32_124, levelDbm0: 3.17 } as const

/** Make a tone as 16-bit linear PCM; it begins at a zero crossing. */
export function createTone({ frequencies, levelDbm0, durationMs, sampleRate }: ToneOptions): Int16Array {
  const amplitude = fullScale.peak * 10 ** ((levelDbm0 - fullScale.levelDbm0) / 20)
  return Int16Array.from({ length: (durationMs * sampleRate) / 1000 }, (_, position) =>
    frequencies.reduce(
      (sum, frequency) => sum + amplitude * Math.sin((2 * Math.PI * frequency * position) / sampleRate),
      0,
    ),
  )
}

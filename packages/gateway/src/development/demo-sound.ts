const sampleRate = 8_000

/** One stretch of a sound: the frequencies that are heard together, for how long. No frequencies is silence. */
interface Stretch {
  readonly hertz: readonly number[]
  readonly ms: number
}

const rows = [697, 770, 852, 941] as const
const columns = [1209, 1336, 1477] as const
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 's', '0', 'h']

const phrases: Readonly<Record<string, readonly Stretch[]>> = {
  incoming: [
    { hertz: [440, 480], ms: 900 },
    { hertz: [], ms: 700 },
  ],
  outgoing: [{ hertz: [480], ms: 150 }],
  disconnect: [
    { hertz: [480], ms: 120 },
    { hertz: [350], ms: 180 },
  ],
  ...Object.fromEntries(keys.map((key, index) => [`dtmf${key}`, [keyTone(index)]])),
}

function keyTone(index: number): Stretch {
  return { hertz: [rows[Math.floor(index / 3)] ?? 0, columns[index % 3] ?? 0], ms: 160 }
}

/** The names of the sounds that a page's SDK plays. */
export const demoSoundNames: readonly string[] = Object.keys(phrases)

/** Make one of the demo's sounds as a WAV file: 16-bit PCM, mono, 8 kHz. Undefined for an unknown name. */
export function createDemoSound(name: string): Buffer | undefined {
  const phrase = Object.hasOwn(phrases, name) ? phrases[name] : undefined
  return phrase && toWav(phrase.flatMap(toSamples))
}

function toSamples({ hertz, ms }: Stretch): readonly number[] {
  return Array.from({ length: (ms * sampleRate) / 1000 }, (_, index) => {
    const angle = (2 * Math.PI * index) / sampleRate
    return hertz.reduce((sum, frequency) => sum + 6_000 * Math.sin(angle * frequency), 0)
  })
}

function toWav(samples: readonly number[]): Buffer {
  const bytes = samples.length * 2
  const file = Buffer.alloc(44 + bytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + bytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(bytes, 40)
  for (const [index, sample] of samples.entries()) file.writeInt16LE(Math.round(sample), 44 + index * 2)
  return file
}

const sampleRate = 48_000
const amplitude = 12_000

/** A tone that comes and goes: browsers take one that never ends for noise, and suppress it. */
export interface Tone {
  readonly hertz: number
  readonly onMs: number
  readonly offMs: number
}

/** Make one beat of a tone as a WAV file: 16-bit PCM, mono, 48 kHz. */
export function createToneFile({ hertz, onMs, offMs }: Tone): Buffer {
  const count = ((onMs + offMs) * sampleRate) / 1000
  const soundCount = (onMs * sampleRate) / 1000
  const file = Buffer.alloc(44 + count * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + count * 2, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(count * 2, 40)
  for (let index = 0; index < soundCount; index += 1) {
    const sample = amplitude * Math.sin((2 * Math.PI * hertz * index) / sampleRate)
    file.writeInt16LE(Math.round(sample), 44 + index * 2)
  }
  return file
}

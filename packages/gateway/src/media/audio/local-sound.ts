import { clockRates } from '../audio-description.js'
import type { AudioCodec } from '../audio-description.js'
import type { LocalSound } from '../media.js'
import { createTone } from './tone.js'
import { encodeUlaw } from './ulaw.js'

/** Length of every packet that the gateway makes, in milliseconds. */
export const frameMs = 20

const samplesPerFrame = (clockRates.pcmu * frameMs) / 1000

/** Ringing tone of the United States, at the level of the precise tone plan (ITU-T E.180 supplement 2). */
const ringback = { frequencies: [440, 480], levelDbm0: -19, onMs: 2_000, offMs: 4_000 } as const

const ulawSilence = Buffer.alloc(samplesPerFrame, encodeUlaw(0))

/** One 20 ms CELT frame of silence at 48 kHz (RFC 6716 §3.1: configuration 31, mono, one frame). */
const opusSilence = Buffer.from([0xf8, 0xff, 0xfe])

function ringbackFrames(): readonly Buffer[] {
  const { frequencies, levelDbm0, onMs, offMs } = ringback
  const tone = createTone({ frequencies, levelDbm0, durationMs: onMs, sampleRate: clockRates.pcmu })
  const bytes = Buffer.from(Uint8Array.from(tone, encodeUlaw))
  return Array.from({ length: (onMs + offMs) / frameMs }, (_, place) =>
    place < onMs / frameMs ? bytes.subarray(place * samplesPerFrame, (place + 1) * samplesPerFrame) : ulawSilence,
  )
}

const pcmuFrames: Readonly<Record<LocalSound, readonly Buffer[]>> = {
  silence: [ulawSilence],
  ringback: ringbackFrames(),
}

/**
 * The payload of one 20 ms packet of a local sound, repeating for ever. There is no Opus encoder here: a device that
 * negotiated Opus alone hears silence instead of a tone.
 *
 * @param place - frames since the sound began, from 0
 */
export function localSoundFrame(sound: LocalSound, codec: AudioCodec, place: number): Buffer {
  if (codec === 'opus') return opusSilence
  const frames = pcmuFrames[sound]
  return frames[place % frames.length] ?? ulawSilence
}

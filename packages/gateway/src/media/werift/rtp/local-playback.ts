import { clockRates } from '../../audio-description.js'
import type { AudioCodec } from '../../audio-description.js'
import { frameMs, localSoundFrame } from '../../audio/local-sound.js'
import type { LocalSound } from '../../media.js'
import type { RelayedPacket } from './rtp-input.js'

/** One playing of a sound of the gateway's own, from its beginning: a source of packets like a device. */
export class LocalPlayback {
  readonly #sound: LocalSound
  #place = 0

  constructor(sound: LocalSound) {
    this.#sound = sound
  }

  /** The next 20 ms. */
  next(codec: AudioCodec): RelayedPacket {
    const place = this.#place
    this.#place += 1
    const clockRate = clockRates[codec]
    return {
      source: this,
      index: place,
      timestamp: (place * frameMs * clockRate) / 1000,
      clockRate,
      format: codec,
      marker: false,
      payload: localSoundFrame(this.#sound, codec, place),
    }
  }
}

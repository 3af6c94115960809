import type { LocalSound, MediaEndpoint, MediaEvent } from '../../media/media.js'

/** Where the audio of an end of a leg goes: to a device, or into a line. */
export type CallAudio = MediaEndpoint | LineAudio

/** What moves the audio of lines. */
export interface LineSwitch {
  readonly play: (end: LineAudio, sound: LocalSound) => void
  readonly sendKeys: (end: LineAudio, keys: string) => void
  readonly unbridge: (end: LineAudio) => void
}

/** One end of a line: what a call sends into it is heard by the call at its far end. */
export class LineAudio {
  /** The other end. */
  far: LineAudio = this
  /** What its own call plays into it; heard while it is not bridged. */
  sound: LocalSound = 'silence'
  /** Told of keys that are pressed at the other side. */
  onEvent: (event: MediaEvent) => void = () => undefined
  /** Told once that it is closed. */
  onClosed: () => void = () => undefined
  readonly #switch: LineSwitch
  #isClosed = false

  constructor(lineSwitch: LineSwitch) {
    this.#switch = lineSwitch
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Play to the far side from the beginning. Ignored while it is bridged. */
  play(sound: LocalSound): void {
    this.#switch.play(this, sound)
  }

  /**
   * Press keys for the far side: its call is told of them at once, and a device that it is bridged to hears them.
   *
   * @param keys - any number of 0-9, *, #, A-D, `w` and `W`
   * @throws MediaError with code `no-codec` if that device did not negotiate telephone events
   */
  sendKeys(keys: string): void {
    this.#switch.sendKeys(this, keys)
  }

  /** Hang up. */
  close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true
      this.#switch.unbridge(this)
      this.onClosed()
    }
    return Promise.resolve()
  }
}

import type { LocalSound, MediaEndpoint, MediaEngine, MediaEvent } from '../../media/media.js'
import { type CallAudio, LineAudio, type LineSwitch } from './line-audio.js'

/**
 * A media engine in which audio also flows from call to call, over lines. A line carries no packets: devices whose calls
 * are joined by lines are bridged to each other, and a sound that one call plays into its line is played to the device
 * at the other side.
 */
export class LineMedia implements MediaEngine {
  readonly #engine: MediaEngine
  /** What each endpoint and each end of a line is bridged to, in both directions. */
  readonly #joined = new WeakMap<CallAudio, CallAudio>()
  readonly #switch: LineSwitch = {
    play: (end, sound) => {
      this.#play(end, sound)
    },
    sendKeys: (end, keys) => {
      this.#hearKeys(end.far, keys, true)
    },
    unbridge: (end) => {
      this.unbridge(end)
    },
  }

  constructor(engine: MediaEngine) {
    this.#engine = engine
  }

  get openEndpoints(): number {
    return this.#engine.openEndpoints
  }

  createEndpoint(onEvent: (event: MediaEvent) => void): MediaEndpoint {
    const endpoint = this.#engine.createEndpoint((event) => {
      onEvent(event)
      // The tone itself flows with the audio; what is missing is the calls in between, which are to know of it.
      if (event.type === 'dtmf') this.#carryKeys(endpoint, event.digit, false)
    })
    return endpoint
  }

  /** Make a line; each of its ends belongs to a call of its own. */
  createLine(): readonly [LineAudio, LineAudio] {
    const [a, b] = [new LineAudio(this.#switch), new LineAudio(this.#switch)]
    a.far = b
    b.far = a
    return [a, b]
  }

  bridge(a: CallAudio, b: CallAudio): void {
    if (isClosed(a) || isClosed(b)) return
    if (this.#joined.get(a) !== b) {
      this.unbridge(a)
      this.unbridge(b)
      this.#joined.set(a, b).set(b, a)
    }
    const [left, right] = [this.#deviceBehind(a), this.#deviceBehind(b)]
    if (left !== undefined && right !== undefined) this.#engine.bridge(left, right)
    else if (left !== undefined) this.#playTo(left, this.#soundFrom(b))
    else if (right !== undefined) this.#playTo(right, this.#soundFrom(a))
  }

  unbridge(audio: CallAudio): void {
    const other = this.#joined.get(audio)
    if (other === undefined) return
    this.#joined.delete(audio)
    this.#joined.delete(other)
    for (const end of [audio, other]) {
      if (end instanceof LineAudio) end.sound = 'silence'
      const device = this.#deviceBehind(end)
      if (device !== undefined) this.#playTo(device, 'silence')
    }
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  #playTo(device: MediaEndpoint, sound: LocalSound): void {
    this.#engine.unbridge(device)
    device.play(sound)
  }

  #play(end: LineAudio, sound: LocalSound): void {
    if (end.isClosed || this.#joined.has(end)) return
    end.sound = sound
    const listener = this.#joined.get(end.far)
    if (listener !== undefined) this.#deviceBehind(listener)?.play(sound)
  }

  /** The device that hears what is sent to an endpoint, or into a line and whatever that leads to. */
  #deviceBehind(audio: CallAudio): MediaEndpoint | undefined {
    if (!(audio instanceof LineAudio)) return audio
    const next = this.#joined.get(audio.far)
    return next && this.#deviceBehind(next)
  }

  /** What is heard from a line that leads to no device. */
  #soundFrom(audio: CallAudio): LocalSound {
    if (!(audio instanceof LineAudio)) return 'silence'
    const next = this.#joined.get(audio.far)
    return next === undefined ? audio.far.sound : this.#soundFrom(next)
  }

  /** @param isPressed - the gateway makes the tones; otherwise they come with the audio */
  #carryKeys(from: CallAudio, keys: string, isPressed: boolean): void {
    const next = this.#joined.get(from)
    if (next instanceof LineAudio) this.#hearKeys(next.far, keys, isPressed)
    else if (isPressed) next?.sendKeys(keys)
  }

  #hearKeys(end: LineAudio, keys: string, isPressed: boolean): void {
    for (const digit of keys.replace(/w/gi, '')) end.onEvent({ type: 'dtmf', digit })
    this.#carryKeys(end, keys, isPressed)
  }
}

function isClosed(audio: CallAudio): boolean {
  return audio instanceof LineAudio && audio.isClosed
}

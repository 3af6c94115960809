import { frameMs } from '../../audio/local-sound.js'
import type { KeyStep } from '../../audio/key-sequence.js'
import { writeTelephoneEvent } from '../../audio/telephone-event.js'
import { beatsIn } from '../beats.js'
import type { RtpSource } from './rtp-output.js'

/** One packet of a key, on a timeline of its own: every packet of a key has the timestamp of its beginning. */
export interface KeyPacket {
  readonly source: RtpSource
  readonly index: number
  readonly marker: boolean
  readonly payload: Buffer
  /** How much of the stream's time the key has taken so far, in milliseconds. */
  readonly coversMs: number
}

/** What the official clients press: long enough for every receiver (ITU-T Q.24 asks for 40 ms). */
const toneBeats = beatsIn(160)
/** RFC 4733 §2.5.1.4: the end is sent three times, at the interval of the updates before it. */
const repeatedEnds = 2
const keyBeats = toneBeats + repeatedEnds
/** From the end of a tone to the next. */
const gapBeats = beatsIn(80)

/** Keys that wait to be sent to a device, and the one that sounds. */
export class KeyQueue {
  readonly #steps: KeyStep[] = []
  #press: { readonly event: number; beats: number } | undefined
  #beatsToWait = 0

  /** Send these too, after all that wait already. */
  add(steps: readonly KeyStep[]): void {
    this.#steps.push(...steps)
  }

  /** Whether a key is being sent: nothing else may go into the stream until its end has been repeated. */
  get isSounding(): boolean {
    return this.#press !== undefined
  }

  /**
   * One beat of 20 ms.
   *
   * @param mayBegin - the next key may be pressed now
   * @returns what to send, if anything
   */
  next(mayBegin: boolean): KeyPacket | undefined {
    if (!this.#press && this.#beatsToWait > 0) this.#beatsToWait -= 1
    else if (!this.#press && mayBegin) this.#begin()
    return this.#press && this.#sound(this.#press)
  }

  #begin(): void {
    const step = this.#steps.shift()
    if (step?.type === 'press') this.#press = { event: step.event, beats: 0 }
    else if (step) this.#beatsToWait = beatsIn(step.pauseMs) - 1
  }

  #sound(press: { readonly event: number; beats: number }): KeyPacket {
    press.beats += 1
    const durationMs = Math.min(press.beats, toneBeats) * frameMs
    if (press.beats === keyBeats) {
      this.#press = undefined
      this.#beatsToWait = gapBeats - repeatedEnds
    }
    return {
      source: press,
      index: press.beats,
      marker: press.beats === 1,
      payload: writeTelephoneEvent({ event: press.event, isEnd: press.beats >= toneBeats, durationMs }),
      coversMs: durationMs,
    }
  }
}

import { beatsIn } from './beats.js'

/**
 * Tells when a device has been silent for too long. It counts beats, not time of day: a clock that is set, or a process
 * that was suspended, loses no call.
 */
export class LossWatch {
  readonly #bound: number
  #unheard = 0

  constructor(lossTimeoutMs: number) {
    this.#bound = beatsIn(lossTimeoutMs)
  }

  /** The device was heard. */
  heard(): void {
    this.#unheard = 0
  }

  /** One beat; true at the one that reaches the bound. */
  beat(): boolean {
    this.#unheard += 1
    return this.#unheard === this.#bound
  }
}

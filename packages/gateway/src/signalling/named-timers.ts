import type { Clock } from '../clock.js'

/** The timers of one thing, by name: one that is set again takes the place of the one before. */
export class NamedTimers<Name extends string> {
  readonly #clock: Clock
  readonly #stops = new Map<Name, () => void>()
  #isOver = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Run something once, after a delay; one that is over already is none. */
  set(name: Name, delayMs: number, run: () => void): void {
    this.clear(name)
    if (!this.#isOver) this.#stops.set(name, this.#clock.after(Math.max(0, delayMs), run))
  }

  clear(name: Name): void {
    this.#stops.get(name)?.()
    this.#stops.delete(name)
  }

  /** Stop every timer; none can be set any more. */
  end(): void {
    this.#isOver = true
    for (const name of [...this.#stops.keys()]) this.clear(name)
  }
}

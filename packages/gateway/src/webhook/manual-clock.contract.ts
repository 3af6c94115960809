import type { Clock } from '../clock.js'

/** A clock that a test moves. */
export interface ManualClock extends Clock {
  /** Move on, and run what becomes due in order. */
  advance(ms: number): void
  /** How many timers wait. */
  readonly pending: number
  /** Resolves when that many timers of this very delay have been set since the start. */
  armed(delayMs: number, count: number): Promise<void>
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

/** Make a clock that stands at a Saturday in 2026 until it is moved. */
export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 10, 21)
  const timers = new Set<Timer>()
  const delays: number[] = []
  const waiting = new Set<() => void>()
  return {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.add(timer)
      delays.push(delayMs)
      for (const check of waiting) check()
      return () => {
        timers.delete(timer)
      }
    },
    advance(ms) {
      const until = now + ms
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        timers.delete(next)
        now = next.at
        next.run()
      }
      now = until
    },
    armed(delayMs, count) {
      return new Promise((resolve) => {
        const check = (): void => {
          if (delays.filter((delay) => delay === delayMs).length < count) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
      })
    },
    get pending() {
      return timers.size
    },
  }
}

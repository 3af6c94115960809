import type { Clock } from './clock.js'

/** The longest delay that a Node.js timer holds, in milliseconds. */
const maxTimerMs = 2_147_483_647

/** The machine's clock and timers. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, maxTimerMs))
    timer.unref()
    return () => {
      clearTimeout(timer)
    }
  },
}

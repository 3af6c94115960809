import type { Clock } from '../../clock.js'

/** One beat for every endpoint of an engine. */
export interface MediaTicker {
  /** Begin to beat; nothing if it beats already. */
  start(): void
  stop(): void
}

/** Beats that a busy process is late by are made up for up to this bound; past it they are dropped. */
const longestDelayMs = 1_000

/**
 * Beat in real time: each beat is due an interval after the one before was *due*, not after it happened, so that late
 * timers do not add up. If the wall clock is set, the beat begins anew.
 */
export function createMediaTicker(clock: Clock, intervalMs: number, onBeat: () => void): MediaTicker {
  let cancel: (() => void) | undefined
  let dueMs = 0

  const schedule = (): void => {
    dueMs += intervalMs
    const delayMs = dueMs - clock.now()
    if (delayMs > intervalMs || delayMs < -longestDelayMs) dueMs = clock.now() + intervalMs
    cancel = clock.after(Math.max(0, dueMs - clock.now()), beat)
  }
  const beat = (): void => {
    schedule()
    onBeat()
  }

  return {
    start: () => {
      if (cancel) return
      dueMs = clock.now()
      schedule()
    },
    stop: () => {
      cancel?.()
      cancel = undefined
    },
  }
}

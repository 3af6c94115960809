import type { Clock } from '../../clock.js'

/** Aborts an exchange when nothing comes for too long, or when nobody waits for it any more. */
export interface StallTimer {
  readonly signal: AbortSignal
  /** Something came. */
  readonly restart: () => void
  /** Whether anything came at all. */
  readonly hasRestarted: () => boolean
  readonly stop: () => void
  /** Whether nothing came for too long. */
  readonly hasExpired: () => boolean
}

/** Make a running timer. */
export function createStallTimer(clock: Clock, timeoutMs: number, outer: AbortSignal): StallTimer {
  const controller = new AbortController()
  let isExpired = false
  let isRestarted = false
  const expire = (): void => {
    isExpired = true
    controller.abort()
  }
  const abort = (): void => {
    controller.abort()
  }
  let cancel = clock.after(timeoutMs, expire)
  outer.addEventListener('abort', abort)
  if (outer.aborted) abort()
  return {
    signal: controller.signal,
    restart: () => {
      isRestarted = true
      cancel()
      cancel = clock.after(timeoutMs, expire)
    },
    hasRestarted: () => isRestarted,
    stop: () => {
      cancel()
      outer.removeEventListener('abort', abort)
    },
    hasExpired: () => isExpired,
  }
}

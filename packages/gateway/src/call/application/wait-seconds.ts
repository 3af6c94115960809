import type { Clock } from '../../clock.js'

/** Wait; no longer than until something happens that makes it pointless. */
export function waitSeconds(clock: Clock, seconds: number, interruption: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(seconds * 1000, resolve)
    void interruption.then(() => {
      cancel()
      resolve()
    })
  })
}

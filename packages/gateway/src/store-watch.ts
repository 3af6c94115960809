import type { Clock } from './clock.js'
import type { Store } from './store/store.js'

/** How often it is looked whether another process has written to the store, in milliseconds. */
export const storeWatchIntervalMs = 1_000

/** What {@link watchStore} needs. */
interface StoreWatchPorts {
  readonly clock: Clock
  readonly store: Pick<Store, 'foreignVersion'>
  readonly onFault: (error: unknown) => void
}

/**
 * Notice what other processes write to the store, such as a token that a command revokes.
 *
 * @param onForeignWrite - something was written; asked for one at a time
 * @returns ends it; resolves when nothing of it is under way any more
 */
export async function watchStore(
  { clock, store, onFault }: StoreWatchPorts,
  onForeignWrite: () => Promise<void>,
): Promise<() => Promise<void>> {
  let seen = await store.foreignVersion()
  let isStopped = false
  let underWay = Promise.resolve()
  const look = async (): Promise<void> => {
    try {
      const version = await store.foreignVersion()
      if (version === seen) return
      await onForeignWrite()
      // Only now: what has failed is tried again.
      seen = version
    } catch (error) {
      onFault(error)
    }
  }
  const lookLater = (): (() => void) =>
    clock.after(storeWatchIntervalMs, () => {
      underWay = look().then(() => {
        if (!isStopped) cancel = lookLater()
      })
    })
  let cancel = lookLater()
  return async () => {
    isStopped = true
    cancel()
    await underWay
  }
}

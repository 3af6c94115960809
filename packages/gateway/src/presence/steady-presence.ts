import type { AccountSid } from '@ringdown/protocol'
import type { Clock } from '../clock.js'
import type { PresenceChange, PresenceSource } from './presence-change.js'

/** How long a name that has gone still counts as available: a page that is loaded anew takes about that long. */
export const presenceGraceMs = 3_000

/**
 * Presence as others are told of it: a name that comes back within {@link presenceGraceMs} was never gone. Who is rung is
 * another matter: that is decided by who is connected at that moment.
 */
export class SteadyPresence implements PresenceSource {
  readonly #clock: Clock
  readonly #source: PresenceSource
  readonly #listeners = new Set<(change: PresenceChange) => void>()
  /** Names that have just gone, by account and name, with what takes the timer back. */
  readonly #leaving = new Map<string, { readonly change: PresenceChange; readonly cancel: () => void }>()
  #isStopped = false

  constructor(clock: Clock, source: PresenceSource) {
    this.#clock = clock
    this.#source = source
    source.onChange((change) => {
      this.#take(change)
    })
  }

  onChange(listener: (change: PresenceChange) => void): void {
    this.#listeners.add(listener)
  }

  availableNames(accountSid: AccountSid): readonly string[] {
    const leaving = [...this.#leaving.values()].filter(({ change }) => change.accountSid === accountSid)
    return [...this.#source.availableNames(accountSid), ...leaving.map(({ change }) => change.clientName)].sort()
  }

  /** Tell nobody anything more: the node goes down, and its devices go elsewhere. */
  stop(): void {
    this.#isStopped = true
    for (const { cancel } of this.#leaving.values()) cancel()
    this.#leaving.clear()
  }

  #take(change: PresenceChange): void {
    if (this.#isStopped) return
    const key = `${change.accountSid}/${change.clientName}`
    const leaving = this.#leaving.get(key)
    leaving?.cancel()
    this.#leaving.delete(key)
    if (!change.isAvailable) {
      const cancel = this.#clock.after(presenceGraceMs, () => {
        this.#leaving.delete(key)
        this.#tell(change)
      })
      this.#leaving.set(key, { change, cancel })
    } else if (leaving === undefined) this.#tell(change)
  }

  #tell(change: PresenceChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

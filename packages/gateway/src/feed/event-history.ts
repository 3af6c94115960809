import { type FeedEvent, toFeedData } from './feed-event.js'
import { feedLimits } from './feed-limits.js'

/** An event and its place. */
export interface KeptEvent {
  readonly id: string
  readonly event: FeedEvent
  /** What a feed tells of it. */
  readonly data: string
}

/** The latest events of one account, in memory: what is older is in the timelines of the store. */
export class EventHistory {
  /** Tells this history from those of other times, whose ids mean nothing here. */
  readonly #epoch: string
  readonly #kept: KeptEvent[] = []
  #bytes = 0
  #last = 0

  /** @param epoch - hexadecimal digits that no other history had */
  constructor(epoch: string) {
    this.#epoch = epoch
  }

  /** The place behind the latest event. */
  get position(): string {
    return this.#idOf(this.#last)
  }

  add(event: FeedEvent): KeptEvent {
    this.#last += 1
    const kept = { id: this.position, event, data: toFeedData(event) }
    this.#kept.push(kept)
    this.#bytes += Buffer.byteLength(kept.data)
    while (this.#kept.length > feedLimits.historyEvents || this.#bytes > feedLimits.historyBytes) {
      this.#bytes -= Buffer.byteLength(this.#kept.shift()?.data ?? '')
    }
    return kept
  }

  /** The events behind a place; undefined if some of them are not known any more, or if there is no such place. */
  after(position: string): readonly KeptEvent[] | undefined {
    const [, epoch, digits = ''] = /^([\da-f]+)-(\d{1,15})$/.exec(position) ?? []
    const seq = Number(digits)
    if (epoch !== this.#epoch || this.#idOf(seq) !== position || seq > this.#last) return undefined
    const missed = this.#last - seq
    return missed > this.#kept.length ? undefined : this.#kept.slice(this.#kept.length - missed)
  }

  #idOf(seq: number): string {
    return `${this.#epoch}-${seq}`
  }
}

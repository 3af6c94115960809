import type { AccountSid } from '@ringdown/protocol'
import type { Clock } from '../clock.js'
import type { PresenceSource } from '../presence/presence-change.js'
import { EventHistory } from './event-history.js'
import type { FeedReader, FeedRequest, FeedSink } from './feed.js'
import type { FeedEvent } from './feed-event.js'
import { feedLimits } from './feed-limits.js'
import { OpenFeed } from './open-feed.js'
import { writeBlock, writeHeartbeat } from './write-block.js'

/** What the feeds of an account need. */
export interface AccountFeedPorts {
  readonly clock: Clock
  readonly presence: Pick<PresenceSource, 'availableNames'>
  readonly onFault: (error: unknown) => void
}

const maxFeeds: Readonly<Record<FeedReader, number>> = {
  server: feedLimits.serverFeedsPerAccount,
  page: feedLimits.pageFeedsPerAccount,
}

/** The feeds of one account, and the events that they can be resumed from. */
export class AccountFeed {
  readonly #accountSid: AccountSid
  readonly #ports: AccountFeedPorts
  readonly #history: EventHistory
  readonly #feeds = new Set<OpenFeed>()
  readonly #onIdle: () => void

  /** @param onIdle - its last feed was closed */
  constructor(accountSid: AccountSid, epoch: string, ports: AccountFeedPorts, onIdle: () => void) {
    this.#accountSid = accountSid
    this.#history = new EventHistory(epoch)
    this.#ports = ports
    this.#onIdle = onIdle
  }

  /** How many readers are connected. */
  get size(): number {
    return this.#feeds.size
  }

  publish(event: FeedEvent): void {
    const kept = this.#history.add(event)
    for (const feed of this.#feeds) feed.tell(kept)
  }

  /** Open a feed; undefined if there are too many. */
  open(request: FeedRequest, sink: FeedSink): OpenFeed | undefined {
    const others = [...this.#feeds].filter((feed) => feed.request.reader === request.reader)
    if (others.length >= maxFeeds[request.reader]) return undefined
    const { clock, onFault } = this.#ports
    const feed = new OpenFeed(request, sink, {
      ...{ clock, onFault },
      position: () => this.#history.position,
      onClosed: (closed) => {
        this.#feeds.delete(closed)
        if (this.#feeds.size === 0) this.#onIdle()
      },
    })
    this.#feeds.add(feed)
    this.#begin(feed)
    return feed
  }

  /** End the feeds that may not go on. */
  async review(): Promise<void> {
    await Promise.all([...this.#feeds].map((feed) => feed.review()))
  }

  end(): void {
    for (const feed of this.#feeds) feed.end()
  }

  #begin(feed: OpenFeed): void {
    const { lastEventId, wantsRoster } = feed.request
    const id = this.#history.position
    const missed = lastEventId === undefined ? undefined : this.#history.after(lastEventId)
    for (const kept of missed ?? []) feed.tell(kept)
    // Also if there is nothing to tell: the reader hears that it is connected, and where.
    feed.write(writeHeartbeat(id))
    if (missed !== undefined) return
    if (lastEventId !== undefined) feed.write(writeBlock({ id, type: 'gap', data: '{}' }))
    if (wantsRoster) feed.write(writeBlock({ id, type: 'roster', data: this.#roster(feed.request) }))
  }

  #roster({ wants }: FeedRequest): string {
    const at = this.#ports.clock.now()
    const names = this.#ports.presence
      .availableNames(this.#accountSid)
      .filter((clientName) =>
        wants({ type: 'presence', accountSid: this.#accountSid, clientName, isAvailable: true, at }),
      )
    const date = new Date(at).toISOString()
    return JSON.stringify({ account_sid: this.#accountSid, client_names: names, date })
  }
}

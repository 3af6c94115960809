import type { AccountSid } from '@ringdown/protocol'
import type { Ids } from '../ids.js'
import type { PresenceSource } from '../presence/presence-change.js'
import { AccountFeed, type AccountFeedPorts } from './account-feed.js'
import type { FeedOpening, FeedRequest, FeedSink } from './feed.js'
import type { FeedEvent } from './feed-event.js'
import { feedLimits } from './feed-limits.js'

/** What the hub needs. */
export interface FeedHubPorts extends AccountFeedPorts {
  readonly ids: Pick<Ids, 'uuid'>
  readonly presence: PresenceSource
}

interface Entry {
  readonly feed: AccountFeed
  /** Takes back that it is forgotten. */
  keep: () => void
}

/** Tells of what happens in each account to those who read its feed. An account that nobody reads costs nothing. */
export class FeedHub {
  readonly #ports: FeedHubPorts
  readonly #accounts = new Map<AccountSid, Entry>()
  #hasEnded = false

  constructor(ports: FeedHubPorts) {
    this.#ports = ports
    ports.presence.onChange((change) => {
      this.publish({ type: 'presence', at: ports.clock.now(), ...change })
    })
  }

  publish(event: FeedEvent): void {
    this.#accounts.get(event.accountSid)?.feed.publish(event)
  }

  open(request: FeedRequest, sink: FeedSink): FeedOpening {
    if (this.#hasEnded) return { isOpen: false, reason: 'ended' }
    const entry = this.#entryOf(request.accountSid)
    entry.keep()
    const feed = entry.feed.open(request, sink)
    if (feed === undefined) return { isOpen: false, reason: 'too-many' }
    return {
      isOpen: true,
      close: () => {
        feed.close()
      },
    }
  }

  /** End the feeds of an account that may not go on: its status, its credentials or its tokens have changed. */
  async review(accountSid: AccountSid): Promise<void> {
    await this.#accounts.get(accountSid)?.feed.review()
  }

  /** As {@link review}, of every account. */
  async reviewAll(): Promise<void> {
    for (const { feed } of this.#accounts.values()) await feed.review()
  }

  /** End every feed, and open none any more: the node goes down. */
  end(): void {
    this.#hasEnded = true
    for (const entry of this.#accounts.values()) {
      entry.feed.end()
      entry.keep()
    }
    this.#accounts.clear()
  }

  #entryOf(accountSid: AccountSid): Entry {
    const known = this.#accounts.get(accountSid)
    if (known !== undefined) return known
    const epoch = this.#ports.ids.uuid().slice(0, 8)
    const entry: Entry = {
      feed: new AccountFeed(accountSid, epoch, this.#ports, () => {
        this.#forgetLater(accountSid, entry)
      }),
      keep: () => undefined,
    }
    this.#accounts.set(accountSid, entry)
    return entry
  }

  #forgetLater(accountSid: AccountSid, entry: Entry): void {
    entry.keep()
    entry.keep = this.#ports.clock.after(feedLimits.historyMs, () => {
      if (entry.feed.size === 0) this.#accounts.delete(accountSid)
    })
  }
}

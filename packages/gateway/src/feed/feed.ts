import type { AccountSid } from '@ringdown/protocol'
import type { FeedEvent } from './feed-event.js'

/** Who reads a feed: a server that knows the account's credentials, or a page that has a device token. */
export type FeedReader = 'server' | 'page'

/** What a reader asks for. */
export interface FeedRequest {
  readonly accountSid: AccountSid
  readonly reader: FeedReader
  /** Where the reader was in an earlier feed. */
  readonly lastEventId: string | undefined
  readonly wants: (event: FeedEvent) => boolean
  /** Whether the reader is to know who is available before it hears of changes. */
  readonly wantsRoster: boolean
  /** Whether the feed may go on: asked at every sign of life, and when something of the account has changed. */
  readonly mayGoOn: () => Promise<boolean>
  /** When it ends in any case, in Unix milliseconds. */
  readonly endsAt?: number
}

/** Where a feed is written to. */
export interface FeedSink {
  write(text: string): void
  /** Bytes that were written and that the reader has not read. */
  readonly queuedBytes: number
  /** End the stream behind what was written. */
  end(): void
  /** Drop the reader. */
  drop(): void
}

/** A feed that is open, or why it is not. */
export type FeedOpening =
  | { readonly isOpen: true; readonly close: () => void }
  | { readonly isOpen: false; readonly reason: 'too-many' | 'ended' }

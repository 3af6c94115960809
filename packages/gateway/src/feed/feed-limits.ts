/** Bounds of feeds. */
export const feedLimits = Object.freeze({
  /** Feeds of one account that servers may have open. */
  serverFeedsPerAccount: 20,
  /** Feeds of one account that pages may have open under device tokens. */
  pageFeedsPerAccount: 1_000,
  /** Events of one account that a feed can be resumed from. */
  historyEvents: 1_000,
  historyBytes: 1_048_576,
  /** How long after its last feed an account's events are kept on, so that a feed can be resumed. */
  historyMs: 300_000,
  /** How often a feed shows a sign of life, and is looked at whether it may go on. */
  heartbeatMs: 15_000,
  /** A reader that has not read this much is cut off. More than a history, which comes at once. */
  maxQueuedBytes: 4_194_304,
})

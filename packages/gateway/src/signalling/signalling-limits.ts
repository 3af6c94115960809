/** Bounds of the signalling edge. Each can be set by the operator. */
export interface SignallingLimits {
  /** A device that has not sent `listen` by then is closed. */
  readonly helloTimeoutMs: number
  /** How often a heartbeat is sent. Clients give a connection up after 15 s of silence. */
  readonly heartbeatIntervalMs: number
  /**
   * A connection is dead when nothing came from it for this many heartbeats, which shows when the next one is due: with the
   * defaults at most 20 s after it was last heard.
   */
  readonly missedHeartbeats: number
  /** Messages a connection may send in a burst, and then a second. */
  readonly messagesPerSecond: number
  readonly messageBurst: number
  /** Connections that one address may open in a minute. */
  readonly connectionsPerAddressPerMinute: number
  /** Tokens of one account that are looked at in a second. */
  readonly listensPerAccountPerSecond: number
  /**
   * How long a device waits for its turn when its address or its account is over its rate; one that would have to wait
   * longer is sent away for as long.
   */
  readonly longestWaitMs: number
  /** A connection whose unread messages exceed this is closed. */
  readonly maxQueuedBytes: number
  /** Messages of one connection that wait for their turn. */
  readonly maxWaitingMessages: number
  /** Of the devices registered under one name, how many ring: the newest. */
  readonly devicesPerName: number
}

/** The limits when nothing is configured. */
export const defaultSignallingLimits: SignallingLimits = Object.freeze({
  helloTimeoutMs: 5_000,
  heartbeatIntervalMs: 5_000,
  missedHeartbeats: 3,
  messagesPerSecond: 50,
  messageBurst: 200,
  connectionsPerAddressPerMinute: 600,
  listensPerAccountPerSecond: 500,
  longestWaitMs: 30_000,
  maxQueuedBytes: 1_048_576,
  maxWaitingMessages: 200,
  devicesPerName: 10,
})

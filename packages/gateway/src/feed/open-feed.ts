import type { Clock } from '../clock.js'
import type { KeptEvent } from './event-history.js'
import type { FeedRequest, FeedSink } from './feed.js'
import { feedLimits } from './feed-limits.js'
import { writeBlock, writeHeartbeat } from './write-block.js'

/** What an open feed needs. */
export interface OpenFeedPorts {
  readonly clock: Clock
  /** The place behind the latest event of the account. */
  readonly position: () => string
  /** It was closed, by whomever. */
  readonly onClosed: (feed: OpenFeed) => void
  readonly onFault: (error: unknown) => void
}

/** One reader who is connected. */
export class OpenFeed {
  readonly request: FeedRequest
  readonly #ports: OpenFeedPorts
  readonly #sink: FeedSink
  #isOpen = true
  #stopBeat: () => void = () => undefined
  #stopEnd: () => void = () => undefined

  constructor(request: FeedRequest, sink: FeedSink, ports: OpenFeedPorts) {
    this.request = request
    this.#sink = sink
    this.#ports = ports
    this.#beat()
    const { endsAt } = request
    if (endsAt === undefined) return
    this.#stopEnd = ports.clock.after(Math.max(0, endsAt - ports.clock.now()), () => {
      this.end()
    })
  }

  /** Tell of an event if it is wanted. */
  tell({ id, event, data }: KeptEvent): void {
    if (this.request.wants(event)) this.write(writeBlock({ id, type: event.type, data }))
  }

  /** A reader who does not read is dropped: nobody else waits for one, and memory is not for one to fill. */
  write(text: string): void {
    if (!this.#isOpen) return
    this.#sink.write(text)
    if (this.#sink.queuedBytes <= feedLimits.maxQueuedBytes) return
    this.close()
    this.#sink.drop()
  }

  /** End it if it may not go on. */
  async review(): Promise<void> {
    if (this.#isOpen && !(await this.request.mayGoOn())) this.end()
  }

  end(): void {
    if (!this.#isOpen) return
    this.close()
    this.#sink.end()
  }

  /** The reader is gone. */
  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#stopBeat()
    this.#stopEnd()
    this.#ports.onClosed(this)
  }

  #beat(): void {
    this.#stopBeat = this.#ports.clock.after(feedLimits.heartbeatMs, () => {
      this.write(writeHeartbeat(this.#ports.position()))
      if (!this.#isOpen) return
      this.#beat()
      this.review().catch((error: unknown) => {
        this.#ports.onFault(error)
      })
    })
  }
}

import { onTestFinished } from 'vitest'

/** An event as a reader gets it. */
interface ReadEvent {
  readonly id: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A reader of an event stream, by the rules of WHATWG HTML, "Server-sent events". */
export interface FeedClient {
  readonly status: number
  readonly headers: Headers
  /** Everything that came so far, as it came. */
  readonly text: () => string
  /** Where the reader stands, for `Last-Event-ID`. */
  readonly lastEventId: () => string
  /** The next event that nobody took yet, of a type if one is given; those before it are left out. */
  next(type?: string): Promise<ReadEvent>
  /** The events that came and nobody took. */
  readonly left: () => readonly ReadEvent[]
  /** Resolves when a comment has come that nobody waited for yet. */
  comment(): Promise<void>
  /** Resolves when the gateway has ended the stream. */
  ended(): Promise<void>
  close(): void
}

/** Ask for a feed; it is closed with the test. */
export async function openFeed(url: string, headers: Readonly<Record<string, string>>): Promise<FeedClient> {
  const abort = new AbortController()
  const response = await fetch(url, { headers, signal: abort.signal })
  onTestFinished(() => {
    abort.abort()
  })
  const reader = new FeedText()
  const done = pump(response, reader)
  const take = (type?: string): ReadEvent | undefined => {
    const index = reader.events.findIndex((event) => type === undefined || event.type === type)
    return index < 0 ? undefined : reader.events.splice(0, index + 1).at(-1)
  }
  return {
    ...{ status: response.status, headers: response.headers },
    text: () => reader.text,
    lastEventId: () => reader.lastEventId,
    left: () => reader.events,
    next: (type) => reader.until(() => take(type)),
    async comment() {
      await reader.until(() => (reader.comments > 0 ? (reader.comments -= 1) + 1 : undefined))
    },
    ended: () => done,
    close: () => {
      abort.abort()
    },
  }
}

async function pump(response: Response, reader: FeedText): Promise<void> {
  const decoder = new TextDecoder()
  try {
    for await (const bytes of response.body ?? []) reader.take(decoder.decode(bytes as Uint8Array, { stream: true }))
  } catch {
    // The test closed it, or the gateway cut it off: either way it is over.
  }
  reader.isOver = true
  reader.wake()
}

class FeedText {
  readonly events: ReadEvent[] = []
  text = ''
  comments = 0
  lastEventId = ''
  isOver = false
  #rest = ''
  readonly #waiting = new Set<() => void>()

  take(text: string): void {
    this.text += text
    const blocks = `${this.#rest}${text}`.split('\n\n')
    this.#rest = blocks.pop() ?? ''
    for (const block of blocks) this.#read(block)
    this.wake()
  }

  wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }

  async until<Value>(look: () => Value | undefined): Promise<Value> {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (this.isOver) throw new Error(`The feed is over, and what was waited for is not in it:\n${this.text}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  #read(block: string): void {
    const fields = block.split('\n').map((line) => /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [])
    const valueOf = (name: string): string | undefined => fields.find(([, field]) => field === name)?.[2]
    if (valueOf('') !== undefined) this.comments += 1
    this.lastEventId = valueOf('id') ?? this.lastEventId
    const data = valueOf('data')
    if (data === undefined) return
    const read = JSON.parse(data) as ReadEvent['data']
    this.events.push({ id: this.lastEventId, type: valueOf('event') ?? 'message', data: read })
  }
}

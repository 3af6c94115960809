import type { Clock } from '../../clock.js'

/** Bounds of {@link ReplyBook}. */
export const idempotencyLimits = Object.freeze({
  /** Replies that are kept, the newest. */
  maxReplies: 5_000,
  /** How long one is kept. */
  ttlMs: 86_400_000,
  maxTokenLength: 255,
})

/** A reply that was given. */
interface KeptReply {
  readonly status: number
  readonly body: string
}

/** A request that was made with a token, and what comes or came of it. */
interface Entry {
  readonly fingerprint: string
  readonly expiresAtMs: number
  /** Undefined when the request failed, so that nothing was done. */
  readonly reply: Promise<KeptReply | undefined>
}

/** What is to be done with a request: `run` it and say what came of it, `replay` an earlier reply, or refuse it. */
export type Claim =
  | { readonly type: 'run'; readonly settle: (reply: KeptReply | undefined) => void }
  | { readonly type: 'replay'; readonly reply: KeptReply }
  | { readonly type: 'conflict' }

/** Remembers the replies to requests that may be sent again. In memory, and bounded. */
export class ReplyBook {
  readonly #clock: Pick<Clock, 'now'>
  /** Oldest first. */
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Claim a token for a request. Waits for a request with the same token that is under way. */
  async claim(key: string, fingerprint: string): Promise<Claim> {
    for (;;) {
      const entry = this.#entries.get(key)
      if (entry === undefined || entry.expiresAtMs <= this.#clock.now()) return this.#open(key, fingerprint)
      if (entry.fingerprint !== fingerprint) return { type: 'conflict' }
      const reply = await entry.reply
      if (reply !== undefined) return { type: 'replay', reply }
    }
  }

  #open(key: string, fingerprint: string): Claim {
    let settle: (reply: KeptReply | undefined) => void = () => undefined
    const reply = new Promise<KeptReply | undefined>((resolve) => {
      settle = resolve
    })
    const entry = { fingerprint, expiresAtMs: this.#clock.now() + idempotencyLimits.ttlMs, reply }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    this.#forgetOldest()
    return {
      type: 'run',
      settle: (outcome) => {
        if (outcome === undefined && this.#entries.get(key) === entry) this.#entries.delete(key)
        settle(outcome)
      },
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined && this.#entries.size > idempotencyLimits.maxReplies) this.#entries.delete(oldest)
  }
}

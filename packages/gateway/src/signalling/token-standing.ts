import type { Authorisation } from '../account/authorise.js'
import type { ConnectionContext } from './connection-context.js'

/** Why a token is refused. */
export type Refusal = Extract<Authorisation, { readonly isOk: false }>

/** A registration that comes this soon after its token was judged does not have it judged again. */
const freshForMs = 1_000

/**
 * Whether the token that a device was let in with still holds: since then it may have been revoked or have expired, its
 * account been suspended, its key been removed.
 */
export class TokenStanding {
  readonly #context: Pick<ConnectionContext, 'authorise' | 'clock'>
  #token = ''
  #judgedAt = -Infinity

  constructor(context: Pick<ConnectionContext, 'authorise' | 'clock'>) {
    this.#context = context
  }

  /** Whether it was judged a moment ago, and held. */
  get isFresh(): boolean {
    return this.#context.clock.now() - this.#judgedAt < freshForMs
  }

  /** The device is let in with this token, which has just been judged. */
  replace(token: string): void {
    this.#token = token
    this.#judgedAt = this.#context.clock.now()
  }

  /** Judge it as `listen` did. Resolves to why it is refused; to undefined if it still holds. */
  async judge(): Promise<Refusal | undefined> {
    const token = this.#token
    const verdict = await this.#context.authorise(token)
    // Of a token that was replaced meanwhile nothing follows, and its successor has just been judged.
    if (verdict.isOk || token !== this.#token) {
      this.#judgedAt = this.#context.clock.now()
      return undefined
    }
    this.#judgedAt = -Infinity
    return verdict
  }
}

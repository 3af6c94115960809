import { createDeferred } from '../deferred.js'
import type { CallScript } from './call-script.js'

/** One run of documents on a call: from its first document until there is no next one, or another script replaces it. */
export class CallTurn {
  readonly #replaced = createDeferred<undefined>()
  #next: CallScript | undefined

  /** Put another script in its place; the last one counts. */
  replaceBy(script: CallScript): void {
    this.#next = script
    this.#replaced.resolve(undefined)
  }

  /** The script that follows, once this run was replaced. */
  get next(): CallScript | undefined {
    return this.#next
  }

  /** Resolves when this run is replaced. */
  get replaced(): Promise<undefined> {
    return this.#replaced.promise
  }
}

/** The one source of time inside the gateway. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** Run once after `delayMs`; the result cancels, and may be called any number of times. */
  after(delayMs: number, run: () => void): () => void
}

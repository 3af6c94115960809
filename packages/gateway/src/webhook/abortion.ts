import type { ExchangeFailure, ExchangeOutcome } from './exchange.js'

/** Ends a request from outside: its time is up, or the client closes. */
export interface Abortion {
  readonly signal: AbortSignal
  /** Resolves with the failure when it happens. */
  readonly outcome: Promise<ExchangeOutcome>
  abort(failure: ExchangeFailure): void
}

/** Make an abortion that has not happened. The first failure stands. */
export function createAbortion(): Abortion {
  const controller = new AbortController()
  let settle: (outcome: ExchangeOutcome) => void = () => undefined
  const outcome = new Promise<ExchangeOutcome>((resolve) => {
    settle = resolve
  })
  return {
    signal: controller.signal,
    outcome,
    abort(failure) {
      settle({ isOk: false, failure })
      controller.abort()
    },
  }
}

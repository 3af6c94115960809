import type { PhoneEvent } from '../page/phone-api.js'

/** Without it 2.x shows most errors of the gateway as one general error. 1.x shows them as they are. */
export const preciseErrors = { enableImprovedSignalingErrorPrecision: true }

/** An error as an SDK showed it. */
export interface ShownError {
  readonly code: number
  readonly message: string
}

/** What the gateway said, from what came with an error event: 2.x has its own words for some. */
export function errorOf(detail: PhoneEvent['detail']): ShownError {
  const { code, message, originalCode, originalMessage } = detail
  return { code: Number(originalCode ?? code), message: String(originalMessage ?? message) }
}

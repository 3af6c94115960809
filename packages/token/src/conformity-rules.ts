import type { Remark, RemarkCode } from './remark.js'
import type { JsonObject } from './strict-json.js'
import { TokenError } from './token-error.js'
import { remarkOnHeader, remarkOnTimes } from './token-remark.js'

/** Remarks on tokens that follow the format all the same; the last three are judged by the time rules, with leeway. */
const conformingRemarks: readonly RemarkCode[] = [
  'no-scopes',
  'no-voice-grant',
  'unknown-scope',
  'client-name',
  'expired',
  'not-yet-valid',
  'long-lifetime',
]

/** A token that every other rule has let pass. */
interface AcceptedToken {
  readonly header: JsonObject
  readonly payload: JsonObject
  /** What there is to say about its scopes. */
  readonly remarks: readonly Remark[]
}

/**
 * Refuse a token that departs from the format in any way, for verifiers that are strict.
 *
 * @throws TokenError with code `nonconforming`
 */
export function checkConformity({ header, payload, remarks }: AcceptedToken, now: number): void {
  const all = [...remarkOnHeader(header), ...remarkOnTimes(payload, now), ...remarks]
  const departures = new Set(all.map(({ code }) => code).filter((code) => !conformingRemarks.includes(code)))
  if (departures.size > 0) throw new TokenError('nonconforming', `Remarks: ${[...departures].join(', ')}.`)
}

import { type ClaimTime, looksLikeMilliseconds, readTimes, secondsOf } from './claim-times.js'
import type { CapabilityGrant } from './grant.js'
import type { JsonObject } from './strict-json.js'
import { TokenError } from './token-error.js'
import type { ResolvedRules } from './verify-options.js'

/**
 * Hold the times of a payload against the rules.
 *
 * @returns whole Unix seconds
 * @throws TokenError with code `claims`, `expired`, `not-yet-valid` or `lifetime`
 */
export function checkTimes(payload: JsonObject, rules: ResolvedRules): Pick<CapabilityGrant, 'issuedAt' | 'expiresAt'> {
  const times = readTimes(payload)
  refuseInvalid('exp', times.expiresAt)
  refuseInvalid('iat', times.issuedAt)
  refuseInvalid('nbf', times.notBefore)
  const expiresAt = secondsOf(times.expiresAt)
  if (expiresAt === undefined) throw new TokenError('claims', 'It has no exp.')
  const issuedAt = secondsOf(times.issuedAt)
  checkLifetime(expiresAt, issuedAt, rules)
  if (expiresAt + rules.expiryLeewaySeconds <= rules.now) {
    throw new TokenError('expired', `It did so ${rules.now - expiresAt} seconds ago.`)
  }
  const startsAt = Math.max(issuedAt ?? 0, secondsOf(times.notBefore) ?? 0)
  if (startsAt > rules.now + rules.startLeewaySeconds) {
    throw new TokenError('not-yet-valid', `It starts in ${startsAt - rules.now} seconds.`)
  }
  return { issuedAt, expiresAt }
}

function refuseInvalid(claim: string, { state }: ClaimTime): void {
  if (state === 'invalid') throw new TokenError('claims', `Its ${claim} is not a number.`)
}

function checkLifetime(expiresAt: number, issuedAt: number | undefined, rules: ResolvedRules): void {
  const { now, maxLifetimeSeconds, startLeewaySeconds } = rules
  // A token that says when it was issued is held to its whole life, so that a long one is refused on its last day too.
  const isTooLong =
    expiresAt - now > maxLifetimeSeconds + startLeewaySeconds ||
    (issuedAt !== undefined && expiresAt - issuedAt > maxLifetimeSeconds)
  if (!isTooLong) return
  throw new TokenError(
    'lifetime',
    looksLikeMilliseconds(expiresAt) ? 'Its expiry is probably in milliseconds.' : undefined,
  )
}

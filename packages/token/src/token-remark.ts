import { looksLikeMilliseconds, readTimes, secondsOf } from './claim-times.js'
import { maxTtlSeconds } from './lifetime.js'
import { createRemark, type Remark, type RemarkCode } from './remark.js'
import type { JsonObject } from './strict-json.js'
import { accessTokenContentType } from './token-kind.js'

/** What there is to say about the header of a token. */
export function remarkOnHeader({ alg, typ, cty, crit }: JsonObject): readonly Remark[] {
  const isUsualType = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')
  const isUsualContent = cty === undefined || cty === accessTokenContentType
  return remarksFor({
    algorithm: alg !== 'HS256',
    'missing-typ': typ === undefined,
    'unusual-header': !isUsualType || !isUsualContent || crit !== undefined,
  })
}

/** What there is to say about the times of a payload at a moment. */
export function remarkOnTimes(payload: JsonObject, now: number): readonly Remark[] {
  const { issuedAt, notBefore, expiresAt } = readTimes(payload)
  const expiry = secondsOf(expiresAt)
  const start = secondsOf(issuedAt) ?? now
  const isTooLong = expiry !== undefined && expiry - Math.min(start, now) > maxTtlSeconds
  const isMilliseconds = expiry !== undefined && looksLikeMilliseconds(expiry)
  return remarksFor({
    'no-expiry': expiresAt.state === 'absent',
    'bad-time': [issuedAt, notBefore, expiresAt].some(({ state }) => state === 'invalid'),
    'expiry-as-text': expiresAt.state === 'valid' && expiresAt.isText,
    'fractional-expiry': expiresAt.state === 'valid' && expiresAt.isFraction,
    milliseconds: isMilliseconds,
    'long-lifetime': isTooLong && !isMilliseconds,
    expired: expiry !== undefined && expiry <= now,
    'not-yet-valid': Math.max(secondsOf(notBefore) ?? now, secondsOf(issuedAt) ?? now) > now,
  })
}

function remarksFor(found: Partial<Record<RemarkCode, boolean>>): readonly Remark[] {
  return Object.entries(found).flatMap(([code, isFound]) => (isFound ? [createRemark(code as RemarkCode)] : []))
}

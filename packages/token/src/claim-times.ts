import type { JsonObject } from './strict-json.js'

/** What stands in a token where a time (RFC 7519 NumericDate) belongs. */
export type ClaimTime =
  | { readonly state: 'absent' }
  | { readonly state: 'invalid' }
  | {
      readonly state: 'valid'
      /** Whole Unix seconds, cut off. */
      readonly seconds: number
      readonly isText: boolean
      readonly isFraction: boolean
    }

/** The three times of a token. */
export interface ClaimTimes {
  readonly issuedAt: ClaimTime
  readonly notBefore: ClaimTime
  readonly expiresAt: ClaimTime
}

/** Read the times of a payload: numbers, or, as old Java libraries wrote the expiry, digits in a text. */
export function readTimes(payload: JsonObject): ClaimTimes {
  return {
    issuedAt: readTime(payload['iat']),
    notBefore: readTime(payload['nbf']),
    expiresAt: readTime(payload['exp']),
  }
}

/** The seconds of a valid time. */
export function secondsOf(time: ClaimTime): number | undefined {
  return time.state === 'valid' ? time.seconds : undefined
}

/** Tell whether a number of seconds is so large (the year 5138) that it is probably one of milliseconds. */
export function looksLikeMilliseconds(seconds: number): boolean {
  return seconds >= 100_000_000_000
}

const absent: ClaimTime = { state: 'absent' }
const invalid: ClaimTime = { state: 'invalid' }

function readTime(claim: unknown): ClaimTime {
  if (claim === undefined) return absent
  const isText = typeof claim === 'string' && /^\d{1,15}$/.test(claim)
  const value = isText ? Number(claim) : claim
  if (typeof value !== 'number' || !Number.isFinite(value)) return invalid
  return { state: 'valid', seconds: Math.trunc(value), isText, isFraction: !Number.isInteger(value) }
}

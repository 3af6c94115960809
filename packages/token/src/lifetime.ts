import { badArgument, TokenArgumentError } from './argument-error.js'
import { systemNowSeconds } from './system-clock.js'

/** The longest life of a token, in seconds: 24 hours (Twilio, device error 31207). */
export const maxTtlSeconds = 86_400

/** The life of a token when nothing is said, in seconds: an hour. */
export const defaultTtlSeconds = 3_600

/** A moment: whole Unix seconds (RFC 7519 NumericDate) or a `Date`, whose milliseconds are cut off. */
export type Moment = number | Date

/** When a token starts and ends. `ttl` and `validUntil` exclude each other. */
export interface LifetimeOptions {
  /** Seconds from issue to expiry: a whole number from 1 to 86,400; 3,600 when left out. */
  readonly ttl?: number | null | undefined
  /** The moment of expiry, from 1 to 86,400 seconds after the issue. */
  readonly validUntil?: Moment | undefined
  /** The moment before which the token is refused (`nbf`); earlier than the expiry. */
  readonly notBefore?: Moment | undefined
  /** The moment of issue, in whole Unix seconds; the machine's clock when left out. */
  readonly now?: number | undefined
}

/** The three times of a token, in whole Unix seconds. */
export interface Lifetime {
  readonly issuedAt: number
  readonly expiresAt: number
  readonly notBefore: number | undefined
}

/**
 * Check a time to live.
 *
 * @returns whole seconds from 1 to 86,400; the default of 3,600 for `undefined` and `null`
 * @throws TokenArgumentError with code `type` or `range`
 */
export function checkTtl(argument: string, ttl: unknown): number {
  if (ttl === undefined || ttl === null) return defaultTtlSeconds
  if (typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 1 && ttl <= maxTtlSeconds) return ttl
  const code = typeof ttl === 'number' ? 'range' : 'type'
  throw badArgument(code, argument, ttl, `a whole number of seconds from 1 to ${maxTtlSeconds}`)
}

/**
 * Check a moment.
 *
 * @returns whole Unix seconds
 * @throws TokenArgumentError with code `type` or `range`
 */
export function checkMoment(argument: string, moment: unknown): number {
  const seconds = moment instanceof Date ? Math.floor(moment.getTime() / 1000) : moment
  if (typeof seconds !== 'number') throw badArgument('type', argument, moment, 'Unix seconds or a Date')
  // 10,000,000,000 seconds is the year 2286: a larger number is milliseconds, the commonest mistake here.
  if (!Number.isInteger(seconds) || seconds < 0 || seconds >= 10_000_000_000) {
    throw badArgument('range', argument, moment, 'a moment in whole Unix seconds (not milliseconds)')
  }
  return seconds
}

/** As {@link checkMoment}, for a moment that may be left out. */
export function checkOptionalMoment(argument: string, moment: unknown): number | undefined {
  return moment === undefined ? undefined : checkMoment(argument, moment)
}

/** The moment that an operation is to happen at: the machine's clock unless it is told. */
export function resolveNow(now: unknown): number {
  return checkOptionalMoment('options.now', now) ?? systemNowSeconds()
}

/** Settle the times of a token from its options, with one reading of the clock. */
export function resolveLifetime(options: LifetimeOptions): Lifetime {
  const issuedAt = resolveNow(options.now)
  const expiresAt = resolveExpiry(options, issuedAt)
  const notBefore = checkOptionalMoment('options.notBefore', options.notBefore)
  if (notBefore === undefined || notBefore < expiresAt) return { issuedAt, expiresAt, notBefore }
  const message = 'options.notBefore must be earlier than the expiry.'
  throw new TokenArgumentError('range', 'options.notBefore', message)
}

/**
 * Refuse options that name two ends.
 *
 * @throws TokenArgumentError with code `conflict`
 */
export function refuseTwoEnds({ ttl, validUntil }: LifetimeOptions): void {
  if (ttl === undefined || ttl === null || validUntil === undefined) return
  const message = 'Pass options.ttl or options.validUntil, not both.'
  throw new TokenArgumentError('conflict', 'options.validUntil', message)
}

function resolveExpiry(options: LifetimeOptions, issuedAt: number): number {
  refuseTwoEnds(options)
  if (options.validUntil === undefined) return issuedAt + checkTtl('options.ttl', options.ttl)
  const expiresAt = checkMoment('options.validUntil', options.validUntil)
  const seconds = expiresAt - issuedAt
  if (seconds >= 1 && seconds <= maxTtlSeconds) return expiresAt
  const message = `options.validUntil must lie 1 to ${maxTtlSeconds} seconds after the issue; it lies ${seconds}.`
  throw new TokenArgumentError('range', 'options.validUntil', message)
}

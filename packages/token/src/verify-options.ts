import { badArgument, missingArgument } from './argument-error.js'
import type { ClientNameRule } from './client-name.js'
import { maxTtlSeconds, resolveNow } from './lifetime.js'
import type { Secret } from './secret-key.js'

/** One secret, or several in the order tried: primary and secondary auth token during a rotation. */
export type Keys = Secret | readonly Secret[]

/** An API key, which signs access tokens for its account. */
export interface ApiKey {
  /** The account whose tokens it may sign. */
  readonly accountSid: string
  /** What it signs with. */
  readonly secret: Secret
}

/** How a verifier comes by the auth token of a capability token: exactly one of three ways. */
export type KeySource<Found> =
  | { readonly key: Secret; readonly keys?: never; readonly keyFor?: never }
  | { readonly keys: readonly Secret[]; readonly key?: never; readonly keyFor?: never }
  | {
      /** Find the auth tokens of the account that the token names; nothing for an unknown account. */
      readonly keyFor: (accountSid: string) => Found
      readonly key?: never
      readonly keys?: never
    }

/** What a verifier insists on. */
export interface VerifyRules {
  /** The moment of verification, in whole Unix seconds; the machine's clock when left out. */
  readonly now?: number | undefined
  /**
   * How far the issuer's clock may differ, in whole seconds from 0 to 300. When left out, 5 for a start in the future
   * (Python and Ruby stamp `nbf` with the moment of issue) and 0 for the expiry.
   */
  readonly leewaySeconds?: number | undefined
  /** The longest life that is accepted, in whole seconds from 1; 86,400 (24 hours) when left out. */
  readonly maxLifetimeSeconds?: number | undefined
  /** The one account whose tokens are accepted; any that a key is found for when left out. */
  readonly accountSid?: string | undefined
  /** Refuse client names outside this rule. When left out, names without control characters pass. */
  readonly clientNameRule?: ClientNameRule | undefined
  /** Refuse tokens with more client names than this, as a guard against issuers that do not encode names. */
  readonly maxClientNames?: number | undefined
  /** Demand `AC…`, `AP…`, `SK…` with 32 hex digits; off when left out. */
  readonly strictSids?: boolean | undefined
  /** Refuse tokens that depart from the format in any way; off when left out. */
  readonly strict?: boolean | undefined
}

/** Options of `verifyCapabilityToken`. */
export type VerifyOptions = VerifyRules &
  KeySource<Keys | null | undefined> & {
    /** Find an API key by its SID; nothing for an unknown one. Access tokens are refused when this is left out. */
    readonly apiKeyFor?: ((apiKeySid: string) => ApiKey | null | undefined) | undefined
  }

/** Options of `verifyCapabilityTokenAsync`: as {@link VerifyOptions}, but keys may be looked up in their own time. */
export type AsyncVerifyOptions = VerifyRules &
  KeySource<Keys | null | undefined | PromiseLike<Keys | null | undefined>> & {
    /** Find an API key by its SID; nothing for an unknown one. Access tokens are refused when this is left out. */
    readonly apiKeyFor?:
      ((apiKeySid: string) => ApiKey | null | undefined | PromiseLike<ApiKey | null | undefined>) | undefined
  }

/** Rules with every default filled in. */
export interface ResolvedRules extends VerifyRules {
  readonly now: number
  readonly startLeewaySeconds: number
  readonly expiryLeewaySeconds: number
  readonly maxLifetimeSeconds: number
}

/**
 * Check options and fill in what was left out.
 *
 * @throws TokenArgumentError with code `missing`, `type`, `range` or `conflict`
 */
export function resolveRules(options: VerifyOptions | AsyncVerifyOptions): ResolvedRules {
  checkKeySource(options)
  const { leewaySeconds, maxLifetimeSeconds = maxTtlSeconds, maxClientNames } = options
  const { accountSid, clientNameRule, strictSids, strict } = options
  if (leewaySeconds !== undefined) checkWhole('options.leewaySeconds', leewaySeconds, 0, 300)
  if (maxClientNames !== undefined) checkWhole('options.maxClientNames', maxClientNames, 0)
  checkWhole('options.maxLifetimeSeconds', maxLifetimeSeconds, 1)
  // Spelled out: a spread of options of any shape costs a tenth of the whole verification.
  return {
    now: resolveNow(options.now),
    startLeewaySeconds: leewaySeconds ?? 5,
    expiryLeewaySeconds: leewaySeconds ?? 0,
    maxLifetimeSeconds,
    accountSid,
    clientNameRule,
    maxClientNames,
    strictSids,
    strict,
  }
}

function checkKeySource(options: VerifyOptions | AsyncVerifyOptions | null | undefined): void {
  if (options === undefined || options === null)
    throw missingArgument('options', 'Pass { key }, { keys } or { keyFor }.')
  const { key, keys, keyFor, apiKeyFor } = options
  // A key of null counts as none: it is what an unset variable is often turned into.
  const given = Number((key ?? undefined) !== undefined) + Number(keys !== undefined) + Number(keyFor !== undefined)
  if (given === 0) throw missingArgument('options.key', 'Pass key, keys or keyFor.')
  if (given > 1) throw badArgument('conflict', 'options', options, 'given one of key, keys and keyFor')
  if (keys !== undefined && !Array.isArray(keys)) throw badArgument('type', 'options.keys', keys, 'an array')
  checkFunction('options.keyFor', keyFor)
  checkFunction('options.apiKeyFor', apiKeyFor)
}

function checkFunction(argument: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw badArgument('type', argument, value, 'a function')
}

function checkWhole(argument: string, value: unknown, least: number, most = Infinity): void {
  const isNumber = typeof value === 'number'
  if (isNumber && Number.isInteger(value) && value >= least && value <= most) return
  const rule = most === Infinity ? `a whole number from ${least} up` : `a whole number from ${least} to ${most}`
  throw badArgument(isNumber ? 'range' : 'type', argument, value, rule)
}

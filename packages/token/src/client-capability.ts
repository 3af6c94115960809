import type { KeyObject } from 'node:crypto'
import { checkOptions } from './argument-error.js'
import { formatClaims, formatTokenId } from './extra-claims.js'
import { issueCapabilityToken, type IssueOptions } from './issue.js'
import { jwtHeaderSegment } from './jws.js'
import { checkOptionalMoment, checkTtl, type LifetimeOptions, refuseTwoEnds, resolveLifetime } from './lifetime.js'
import {
  checkScope,
  EventStreamScope,
  formatScopes,
  IncomingClientScope,
  OutgoingClientScope,
  type Scope,
} from './scope.js'
import { type Secret, toSecretKey } from './secret-key.js'
import { checkSid } from './sid.js'

/** Options of {@link ClientCapability}. */
export interface ClientCapabilityOptions extends Omit<IssueOptions, 'now'> {
  /** The account that the token speaks for (`iss`). */
  readonly accountSid: string
  /** The account's auth token, which signs. No property of the object shows it. */
  readonly authToken: Secret
  /** Demand `AC` and 32 hex digits in `accountSid`, and `AP` and 32 in outgoing scopes; off when left out. */
  readonly strictSids?: boolean | undefined
}

/**
 * A capability token in the making: the API of `twilio.jwt.ClientCapability`, versions 3 to 6, with the same bytes.
 *
 * Emitting changes nothing: the same scopes at the same moment give the same token, however often.
 *
 * @throws TokenArgumentError for every argument that breaks its rule
 * @example
 * ```js
 * const capability = new ClientCapability({ accountSid, authToken, ttl: 600 })
 * capability.addScope(new ClientCapability.IncomingClientScope('joey'))
 * const token = capability.toJwt()
 * ```
 */
export class ClientCapability {
  /** {@link EventStreamScope} under its official name. */
  static readonly EventStreamScope: typeof EventStreamScope = EventStreamScope
  /** {@link IncomingClientScope} under its official name. */
  static readonly IncomingClientScope: typeof IncomingClientScope = IncomingClientScope
  /** {@link OutgoingClientScope} under its official name. */
  static readonly OutgoingClientScope: typeof OutgoingClientScope = OutgoingClientScope

  /** The account that the token speaks for (`iss`). */
  readonly accountSid: string
  readonly #key: KeyObject
  readonly #scopes: Scope[] = []
  readonly #strictSids: boolean
  readonly #notBefore: number | undefined
  readonly #tokenId: string
  readonly #claims: string
  #ttl: number
  #validUntil: number | undefined

  constructor(options: ClientCapabilityOptions) {
    checkOptions(options, '{ accountSid, authToken }')
    const { accountSid, authToken, strictSids = false, ttl, validUntil, notBefore, tokenId, claims } = options
    this.accountSid = checkSid('options.accountSid', accountSid, 'AC', strictSids)
    this.#key = toSecretKey('options.authToken', authToken)
    this.#strictSids = strictSids
    this.#ttl = checkTtl('options.ttl', ttl)
    refuseTwoEnds(options)
    this.#validUntil = checkOptionalMoment('options.validUntil', validUntil)
    this.#notBefore = checkOptionalMoment('options.notBefore', notBefore)
    this.#tokenId = formatTokenId(tokenId)
    this.#claims = formatClaims(claims)
  }

  /** Seconds from issue to expiry, from 1 to 86,400. Setting it takes the place of a `validUntil` given earlier. */
  get ttl(): number {
    return this.#ttl
  }

  set ttl(ttlSeconds: number) {
    this.#ttl = checkTtl('ttl', ttlSeconds)
    this.#validUntil = undefined
  }

  /** The scopes so far, in the order they were added: a copy. */
  get scopes(): readonly Scope[] {
    return Object.freeze([...this.#scopes])
  }

  /**
   * Grant one thing more.
   *
   * @returns this object, so that grants chain
   * @throws TokenArgumentError with code `missing`, `type` or `sid`
   */
  addScope(scope: Scope): this {
    checkScope(scope)
    if (this.#strictSids && scope instanceof OutgoingClientScope) {
      checkSid('scope.applicationSid', scope.applicationSid, 'AP', true)
    }
    this.#scopes.push(scope)
    return this
  }

  /**
   * Emit the token: a compact JWS, HS256, claims `scope`, `iss`, `exp`, `iat`, then `nbf`, `jti` and extra claims where given.
   *
   * @param overrides - options for this one emission, over those of the constructor
   * @throws TokenArgumentError for an option that breaks its rule, or a custom scope that does not return one scope URI
   */
  toJwt(overrides: IssueOptions = {}): string {
    const scope = formatScopes(this.#scopes)
    const lifetime = resolveLifetime(this.#lifetimeOptions(overrides))
    const jti = overrides.tokenId === undefined ? this.#tokenId : formatTokenId(overrides.tokenId)
    const claims = overrides.claims === undefined ? this.#claims : formatClaims(overrides.claims)
    const { accountSid } = this
    const extra = jti + claims
    return issueCapabilityToken({ header: jwtHeaderSegment, accountSid, scope, lifetime, extra }, this.#key)
  }

  /**
   * Emit the token with a life of its own: the spelling of Twilio's published sample, `capability.generate(600)`.
   *
   * @param ttlSeconds - whole seconds from 1 to 86,400; the object's own life when left out
   */
  generate(ttlSeconds?: number): string {
    return this.toJwt({ ttl: ttlSeconds })
  }

  #lifetimeOptions({ ttl, validUntil, notBefore = this.#notBefore, now }: IssueOptions): LifetimeOptions {
    const isSettled = validUntil !== undefined || (ttl !== undefined && ttl !== null)
    if (isSettled) return { ttl, validUntil, notBefore, now }
    return { ttl: this.#validUntil === undefined ? this.#ttl : undefined, validUntil: this.#validUntil, notBefore, now }
  }
}

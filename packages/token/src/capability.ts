import type { KeyObject } from 'node:crypto'
import { badArgument, TokenArgumentError } from './argument-error.js'
import { checkClientName, type ClientNameRule, encodeClientName } from './client-name.js'
import { readEnvironmentCredentials } from './environment.js'
import { formatClaims, formatTokenId } from './extra-claims.js'
import { issueCapabilityToken, type IssueOptions } from './issue.js'
import { typFirstHeaderSegment } from './jws.js'
import { resolveLifetime } from './lifetime.js'
import { encodeParams, type Params, percentEncode } from './params.js'
import { type Secret, toSecretKey } from './secret-key.js'
import { checkSid } from './sid.js'

/** Options of `Capability`, which the 2.x helper library did not have. */
export interface CapabilityOptions {
  /** Which client names are accepted; `portable` when left out. */
  readonly clientNameRule?: ClientNameRule | undefined
  /** Demand `AC…` and `AP…` with 32 hex digits; off when left out. */
  readonly strictSids?: boolean | undefined
}

/** The query of the outgoing scope URI as the 2.x helper library keeps it, each value encoded once at most. */
export interface OutgoingScopeParams {
  /** The TwiML application. */
  readonly appSid: string
  /** Form-encoded parameters. */
  readonly appParams?: string
}

/**
 * A capability token in the making: the API of `twilio.Capability`, version 2, with the bytes of 2.11.1.
 *
 * Its defects are not kept: stream filters are written instead of lost, granting the same thing twice grants it
 * once, emitting changes nothing, and errors are errors instead of strings.
 */
class ChainedCapability {
  readonly accountSid: string
  readonly #key: KeyObject
  readonly #options: CapabilityOptions
  // A set keeps the order of first grants, and a grant that is repeated on a shared object does not grow the token.
  readonly #grants = new Set<string>()
  #clientName: string | undefined
  #outgoing: OutgoingScopeParams | undefined

  constructor(accountSid?: string | null, authToken?: Secret | null, options: CapabilityOptions = {}) {
    const credentials = resolveCredentials(accountSid, authToken)
    this.accountSid = checkSid('accountSid', credentials.accountSid, 'AC', options.strictSids)
    this.#key = toSecretKey('authToken', credentials.authToken)
    this.#options = { ...options }
  }

  /** The scope URIs granted so far, without the outgoing one, whose name is settled when the token is made: a copy. */
  get capabilities(): readonly string[] {
    return Object.freeze([...this.#grants])
  }

  /** The client name granted last, which an outgoing scope carries too. */
  get clientName(): string | undefined {
    return this.#clientName
  }

  /** The application and parameters granted last. */
  get outgoingScopeParams(): OutgoingScopeParams | undefined {
    return this.#outgoing
  }

  /**
   * Allow calls to come in under a client name. Several names may be granted; the last one also names outgoing calls.
   *
   * @throws TokenArgumentError with code `missing`, `type` or `client-name`
   */
  allowClientIncoming(clientName: string): this {
    const { clientNameRule } = this.#options
    this.#clientName = checkClientName('clientName', clientName, clientNameRule)
    this.#grants.add(`scope:client:incoming?clientName=${encodeClientName(clientName, clientNameRule)}`)
    return this
  }

  /**
   * Allow calls to go out to one TwiML application. The last grant wins.
   *
   * @param params - signed parameters that reach the application's VoiceUrl
   * @throws TokenArgumentError with code `missing`, `type`, `range`, `sid` or `encoding`
   */
  allowClientOutgoing(appSid: string, params?: Params | null): this {
    checkSid('appSid', appSid, 'AP', this.#options.strictSids)
    const appParams = params === undefined || params === null ? {} : { appParams: encodeParams('params', params) }
    this.#outgoing = Object.freeze({ appSid, ...appParams })
    return this
  }

  /**
   * Allow the account's event stream.
   *
   * @param filters - names and values, or a text that is form-encoded already
   * @throws TokenArgumentError with code `type`, `range` or `encoding`
   */
  allowEventStream(filters?: Params | string | null): this {
    const isGiven = filters !== undefined && filters !== null && filters !== ''
    const encoded = typeof filters === 'string' ? filters : isGiven ? encodeParams('filters', filters) : ''
    const query = isGiven ? `&params=${percentEncode('filters', encoded)}` : ''
    this.#grants.add(`scope:stream:subscribe?path=%2F2010-04-01%2FEvents${query}`)
    return this
  }

  /**
   * Emit the token: incoming and stream scopes in the order of their grants, the outgoing scope last.
   *
   * @param ttlSeconds - seconds from issue to expiry: a whole number from 1 to 86,400; 3,600 when left out
   * @param options - what else this emission settles
   * @throws TokenArgumentError with code `type`, `range`, `conflict` or `reserved-claim`
   */
  generate(ttlSeconds?: number | null, options: Omit<IssueOptions, 'ttl'> = {}): string {
    const lifetime = resolveLifetime({ ...options, ttl: ttlSeconds })
    const extra = formatTokenId(options.tokenId) + formatClaims(options.claims)
    const { accountSid } = this
    const scope = this.#formatScope()
    return issueCapabilityToken({ header: typFirstHeaderSegment, accountSid, scope, lifetime, extra }, this.#key)
  }

  #formatScope(): string {
    if (this.#outgoing === undefined) return [...this.#grants].join(' ')
    const { appSid, appParams } = this.#outgoing
    let uri = `scope:client:outgoing?appSid=${percentEncode('appSid', appSid)}`
    if (appParams !== undefined) uri += `&appParams=${encodeURIComponent(appParams)}`
    if (this.#clientName !== undefined) uri += `&clientName=${encodeURIComponent(this.#clientName)}`
    return [...this.#grants, uri].join(' ')
  }
}

/** A chained capability token in the making. */
export type Capability = ChainedCapability

/** What `Capability` is: a class that may also be called without `new`. */
export interface CapabilityConstructor {
  /** What its instances inherit, so that `instanceof` works and classes may extend it. */
  readonly prototype: Capability
  /**
   * Make a chained capability token.
   *
   * @param accountSid - the account that the token speaks for; surrounding spaces are cut off
   * @param authToken - the account's auth token. When either is left out, both come from the environment variables
   *   `TWILIO_ACCOUNT_SID` and `TWILIO_AUTH_TOKEN`
   * @throws TokenArgumentError with code `missing`, `type`, `sid` or `key`
   */
  new (accountSid?: string | null, authToken?: Secret | null, options?: CapabilityOptions): Capability
  /** The same without `new`. */
  (accountSid?: string | null, authToken?: Secret | null, options?: CapabilityOptions): Capability
}

/** Make a chained capability token, with or without `new`. */
export const Capability: CapabilityConstructor = Object.assign(
  function Capability(this: unknown, ...args: readonly unknown[]): Capability {
    const target = new.target as unknown as typeof ChainedCapability | undefined
    return Reflect.construct(ChainedCapability, args, target ?? ChainedCapability) as Capability
  },
  { prototype: ChainedCapability.prototype },
) as unknown as CapabilityConstructor

interface Credentials {
  readonly accountSid: unknown
  readonly authToken: unknown
}

function resolveCredentials(accountSid: unknown, authToken: unknown): Credentials {
  if (isGiven(accountSid) && isGiven(authToken)) {
    return { accountSid: trimmed('accountSid', accountSid), authToken: trimmed('authToken', authToken) }
  }
  const environment = readEnvironmentCredentials()
  if (environment.accountSid !== undefined && environment.authToken !== undefined) return environment
  const missing = isGiven(accountSid) ? 'authToken' : 'accountSid'
  const message =
    'Capability requires an Account SID and Auth Token set explicitly ' +
    'or via the TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN environment variables.'
  throw new TokenArgumentError('missing', missing, message)
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}

function trimmed(argument: string, value: unknown): unknown {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'object') return value
  throw badArgument('type', argument, value, 'a string')
}

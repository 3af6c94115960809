import type { KeyObject } from 'node:crypto'
import { badArgument, missingArgument, TokenArgumentError } from './argument-error.js'
import { checkTokenId } from './extra-claims.js'
import { encodeSegment, signCompact } from './jws.js'
import { checkOptionalMoment, checkTtl, resolveLifetime } from './lifetime.js'
import { type Secret, toSecretKey } from './secret-key.js'
import { checkSid } from './sid.js'
import { accessTokenContentType } from './token-kind.js'
import { type Grant, VoiceGrant } from './voice-grant.js'

/** Options of {@link AccessToken}. */
export interface AccessTokenOptions {
  /** Who the device is: the name that it is called by, and that its calls come from. A whole number is written as text. */
  readonly identity?: string | number | undefined
  /** Seconds from issue to expiry: a whole number from 1 to 86,400; 3,600 when left out. */
  readonly ttl?: number | null | undefined
  /** The moment before which the token is refused, in whole Unix seconds. */
  readonly nbf?: number | undefined
  /** The region of the account (`twr` in the header). */
  readonly region?: string | undefined
  /** The token's own id (`jti`): 1 to 256 characters; the key's SID and the time of issue when left out. */
  readonly tokenId?: string | undefined
}

/** Options of {@link AccessToken.toJwt}. */
export interface AccessTokenIssueOptions {
  /** The moment of issue, in whole Unix seconds; the machine's clock when left out. */
  readonly now?: number | undefined
}

/** A grant of the official library that this package does not carry. Making one says so. */
export type UnsupportedGrant = new (options?: unknown) => never

/**
 * An access token in the making: the API of `twilio.jwt.AccessToken`, for voice, with the same bytes.
 *
 * It is signed with an API key's secret instead of the auth token. Of the official grants only `VoiceGrant` is in
 * scope; the classes of the others exist to say so.
 *
 * @throws TokenArgumentError for every argument that breaks its rule
 * @example
 * ```js
 * const token = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'joey' })
 * token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }))
 * const jwt = token.toJwt()
 * ```
 */
export class AccessToken {
  /** `HS256`, which every token is signed with. */
  static readonly DEFAULT_ALGORITHM: string = 'HS256'
  /** `HS256` alone: the one that every verifier of these tokens accepts. */
  static readonly ALGORITHMS: readonly string[] = Object.freeze(['HS256'])
  /** {@link VoiceGrant} under its official name. */
  static readonly VoiceGrant: typeof VoiceGrant = VoiceGrant
  /** Says that chat is out of scope. */
  static readonly ChatGrant: UnsupportedGrant = unsupportedGrant('ChatGrant')
  /** Says that playback of media is out of scope. */
  static readonly PlaybackGrant: UnsupportedGrant = unsupportedGrant('PlaybackGrant')
  /** Says that Sync is out of scope. */
  static readonly SyncGrant: UnsupportedGrant = unsupportedGrant('SyncGrant')
  /** Says that TaskRouter is out of scope. */
  static readonly TaskRouterGrant: UnsupportedGrant = unsupportedGrant('TaskRouterGrant')
  /** Says that video is out of scope. */
  static readonly VideoGrant: UnsupportedGrant = unsupportedGrant('VideoGrant')

  /** The account that the token speaks for (`sub`). */
  readonly accountSid: string
  /** The API key that signs (`iss`). */
  readonly keySid: string
  /** The moment before which the token is refused, in whole Unix seconds. */
  readonly nbf: number | undefined
  /** The region of the account. */
  readonly region: string | undefined
  /** Seconds from issue to expiry, from 1 to 86,400. */
  readonly ttl: number
  readonly #key: KeyObject
  readonly #tokenId: string | undefined
  readonly #grants: Grant[] = []
  #identity: string | undefined

  constructor(accountSid: string, keySid: string, secret: Secret, options?: AccessTokenOptions | null) {
    const { identity, ttl, nbf, region, tokenId } = options ?? {}
    this.accountSid = checkSid('accountSid', accountSid, 'AC')
    this.keySid = checkSid('keySid', keySid, 'SK')
    this.#key = toSecretKey('secret', secret)
    this.#identity = checkIdentity('options.identity', identity)
    this.ttl = checkTtl('options.ttl', ttl)
    this.nbf = checkOptionalMoment('options.nbf', nbf)
    this.region = checkRegion(region)
    this.#tokenId = tokenId === undefined ? undefined : checkTokenId(tokenId)
  }

  /** Who the device is. Much published code sets it after construction; it is checked then as well. */
  get identity(): string | undefined {
    return this.#identity
  }

  set identity(identity: string | number | undefined) {
    this.#identity = checkIdentity('identity', identity)
  }

  /** The grants so far, in the order they were added: a copy. */
  get grants(): readonly Grant[] {
    return Object.freeze([...this.#grants])
  }

  /**
   * Add a voice grant, ours or one of the official library's; a second one takes the place of the first.
   *
   * @returns this object, so that grants chain
   * @throws TokenArgumentError with code `missing`, `type` or `unsupported-grant`
   */
  addGrant(grant: Grant): this {
    checkGrant(grant)
    this.#grants.push(grant)
    return this
  }

  /**
   * Emit the token: a compact JWS, HS256, claims `jti`, `grants`, `nbf`, `iat`, `exp`, `iss`, `sub`.
   *
   * @param algorithm - `HS256`, the one algorithm there is, or options in its place
   * @throws TokenArgumentError with code `type` or `range`
   */
  toJwt(algorithm?: string | AccessTokenIssueOptions | null): string {
    const { now } = readIssueOptions(algorithm)
    const { issuedAt, expiresAt, notBefore } = resolveLifetime({ now, ttl: this.ttl, notBefore: this.nbf })
    const grants = Object.fromEntries(this.#grants.map((grant) => [grant.key, grant.toPayload()]))
    const payload = {
      jti: this.#tokenId ?? `${this.keySid}-${issuedAt}`,
      grants: { ...(this.identity !== undefined && { identity: this.identity }), ...grants },
      ...(notBefore !== undefined && { nbf: notBefore }),
      iat: issuedAt,
      exp: expiresAt,
      iss: this.keySid,
      sub: this.accountSid,
    }
    const region = this.region === undefined ? {} : { twr: this.region }
    const header = { alg: 'HS256', typ: 'JWT', cty: accessTokenContentType, ...region }
    return signCompact(encodeSegment(JSON.stringify(header)), JSON.stringify(payload), this.#key)
  }
}

function unsupportedGrant(name: string): UnsupportedGrant {
  return function refuse(): never {
    const message = `AccessToken.${name} is not supported: Ringdown carries voice only. Use AccessToken.VoiceGrant.`
    throw new TokenArgumentError('unsupported-grant', `AccessToken.${name}`, message)
  } as unknown as UnsupportedGrant
}

function checkGrant(grant: unknown): asserts grant is Grant {
  if (grant === undefined || grant === null) throw missingArgument('grant', 'Pass a VoiceGrant.')
  const { key, toPayload } = grant as Partial<Grant>
  if (typeof toPayload !== 'function') throw badArgument('type', 'grant', grant, 'an object with a toPayload() method')
  if (key !== 'voice') {
    const message = 'grant must be a voice grant: Ringdown carries voice only. Leave the other grants out.'
    throw new TokenArgumentError('unsupported-grant', 'grant', message)
  }
}

function checkIdentity(argument: string, identity: unknown): string | undefined {
  if (identity === undefined || identity === null) return undefined
  if (typeof identity === 'number' && Number.isInteger(identity)) return String(identity)
  if (typeof identity !== 'string') throw badArgument('type', argument, identity, 'a string')
  if (identity === '') throw missingArgument(argument, 'Pass the name of the device, or leave it out.')
  return identity
}

function checkRegion(region: unknown): string | undefined {
  if (region === undefined || region === null || region === '') return undefined
  if (typeof region !== 'string') throw badArgument('type', 'options.region', region, 'a string')
  return region
}

function readIssueOptions(algorithm: string | AccessTokenIssueOptions | null | undefined): AccessTokenIssueOptions {
  if (algorithm === undefined || algorithm === null) return {}
  if (typeof algorithm === 'object') return algorithm
  if (!AccessToken.ALGORITHMS.includes(algorithm)) {
    throw badArgument('range', 'algorithm', algorithm, 'HS256')
  }
  return {}
}

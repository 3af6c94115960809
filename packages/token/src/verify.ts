import { badArgument } from './argument-error.js'
import { textOf } from './claim-text.js'
import { checkConformity } from './conformity-rules.js'
import { combineScopes, type CapabilityGrant } from './grant.js'
import { matchesSignature } from './matches-signature.js'
import { type OpenedToken, openToken, readIssuer } from './opened-token.js'
import { checkScopes } from './scope-rules.js'
import { toSecretKey } from './secret-key.js'
import { checkTimes } from './time-rules.js'
import { TokenError } from './token-error.js'
import { tokenKindOf } from './token-kind.js'
import {
  type ApiKey,
  type AsyncVerifyOptions,
  type Keys,
  type ResolvedRules,
  resolveRules,
  type VerifyOptions,
} from './verify-options.js'

/**
 * Verify a token and return what it grants.
 *
 * Checked in this order: size (16 KiB), shape, base64url, header (HS256 and nothing else), signature in constant time,
 * claims, scopes. Before the signature holds, nothing of the payload is used but the issuer that `keyFor` needs.
 *
 * @param token - compact JWS: three unpadded base64url segments (RFC 7515 §7.1), a capability token of any official
 *   library, or an access token where `apiKeyFor` allows one
 * @param options - where the keys come from, and what to insist on
 * @returns one deeply frozen grant, of the same shape for both kinds of token
 * @throws TokenError saying why the token was refused
 * @throws TokenArgumentError for an option that breaks its rule
 * @example
 * ```js
 * const grant = verifyCapabilityToken(token, { keys: [primaryAuthToken, secondaryAuthToken] })
 * if (grant.outgoing) startCall(grant.outgoing.applicationSid)
 * ```
 */
export function verifyCapabilityToken(token: string, options: VerifyOptions): CapabilityGrant {
  const rules = resolveRules(options)
  const opened = openToken(token)
  const found = findSigner(opened, options)
  if (isPromiseLike(found)) {
    const argument = opened.isAccessToken ? 'options.apiKeyFor' : 'options.keyFor'
    throw badArgument('type', argument, found, 'a function that returns keys (or use verifyCapabilityTokenAsync)')
  }
  return settle(opened, found, rules)
}

/**
 * Verify a token whose key has to be fetched: as {@link verifyCapabilityToken}, but `keyFor` and `apiKeyFor` may
 * return promises.
 *
 * @returns a promise of the grant; it rejects with what the other function throws, or what `keyFor` rejected with
 */
export async function verifyCapabilityTokenAsync(token: string, options: AsyncVerifyOptions): Promise<CapabilityGrant> {
  const rules = resolveRules(options)
  const opened = openToken(token)
  return settle(opened, await findSigner(opened, options), rules)
}

/** Whose key signs: auth tokens of an account, or one API key. */
type Signer = { readonly keys: Keys | null | undefined } | { readonly apiKey: ApiKey | null | undefined }

function findSigner(opened: OpenedToken, options: AsyncVerifyOptions): Signer | PromiseLike<Signer> {
  if (opened.isAccessToken) {
    if (options.apiKeyFor === undefined) throw new TokenError('access-token')
    return map(options.apiKeyFor(readIssuer(opened, 'SK', options.strictSids)), (apiKey) => ({ apiKey }))
  }
  if (options.keyFor === undefined) return { keys: options.key ?? options.keys }
  return map(options.keyFor(readIssuer(opened, 'AC', options.strictSids)), (keys) => ({ keys }))
}

function map<T, U>(value: T | PromiseLike<T>, change: (value: T) => U): U | PromiseLike<U> {
  return isPromiseLike(value) ? value.then(change) : change(value)
}

function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as Partial<PromiseLike<T>> | null | undefined)?.then === 'function'
}

function settle(opened: OpenedToken, signer: Signer, rules: ResolvedRules): CapabilityGrant {
  const keyIndex = checkSignature(opened, signer)
  const payload = opened.readPayload()
  const kind = tokenKindOf(payload, opened.isAccessToken)
  if (kind === 'taskrouter') throw new TokenError('taskrouter-token')
  const accountSid = checkAccount(opened, signer, rules)
  const { issuedAt, expiresAt } = checkTimes(payload, rules)
  const scopes = checkScopes(payload, kind, rules)
  if (rules.strict === true) checkConformity({ header: opened.header, payload, remarks: scopes.remarks }, rules.now)
  const { clientNames, identity, outgoing, eventStreams, remarks } = combineScopes(scopes)
  return Object.freeze({
    kind,
    accountSid,
    apiKeySid: kind === 'access' ? readIssuer(opened, 'SK', rules.strictSids) : undefined,
    keyIndex,
    clientNames,
    identity,
    outgoing,
    eventStreams,
    issuedAt,
    expiresAt,
    tokenId: textOf(payload['jti']),
    remarks,
  })
}

/** Find the key that signed. */
function checkSignature({ parts }: OpenedToken, signer: Signer): number {
  // All of them first: a bad one behind the one that signs would else show up only when tokens need it.
  const keys = secretsOf(signer).map((secret) => toSecretKey('key', secret))
  const keyIndex = keys.findIndex((key) => matchesSignature(parts.signingInput, parts.signatureSegment, key))
  if (keyIndex < 0) throw new TokenError('signature')
  return keyIndex
}

function secretsOf(signer: Signer): readonly unknown[] {
  if ('apiKey' in signer) {
    if (signer.apiKey === undefined || signer.apiKey === null) throw new TokenError('unknown-api-key')
    return [signer.apiKey.secret]
  }
  if (signer.keys === undefined || signer.keys === null) throw new TokenError('unknown-account')
  return Array.isArray(signer.keys) ? signer.keys : [signer.keys]
}

function checkAccount(opened: OpenedToken, signer: Signer, rules: ResolvedRules): string {
  const claimed = opened.isAccessToken ? opened.readPayload()['sub'] : readIssuer(opened, 'AC', rules.strictSids)
  const expected = 'apiKey' in signer ? signer.apiKey?.accountSid : claimed
  if (typeof expected !== 'string' || claimed !== expected) throw new TokenError('account-mismatch')
  if (rules.accountSid !== undefined && rules.accountSid !== expected) throw new TokenError('account-mismatch')
  return expected
}

/** Why a token was refused. Stable: a code is never renamed and never reused. */
export type TokenErrorCode =
  | 'too-large'
  | 'malformed'
  | 'duplicate-key'
  | 'header'
  | 'unsigned'
  | 'asymmetric-algorithm'
  | 'algorithm'
  | 'taskrouter-token'
  | 'access-token'
  | 'issuer'
  | 'unknown-account'
  | 'unknown-api-key'
  | 'account-mismatch'
  | 'signature'
  | 'claims'
  | 'expired'
  | 'not-yet-valid'
  | 'lifetime'
  | 'scope'
  | 'ambiguous-scope'
  | 'client-name'
  | 'nonconforming'

/** The error a gateway sends to the device (Twilio, "Voice SDK error codes"). */
export type DeviceErrorCode = 31105 | 31202 | 31203 | 31204 | 31205 | 31207

/** What a refusal means and what to do about it. */
export interface TokenErrorEntry {
  /** The error that a gateway sends to the device. */
  readonly deviceErrorCode: DeviceErrorCode
  /** What was found, a sentence. */
  readonly message: string
  /** What the person who reads it can do, a sentence. */
  readonly advice: string
}

/** Every refusal there is. The only source of these texts and numbers. */
export const tokenErrorCatalogue: Readonly<Record<TokenErrorCode, TokenErrorEntry>> = Object.freeze({
  'too-large': {
    deviceErrorCode: 31204,
    message: 'The token is larger than 16 KiB.',
    advice: 'Sign fewer or shorter parameters into it.',
  },
  malformed: {
    deviceErrorCode: 31204,
    message: 'The token is not a compact JSON Web Token.',
    advice: 'Pass the three base64url segments exactly as the server issued them, without quotes, spaces or padding.',
  },
  'duplicate-key': {
    deviceErrorCode: 31204,
    message: 'The token holds a JSON object with the same key twice.',
    advice: 'Issue it with a JSON library; two readers would read it differently.',
  },
  header: {
    deviceErrorCode: 31204,
    message: 'The header of the token is not one that capability or access tokens have.',
    advice: 'Issue it with a Twilio helper library or with Ringdown.',
  },
  unsigned: {
    deviceErrorCode: 31204,
    message: 'The token is not signed (algorithm none).',
    advice: 'Sign it with HS256 and the account’s auth token.',
  },
  'asymmetric-algorithm': {
    deviceErrorCode: 31204,
    message: 'The token names a public-key algorithm.',
    advice: 'Sign it with HS256 and the account’s auth token; these tokens have no public keys.',
  },
  algorithm: {
    deviceErrorCode: 31204,
    message: 'The token names an algorithm other than HS256.',
    advice: 'Sign it with HS256.',
  },
  'taskrouter-token': {
    deviceErrorCode: 31204,
    message: 'This is a TaskRouter token, which grants no calls.',
    advice: 'Give the device a client capability token or a voice access token.',
  },
  'access-token': {
    deviceErrorCode: 31204,
    message: 'This is an access token, and only capability tokens are accepted here.',
    advice: 'Issue a capability token, or verify with the option apiKeyFor.',
  },
  issuer: {
    deviceErrorCode: 31204,
    message: 'The token does not say which account or API key issued it.',
    advice: 'Issue it with an account SID (or an API key SID and an account SID).',
  },
  'unknown-account': {
    deviceErrorCode: 31203,
    message: 'The account that the token names is not known here.',
    advice: 'Check the account SID that the token is issued with.',
  },
  'unknown-api-key': {
    deviceErrorCode: 31203,
    message: 'The API key that the token names is not known here.',
    advice: 'Check the API key SID that the token is issued with, and that the key was not deleted.',
  },
  'account-mismatch': {
    deviceErrorCode: 31203,
    message: 'The token belongs to another account.',
    advice: 'Issue it with the account SID of this account.',
  },
  signature: {
    deviceErrorCode: 31202,
    message: 'The signature of the token does not match.',
    advice: 'Check the auth token (or API key secret) that it is issued with; it may have been rotated.',
  },
  claims: {
    deviceErrorCode: 31204,
    message: 'A claim of the token is missing or has the wrong type.',
    advice: 'Issue it with a whole-number exp and a text scope.',
  },
  expired: {
    deviceErrorCode: 31205,
    message: 'The token has expired.',
    advice: 'Give the device a new token.',
  },
  'not-yet-valid': {
    deviceErrorCode: 31204,
    message: 'The token is not valid yet.',
    advice: 'Set the clocks of the issuing server and of this one by the same source, or allow a leeway.',
  },
  lifetime: {
    deviceErrorCode: 31207,
    message: 'The token lives longer than is allowed.',
    advice: 'Issue it with a shorter ttl, 24 hours at most.',
  },
  scope: {
    deviceErrorCode: 31204,
    message: 'The scope of the token cannot be read.',
    advice: 'Write scope URIs joined by single spaces: scope:service:privilege?key=value.',
  },
  'ambiguous-scope': {
    deviceErrorCode: 31204,
    message: 'The scopes of the token contradict each other.',
    advice: 'Grant one outgoing scope, and percent-encode every client name: an unencoded one can smuggle in a scope.',
  },
  'client-name': {
    deviceErrorCode: 31105,
    message: 'The token grants a client name with forbidden characters.',
    advice: 'Use names of up to 256 characters without control characters; letters, digits and _ work everywhere.',
  },
  nonconforming: {
    deviceErrorCode: 31204,
    message: 'The token departs from the capability token format, and strict verification is on.',
    advice: 'Look at its remarks with decodeCapabilityToken, or verify without the option strict.',
  },
})

/**
 * A token was refused.
 *
 * The message holds the catalogue's sentences and, where it helps, numbers and claim names; never a part of the
 * token, a key or a parameter.
 */
export class TokenError extends Error {
  /** Always `TokenError`. */
  override readonly name: string = 'TokenError'
  /** Why the token was refused. */
  readonly code: TokenErrorCode

  constructor(code: TokenErrorCode, detail?: string) {
    const { message, advice } = tokenErrorCatalogue[code]
    super(detail === undefined ? `${message} ${advice}` : `${message} ${detail} ${advice}`)
    this.code = code
  }

  /** The error that a gateway sends to the device for this refusal. */
  get deviceErrorCode(): DeviceErrorCode {
    return tokenErrorCatalogue[this.code].deviceErrorCode
  }
}

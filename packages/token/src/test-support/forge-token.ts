import { createHmac } from 'node:crypto'
import { accountSid, authToken, now } from './sample.js'

/** A segment before it is encoded: claims, or the very text or bytes. */
export type Segment = object | string | Uint8Array

/** What to forge; what is left out is right. */
export interface Forgery {
  readonly header?: Segment
  readonly payload?: Segment
  readonly secret?: string
  /** The hash of the HMAC. */
  readonly hash?: 'sha256' | 'sha384' | 'sha512'
}

/** The header of a capability token. */
export const goodHeader: Readonly<Record<string, string>> = { alg: 'HS256', typ: 'JWT' }

/** Claims of a capability token that is good at the tests' moment. */
export const goodClaims: Readonly<Record<string, string | number>> = {
  scope: 'scope:client:incoming?clientName=joey',
  iss: accountSid,
  exp: now + 600,
  iat: now,
}

/** Sign any header and any payload, by hand: nothing here is shared with the code under test. */
export function forgeToken({ header = goodHeader, payload = goodClaims, secret, hash }: Forgery = {}): string {
  const signingInput = `${encode(header)}.${encode(payload)}`
  const signature = createHmac(hash ?? 'sha256', secret ?? authToken).update(signingInput)
  return `${signingInput}.${signature.digest('base64url')}`
}

/** Sign claims that differ from good ones in what is given; `undefined` leaves a claim out. */
export function forgeClaims(claims: object, forgery: Omit<Forgery, 'payload'> = {}): string {
  return forgeToken({ ...forgery, payload: { ...goodClaims, ...claims } })
}

/** Sign a scope claim. */
export function forgeScope(scope: string): string {
  return forgeClaims({ scope })
}

function encode(segment: Segment): string {
  if (segment instanceof Uint8Array) return Buffer.from(segment).toString('base64url')
  return Buffer.from(typeof segment === 'string' ? segment : JSON.stringify(segment), 'utf8').toString('base64url')
}

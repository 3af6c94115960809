import type { HttpMethod } from '../http-method.js'
import type { Challenge } from './challenge.js'
import { hashHex } from './hashing.js'
import type { Credentials } from './target.js'

/** Answers one challenge, as often as it is asked. */
export interface Authoriser {
  /**
   * The value of `Authorization`.
   *
   * @param path - the request target, as sent
   */
  authorise(method: HttpMethod, path: string): string
}

const algorithms = { 'sha-256': 'sha256', md5: 'md5' } as const

type DigestAlgorithm = keyof typeof algorithms

/**
 * Answer the strongest of a server's challenges: Digest with SHA-256, Digest with MD5 (RFC 7616, `qop=auth` only), Basic
 * (RFC 7617).
 *
 * @param clientNonce - hard to guess; new for each authoriser
 * @returns undefined when none of them can be answered
 */
export function createAuthoriser(
  challenges: readonly Challenge[],
  credentials: Credentials,
  clientNonce: string,
): Authoriser | undefined {
  for (const algorithm of ['sha-256', 'md5'] as const) {
    const challenge = challenges.find((each) => digestAlgorithmOf(each) === algorithm)
    if (challenge !== undefined) return createDigest(challenge, algorithm, { ...credentials, clientNonce })
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? createBasic(credentials) : undefined
}

/** Whether a server turned an answer down only for its age, so that a new one may be accepted (RFC 7616 §3.3). */
export function isStale(challenges: readonly Challenge[]): boolean {
  return challenges.some(({ params }) => params.get('stale')?.toLowerCase() === 'true')
}

function createBasic({ username, password }: Credentials): Authoriser {
  const value = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  return { authorise: () => value }
}

/** Undefined unless it is a Digest challenge that can be answered. */
function digestAlgorithmOf({ scheme, params }: Challenge): DigestAlgorithm | undefined {
  const algorithm = params.get('algorithm')?.toLowerCase() ?? 'md5'
  const offered =
    params
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/) ?? []
  if (scheme !== 'digest' || !offered.includes('auth') || !params.has('nonce')) return undefined
  return algorithm === 'sha-256' || algorithm === 'md5' ? algorithm : undefined
}

function createDigest(
  { params }: Challenge,
  algorithm: DigestAlgorithm,
  { username, password, clientNonce }: Credentials & { readonly clientNonce: string },
): Authoriser {
  const hash = (text: string): string => hashHex(algorithms[algorithm], text)
  const realm = params.get('realm') ?? ''
  const nonce = params.get('nonce') ?? ''
  const opaque = params.get('opaque')
  const secret = hash(`${username}:${realm}:${password}`)
  let uses = 0
  return {
    authorise(method, path) {
      const count = (++uses).toString(16).padStart(8, '0')
      const response = hash([secret, nonce, count, clientNonce, 'auth', hash(`${method}:${path}`)].join(':'))
      const fields = [
        usernameField(username),
        `realm=${quote(realm)}`,
        `uri=${quote(path)}`,
        `algorithm=${algorithm.toUpperCase()}`,
        `nonce=${quote(nonce)}`,
        `nc=${count}`,
        `cnonce=${quote(clientNonce)}`,
        'qop=auth',
        `response=${quote(response)}`,
        ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
      ]
      return `Digest ${fields.join(', ')}`
    },
  }
}

/** Names outside ASCII need the extended notation (RFC 7616 §3.4, RFC 8187). */
function usernameField(username: string): string {
  if (/^[\x20-\x7e]*$/.test(username)) return `username=${quote(username)}`
  const encoded = encodeURIComponent(username).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `username*=UTF-8''${encoded}`
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}

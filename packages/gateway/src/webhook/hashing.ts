import { createHash, createHmac } from 'node:crypto'

/** HMAC-SHA1 in base64: the algorithm of `X-Twilio-Signature`. */
export function hmacSha1(key: string, data: string): string {
  return createHmac('sha1', key).update(data).digest('base64')
}

/** A hash of UTF-8 text in lower-case hex: the algorithms of Digest authentication (RFC 7616 §3.2). */
export function hashHex(algorithm: 'md5' | 'sha256', data: string): string {
  return createHash(algorithm).update(data).digest('hex')
}

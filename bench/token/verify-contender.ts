import { createHmac, timingSafeEqual } from 'node:crypto'
import { verifyCapabilityToken } from '@ringdown/token'
import { createVerifier } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import type { Contender } from '../harness/contender.js'
import { sampleToken as token } from './sample-token.js'
import { sample, sampleKey } from './sample.js'

/**
 * Everything that verifies tokens, the raw comparison first.
 *
 * The JWT libraries stop at the claims; ours reads the scopes with their parameters too.
 */
export function createVerifyContenders(): readonly Contender[] {
  const { authToken } = sample
  const findKey = (): string => authToken
  const verifyFast: (token: string) => unknown = createVerifier({ key: authToken, algorithms: ['HS256'], cache: false })
  return [
    { name: 'raw HMAC-SHA256 and compare', kind: 'sync', run: createRawVerifier() },
    { name: 'jsonwebtoken, text secret', kind: 'sync', run: () => jsonwebtoken.verify(token, authToken) },
    { name: 'jsonwebtoken, key object', kind: 'sync', run: () => jsonwebtoken.verify(token, sampleKey) },
    { name: 'jose (async)', kind: 'async', run: () => jwtVerify(token, sampleKey) },
    { name: 'fast-jwt, no cache', kind: 'sync', run: () => verifyFast(token) },
    { name: 'ringdown, key', kind: 'sync', run: () => verifyCapabilityToken(token, { key: authToken }) },
    { name: 'ringdown, keyFor', kind: 'sync', run: () => verifyCapabilityToken(token, { keyFor: findKey }) },
  ]
}

function createRawVerifier(): () => unknown {
  const end = token.lastIndexOf('.')
  const bytes = Buffer.from(token.slice(0, end), 'latin1')
  const received = Buffer.from(token.slice(end + 1), 'base64url')
  return () => timingSafeEqual(createHmac('sha256', sampleKey).update(bytes).digest(), received)
}

import { createHmac } from 'node:crypto'
import { ClientCapability } from '@ringdown/token'
import { createSigner } from 'fast-jwt'
import { SignJWT } from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import ClientCapability3 from 'twilio-3/lib/jwt/ClientCapability.js'
import twilio6 from 'twilio-6'
import type { Contender } from '../harness/contender.js'
import { type CapabilityClass, createCapability } from './capability-class.js'
import { sampleScope, sampleToken } from './sample-token.js'
import { sample, sampleKey } from './sample.js'

/**
 * Everything that issues tokens, the raw signature first: nothing that signs can be faster.
 *
 * The official library and ours also write the scopes, from names and parameters; the JWT libraries are handed the
 * scope claim as a text and add what they must.
 */
export function createIssueContenders(): readonly Contender[] {
  const createFresh = (library: CapabilityClass) => (): unknown => createCapability(library).toJwt()
  const reused = createCapability(ClientCapability)
  const signFast = createSigner({ key: sample.authToken, algorithm: 'HS256' })
  return [
    { name: 'raw HMAC-SHA256', kind: 'sync', run: createRawSigner() },
    { name: 'node:crypto by hand', kind: 'sync', run: signByHand },
    { name: 'twilio 3', kind: 'sync', run: createFresh(ClientCapability3) },
    { name: 'twilio 6', kind: 'sync', run: createFresh(twilio6.jwt.ClientCapability) },
    { name: 'jsonwebtoken, text secret', kind: 'sync', run: () => jsonwebtoken.sign(createClaims(), sample.authToken) },
    { name: 'jsonwebtoken, key object', kind: 'sync', run: () => jsonwebtoken.sign(createClaims(), sampleKey) },
    { name: 'jose (async)', kind: 'async', run: signWithJose },
    { name: 'fast-jwt', kind: 'sync', run: () => signFast(createClaims()) },
    { name: 'ringdown, new object', kind: 'sync', run: createFresh(ClientCapability) },
    { name: 'ringdown, same object', kind: 'sync', run: () => reused.toJwt() },
  ]
}

function createRawSigner(): () => unknown {
  const bytes = Buffer.from(sampleToken.slice(0, sampleToken.lastIndexOf('.')), 'latin1')
  return () => createHmac('sha256', sampleKey).update(bytes).digest('base64url')
}

const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url')

// What an application without a library would write: the same scopes and claims, and nothing checked.
function signByHand(): string {
  const { accountSid, applicationSid, clientName, params } = sample
  const name = encodeURIComponent(clientName)
  const pairs = Object.entries(params).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
  const outgoing = `appSid=${applicationSid}&clientName=${name}&appParams=${encodeURIComponent(pairs.join('&'))}`
  const now = Math.floor(Date.now() / 1000)
  const scope = `scope:client:incoming?clientName=${name} scope:client:outgoing?${outgoing}`
  const claims = JSON.stringify({ scope, iss: accountSid, exp: now + sample.ttlSeconds, iat: now })
  const signingInput = `${header}.${Buffer.from(claims).toString('base64url')}`
  return `${signingInput}.${createHmac('sha256', sampleKey).update(signingInput).digest('base64url')}`
}

function createClaims(): { scope: string; iss: string; exp: number } {
  return { scope: sampleScope, iss: sample.accountSid, exp: Math.floor(Date.now() / 1000) + sample.ttlSeconds }
}

function signWithJose(): Promise<string> {
  return new SignJWT(createClaims()).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt().sign(sampleKey)
}

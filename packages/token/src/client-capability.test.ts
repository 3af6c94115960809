import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ClientCapability, type ClientCapabilityOptions } from './client-capability.js'
import { decodeCapabilityToken } from './decode.js'
import { jwt } from './jwt.js'
import type { JsonObject } from './strict-json.js'
import { accountSid, applicationSid, authToken, now } from './test-support/sample.js'

const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability

function claimsOf(token: string): JsonObject {
  return decodeCapabilityToken(token, { now }).payload
}

describe('a client capability', () => {
  test('emits the header and the claims of the official library, in its order', () => {
    const capability = new ClientCapability({ accountSid, authToken, ttl: 600 })
    capability.addScope(new IncomingClientScope('joey'))
    const [header = '', payload = ''] = capability.toJwt({ now }).split('.')
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"HS256","typ":"JWT"}')
    expect(Buffer.from(payload, 'base64url').toString()).toBe(
      `{"scope":"scope:client:incoming?clientName=joey","iss":"${accountSid}","exp":${now + 600},"iat":${now}}`,
    )
  })

  test('writes scopes in the order they were added, custom ones too', () => {
    const capability = new ClientCapability({ accountSid, authToken })
      .addScope(new EventStreamScope())
      .addScope(new OutgoingClientScope({ applicationSid: 'AP123', clientName: 'joey' }))
      .addScope({ payload: () => 'scope:service:privilege' })
      .addScope(new IncomingClientScope('joey'))
    expect(claimsOf(capability.toJwt({ now }))['scope']).toBe(
      'scope:stream:subscribe?path=/2010-04-01/Events scope:client:outgoing?appSid=AP123&clientName=joey ' +
        'scope:service:privilege scope:client:incoming?clientName=joey',
    )
    expect(capability.scopes).toHaveLength(4)
    expect(capability.scopes).toSatisfy(Object.isFrozen)
  })

  test('without scopes is still a valid token', () => {
    expect(claimsOf(new ClientCapability({ accountSid, authToken }).toJwt({ now }))).toEqual({
      scope: '',
      iss: accountSid,
      exp: now + 3_600,
      iat: now,
    })
  })

  test('lives for its ttl, which may be set later', () => {
    const capability = new ClientCapability({ accountSid, authToken, validUntil: now + 5 })
    expect(capability.ttl).toBe(3_600)
    expect(claimsOf(capability.toJwt({ now }))['exp']).toBe(now + 5)
    capability.ttl = 60
    expect(claimsOf(capability.toJwt({ now }))['exp']).toBe(now + 60)
    expect(() => {
      capability.ttl = 0
    }).toThrow(expect.objectContaining({ code: 'range', argument: 'ttl' }))
  })

  test('may be emitted with a life of its own, in the spelling of the published sample', () => {
    const capability = new ClientCapability({ accountSid, authToken, ttl: 60 })
    const { expires, issued } = decodeCapabilityToken(capability.generate(600))
    expect((expires?.seconds ?? 0) - (issued?.seconds ?? 0)).toBe(600)
    const usual = decodeCapabilityToken(capability.generate())
    expect((usual.expires?.seconds ?? 0) - (usual.issued?.seconds ?? 0)).toBe(60)
  })

  test('lets one emission override lifetime, id and claims, and forgets it', () => {
    const capability = new ClientCapability({
      accountSid,
      authToken,
      ttl: 60,
      notBefore: now,
      tokenId: 'own',
      claims: { a: 1 },
    })
    const own = { scope: '', iss: accountSid, exp: now + 60, iat: now, nbf: now, jti: 'own', a: 1 }
    const before = capability.toJwt({ now })
    expect(claimsOf(before)).toEqual(own)
    const overrides = { now, validUntil: now + 5, notBefore: now + 1, tokenId: 'other', claims: { b: 2 } }
    expect(claimsOf(capability.toJwt(overrides))).toEqual({
      scope: '',
      iss: accountSid,
      exp: now + 5,
      iat: now,
      nbf: now + 1,
      jti: 'other',
      b: 2,
    })
    expect(claimsOf(capability.toJwt({ now, ttl: 7 }))['exp']).toBe(now + 7)
    expect(capability.toJwt({ now })).toBe(before)
  })

  test('signs the same with text, bytes and a key object', () => {
    const tokens = [authToken, Buffer.from(authToken), createSecretKey(Buffer.from(authToken))].map((secret) =>
      new ClientCapability({ accountSid, authToken: secret }).toJwt({ now }),
    )
    expect(new Set(tokens).size).toBe(1)
  })

  test('takes strict SIDs by option', () => {
    const capability = new ClientCapability({ accountSid, authToken, strictSids: true })
    expect(() => capability.addScope(new OutgoingClientScope({ applicationSid: 'AP123' }))).toThrow(
      expect.objectContaining({ code: 'sid', argument: 'scope.applicationSid' }),
    )
    expect(capability.addScope(new OutgoingClientScope({ applicationSid })).scopes).toHaveLength(1)
  })

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['missing', null],
    ['type', 'AC123'],
    ['missing', { authToken }],
    ['missing', { accountSid: '', authToken }],
    ['missing', { accountSid }],
    ['missing', { accountSid, authToken: '' }],
    ['type', { accountSid: 7, authToken }],
    ['type', { accountSid, authToken: 7 }],
    ['sid', { accountSid: 'AC 1', authToken }],
    ['sid', { accountSid: 'AC1', authToken, strictSids: true }],
    ['key', { accountSid, authToken: '-----BEGIN PUBLIC KEY-----\n' }],
    ['range', { accountSid, authToken, ttl: 0 }],
    ['type', { accountSid, authToken, ttl: '600' }],
    ['conflict', { accountSid, authToken, ttl: 600, validUntil: now }],
    ['range', { accountSid, authToken, validUntil: now * 1000 }],
    ['type', { accountSid, authToken, notBefore: 'now' }],
    ['type', { accountSid, authToken, tokenId: 7 }],
    ['reserved-claim', { accountSid, authToken, claims: { exp: 1 } }],
  ])('is refused with the code %s for %j', (code, options) => {
    expect(() => new ClientCapability(options as ClientCapabilityOptions)).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, (capability: ClientCapability) => unknown]>([
    ['missing', (capability) => capability.addScope(undefined as never)],
    ['type', (capability) => capability.addScope('scope:client:incoming?clientName=joey' as never)],
    ['scope', (capability) => capability.addScope({ payload: () => 'two scopes' }).toJwt()],
    ['conflict', (capability) => capability.toJwt({ ttl: 5, validUntil: now })],
    ['range', (capability) => capability.toJwt({ now, validUntil: now })],
    ['range', (capability) => capability.generate(0)],
  ])('refuses a bad argument later on with the code %s', (code, use) => {
    expect(() => use(new ClientCapability({ accountSid, authToken }))).toThrow(expect.objectContaining({ code }))
  })
})

test('the official names lead to the same classes', () => {
  expect(jwt.ClientCapability).toBe(ClientCapability)
  expect(jwt).toSatisfy(Object.isFrozen)
})

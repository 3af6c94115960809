import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import * as jose from 'jose'
import jsonwebtoken from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { wideName, looseSid, params, secretText, ttlSeconds } from './test-support/arbitrary.js'
import { accountSid, apiKeySecret, apiKeySid, authToken, now } from './test-support/sample.js'
import { verifyCapabilityToken } from './verify.js'

const input = fc.record({
  accountSid: looseSid,
  authToken: secretText,
  ttl: ttlSeconds,
  name: wideName,
  app: looseSid,
  params,
})
type Input = typeof input extends fc.Arbitrary<infer Value> ? Value : never

const wide = { clientNameRule: 'wide' } as const

/** The same grants as a token of each API. */
const issuers: Readonly<Record<string, (given: Input) => string>> = {
  ClientCapability: ({ accountSid, authToken, ttl, name, app, params }) =>
    new ClientCapability({ accountSid, authToken, ttl, tokenId: name, claims: { params } })
      .addScope(new ClientCapability.IncomingClientScope(name, wide))
      .addScope(new ClientCapability.OutgoingClientScope({ applicationSid: app, params, ...wide }))
      .toJwt({ now }),
  Capability: ({ accountSid, authToken, ttl, name, app, params }) =>
    Capability(accountSid, authToken, wide)
      .allowClientIncoming(name)
      .allowClientOutgoing(app, params)
      .generate(ttl, { now }),
  AccessToken: ({ accountSid, authToken, ttl, name, app, params }) =>
    new AccessToken(accountSid, apiKeySid, authToken, { identity: name, ttl })
      .addGrant(
        new AccessToken.VoiceGrant({
          incomingAllow: true,
          outgoingApplicationSid: app,
          outgoingApplicationParams: params,
        }),
      )
      .toJwt({ now }),
}

describe.each(Object.entries(issuers))('a token of our %s', (_, issue) => {
  test('verifies with jose, which reads the same claims, and not with another secret', async () => {
    await fc.assert(
      fc.asyncProperty(input, secretText, async (given, other) => {
        fc.pre(given.authToken !== other)
        const options = { algorithms: ['HS256'], currentDate: new Date(now * 1000) }
        const token = issue(given)
        const { payload } = await jose.jwtVerify(token, Buffer.from(given.authToken), options)
        expect(payload).toEqual(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()))
        expect(payload).toMatchObject({ iat: now, exp: now + given.ttl })
        await expect(jose.jwtVerify(token, Buffer.from(other), options)).rejects.toThrow(
          jose.errors.JWSSignatureVerificationFailed,
        )
      }),
      { numRuns: 60 },
    )
  })

  test('verifies with jsonwebtoken, which reads the same claims, and not with another secret', () => {
    fc.assert(
      fc.property(input, secretText, (given, other) => {
        fc.pre(given.authToken !== other)
        const options = { algorithms: ['HS256' as const], clockTimestamp: now }
        const token = issue(given)
        const payload = jsonwebtoken.verify(token, given.authToken, options)
        expect(payload).toMatchObject({ iat: now, exp: now + given.ttl })
        expect(() => jsonwebtoken.verify(token, other, options)).toThrow('invalid signature')
      }),
      { numRuns: 100 },
    )
  })

  test('ends at the same moment for all', async () => {
    const token = issue({ accountSid, authToken, ttl: 60, name: 'joey', app: 'AP1', params: {} })
    const apiKeyFor = (): { accountSid: string; secret: string } => ({ accountSid, secret: authToken })
    for (const [moment, isAlive] of [
      [now + 59, true],
      [now + 60, false],
    ] as const) {
      const verdicts = await Promise.all([
        holds(() => verifyCapabilityToken(token, { key: authToken, apiKeyFor, now: moment })),
        holds(() => jsonwebtoken.verify(token, authToken, { clockTimestamp: moment })),
        holds(() => jose.jwtVerify(token, Buffer.from(authToken), { currentDate: new Date(moment * 1000) })),
      ])
      expect(verdicts).toEqual([isAlive, isAlive, isAlive])
    }
  })
})

async function holds(verify: () => unknown): Promise<boolean> {
  try {
    await verify()
    return true
  } catch {
    return false
  }
}

const claims = fc
  .record({ iss: looseSid, name: wideName, app: looseSid, params, ttl: ttlSeconds })
  .map(({ iss, name, app, params: given, ttl }) => ({
    iss,
    name,
    app,
    params: given,
    payload: {
      scope: `${new ClientCapability.IncomingClientScope(name, wide).payload()} ${new ClientCapability.OutgoingClientScope({ applicationSid: app, params: given }).payload()}`,
      iss,
      exp: now + ttl,
      iat: now,
    },
  }))

describe.each<[string, (payload: object, secret: string) => Promise<string> | string]>([
  ['jsonwebtoken', (payload, secret) => jsonwebtoken.sign(payload, secret, { algorithm: 'HS256' })],
  [
    'jose',
    (payload, secret) =>
      new jose.SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(createSecretKey(Buffer.from(secret))),
  ],
])('a token that %s signs', (_, sign) => {
  test('verifies with ours, with the same grants, and not with another secret', async () => {
    await fc.assert(
      fc.asyncProperty(claims, secretText, secretText, async ({ payload, iss, name, app, params }, secret, other) => {
        fc.pre(secret !== other)
        const token = await sign(payload, secret)
        expect(verifyCapabilityToken(token, { key: secret, now })).toMatchObject({
          accountSid: iss,
          clientNames: [name],
          outgoing: { applicationSid: app, params: Object.entries(params).map(([key, value]) => [key, String(value)]) },
          issuedAt: now,
          expiresAt: payload.exp,
        })
        expect(() => verifyCapabilityToken(token, { key: other, now })).toThrow(
          expect.objectContaining({ code: 'signature' }),
        )
      }),
      { numRuns: 80 },
    )
  })

  test('is byte for byte ours when the claims are', async () => {
    const payload = { scope: '', iss: accountSid, exp: now + 600, iat: now }
    expect(await sign(payload, authToken)).toBe(
      new ClientCapability({ accountSid, authToken, ttl: 600 }).toJwt({ now }),
    )
  })
})

test('an access token that jose signs verifies with ours', async () => {
  const grants = { identity: 'joey', voice: { incoming: { allow: true }, outgoing: { application_sid: 'AP1' } } }
  const token = await new jose.SignJWT({ grants, iss: apiKeySid, sub: accountSid, iat: now, exp: now + 60 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })
    .sign(Buffer.from(apiKeySecret))
  const apiKeyFor = (): { accountSid: string; secret: string } => ({ accountSid, secret: apiKeySecret })
  expect(verifyCapabilityToken(token, { key: authToken, apiKeyFor, now })).toMatchObject({
    kind: 'access',
    clientNames: ['joey'],
    outgoing: { applicationSid: 'AP1', clientName: 'joey' },
  })
})

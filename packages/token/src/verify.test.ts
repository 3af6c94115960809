import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { ClientCapability } from './client-capability.js'
import { forgeClaims, forgeScope, forgeToken, goodHeader } from './test-support/forge-token.js'
import { partsOf } from './test-support/parts-of.js'
import { accountSid, apiKeySecret, apiKeySid, authToken, now } from './test-support/sample.js'
import { TokenError } from './token-error.js'
import { verifyCapabilityToken, verifyCapabilityTokenAsync } from './verify.js'

const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability

function fullToken(): string {
  return new ClientCapability({ accountSid, authToken, ttl: 600, tokenId: 't1' })
    .addScope(new IncomingClientScope('joey'))
    .addScope(new OutgoingClientScope({ applicationSid: 'AP123', clientName: 'joey', params: { user: 7 } }))
    .addScope(new EventStreamScope({ Status: 'ringing' }))
    .toJwt({ now })
}

function accessToken(): string {
  const voice = { incomingAllow: true, outgoingApplicationSid: 'AP123', outgoingApplicationParams: { user: 7 } }
  return new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'joey', ttl: 600 })
    .addGrant(new AccessToken.VoiceGrant(voice))
    .toJwt({ now })
}

const apiKeyFor = (sid: string): { accountSid: string; secret: string } | undefined =>
  sid === apiKeySid ? { accountSid, secret: apiKeySecret } : undefined

describe('a grant', () => {
  test('holds everything that a capability token allows', () => {
    expect(verifyCapabilityToken(fullToken(), { key: authToken, now })).toEqual({
      kind: 'capability',
      accountSid,
      apiKeySid: undefined,
      keyIndex: 0,
      clientNames: ['joey'],
      identity: 'joey',
      outgoing: { applicationSid: 'AP123', clientName: 'joey', params: [['user', '7']] },
      eventStreams: [{ kind: 'event-stream', path: '/2010-04-01/Events', filters: [['Status', 'ringing']] }],
      issuedAt: now,
      expiresAt: now + 600,
      tokenId: 't1',
      remarks: [],
    })
  })

  test('has the same shape for an access token', () => {
    expect(verifyCapabilityToken(accessToken(), { key: authToken, apiKeyFor, now })).toEqual({
      kind: 'access',
      accountSid,
      apiKeySid,
      keyIndex: 0,
      clientNames: ['joey'],
      identity: 'joey',
      outgoing: { applicationSid: 'AP123', clientName: 'joey', params: [['user', '7']] },
      eventStreams: [],
      issuedAt: now,
      expiresAt: now + 600,
      tokenId: `${apiKeySid}-${now}`,
      remarks: [],
    })
  })

  test('is deeply frozen', () => {
    const unusual = forgeScope('scope:client:incoming?clientName=a%40b scope:service:godmode')
    for (const token of [fullToken(), accessToken(), unusual]) {
      const parts = partsOf(verifyCapabilityToken(token, { key: authToken, apiKeyFor, now }))
      expect(parts.length).toBeGreaterThan(5)
      for (const part of parts) expect(part).toSatisfy(Object.isFrozen)
    }
  })

  test('tells what was unusual and accepted', () => {
    const grant = verifyCapabilityToken(forgeScope('scope:client:incoming?clientName=ann lee'), { key: authToken, now })
    expect(grant.clientNames).toEqual(['ann lee'])
    expect(grant.remarks.map(({ code }) => code)).toEqual(['unencoded-value', 'client-name'])
  })

  test.each([7, '', null])('has no token id when the claim is %j', (jti) => {
    expect(verifyCapabilityToken(forgeClaims({ jti }), { key: authToken, now }).tokenId).toBeUndefined()
  })
})

describe('keys', () => {
  const token = forgeToken()

  test.each([authToken, Buffer.from(authToken), createSecretKey(Buffer.from(authToken))])(
    'may be text, bytes or a key object',
    (key) => {
      expect(verifyCapabilityToken(token, { key, now }).keyIndex).toBe(0)
    },
  )

  test('are tried in order during a rotation, and the grant says which one signed', () => {
    expect(verifyCapabilityToken(token, { keys: [authToken, 'secondary'], now }).keyIndex).toBe(0)
    expect(verifyCapabilityToken(token, { keys: ['primary', authToken], now }).keyIndex).toBe(1)
    expect(verifyCapabilityToken(token, { keyFor: () => ['primary', authToken], now }).keyIndex).toBe(1)
    expect(() => verifyCapabilityToken(token, { keys: ['primary', 'secondary'], now })).toThrow(
      expect.objectContaining({ code: 'signature' }),
    )
    expect(() => verifyCapabilityToken(token, { keys: [], now })).toThrow(
      expect.objectContaining({ code: 'signature' }),
    )
  })

  test('are found by the account that the token names', () => {
    const asked: string[] = []
    const keyFor = (sid: string): string => {
      asked.push(sid)
      return authToken
    }
    expect(verifyCapabilityToken(token, { keyFor, now }).accountSid).toBe(accountSid)
    expect(asked).toEqual([accountSid])
  })

  test.each([undefined, null])('that are %s make the account unknown', (nothing) => {
    expect(() => verifyCapabilityToken(token, { keyFor: () => nothing, now })).toThrow(
      expect.objectContaining({ code: 'unknown-account' }),
    )
    expect(() => verifyCapabilityToken(accessToken(), { key: authToken, apiKeyFor: () => nothing, now })).toThrow(
      expect.objectContaining({ code: 'unknown-api-key' }),
    )
  })

  test('that cannot be keys are the caller’s error', () => {
    expect(() => verifyCapabilityToken(token, { key: '', now })).toThrow(
      expect.objectContaining({ name: 'TokenArgumentError', code: 'missing' }),
    )
  })

  test.each(['', undefined])('of which one is %j are the caller’s error, though another one signed', (bad) => {
    const keys = [authToken, bad as string]
    for (const source of [{ keys }, { keyFor: () => keys }]) {
      expect(() => verifyCapabilityToken(token, { ...source, now })).toThrow(
        expect.objectContaining({ name: 'TokenArgumentError', code: 'missing' }),
      )
    }
  })

  test('that come as a promise need the asynchronous variant', () => {
    const byPromise = (): never => Promise.resolve(authToken) as never
    for (const [jws, argument] of [
      [token, 'options.keyFor'],
      [accessToken(), 'options.apiKeyFor'],
    ] as const) {
      expect(() => verifyCapabilityToken(jws, { keyFor: byPromise, apiKeyFor: byPromise, now })).toThrow(
        expect.objectContaining({ name: 'TokenArgumentError', code: 'type', argument }),
      )
    }
  })

  test('are asked for nothing that is not shaped like a SID', () => {
    const keyFor = (): never => {
      throw new Error('asked')
    }
    for (const iss of [undefined, null, 7, '', 'AC 1', 'AC1\n', 'x'.repeat(65), { sid: 'AC1' }]) {
      expect(() => verifyCapabilityToken(forgeClaims({ iss }), { keyFor, now })).toThrow(
        expect.objectContaining({ code: 'issuer' }),
      )
    }
    expect(() => verifyCapabilityToken(forgeClaims({ iss: 'AC1' }), { keyFor, strictSids: true, now })).toThrow(
      expect.objectContaining({ code: 'issuer' }),
    )
  })
})

describe('the asynchronous variant', () => {
  test('takes keys at once, by promise or by anything with a then method', async () => {
    const sources = [
      { key: authToken },
      { keys: ['primary', authToken] },
      { keyFor: () => authToken },
      { keyFor: () => Promise.resolve(authToken) },
      { keyFor: () => ({ then: Promise.prototype.then.bind(Promise.resolve(authToken)) }) as PromiseLike<string> },
    ]
    for (const source of sources) {
      const grant = await verifyCapabilityTokenAsync(fullToken(), { ...source, now })
      expect(grant.clientNames).toEqual(['joey'])
    }
  })

  test('verifies access tokens too', async () => {
    const grant = await verifyCapabilityTokenAsync(accessToken(), {
      key: authToken,
      apiKeyFor: (sid) => Promise.resolve(apiKeyFor(sid)),
      now,
    })
    expect(grant.kind).toBe('access')
  })

  test('gives the same grant as the synchronous one', async () => {
    const options = { key: authToken, apiKeyFor, now }
    for (const token of [fullToken(), accessToken()]) {
      expect(await verifyCapabilityTokenAsync(token, options)).toEqual(verifyCapabilityToken(token, options))
    }
  })

  test('rejects, and never throws, whatever is wrong', async () => {
    const key = authToken
    const failure = new Error('database is down')
    const refusals: readonly (readonly [Promise<unknown>, unknown])[] = [
      [verifyCapabilityTokenAsync('', { key }), { code: 'malformed' }],
      [verifyCapabilityTokenAsync(fullToken(), { key: 'other', now }), { code: 'signature' }],
      [verifyCapabilityTokenAsync(fullToken(), { key, now: now + 600 }), { code: 'expired' }],
      [
        verifyCapabilityTokenAsync(fullToken(), { keyFor: () => Promise.resolve(null), now }),
        { code: 'unknown-account' },
      ],
      [verifyCapabilityTokenAsync(fullToken(), {} as { key: string }), { code: 'missing' }],
      [verifyCapabilityTokenAsync(fullToken(), { keyFor: () => Promise.reject(failure) }), failure],
    ]
    for (const [refusal, error] of refusals) await expect(refusal).rejects.toMatchObject(error as object)
  })
})

describe('tokens that are handled in between, with other keys and of other lengths,', () => {
  const names = Array.from({ length: 40 }, (_, index) => `name_${'x'.repeat(index * 6)}`)
  const secretOf = (sid: string): string => `secret of ${sid}`
  const issue = (name: string, index: number): string =>
    new ClientCapability({ accountSid: `AC${index}`, authToken: secretOf(`AC${index}`) })
      .addScope(new IncomingClientScope(name))
      .toJwt({ now })
  const tokens = names.map(issue)

  test('change nothing when a key is looked up', () => {
    const keyFor = (sid: string): string => {
      expect(verifyCapabilityToken(accessToken(), { key: authToken, apiKeyFor, now }).kind).toBe('access')
      for (const token of tokens) expect(() => verifyCapabilityToken(token, { key: 'other', now })).toThrow(TokenError)
      return secretOf(sid)
    }
    for (const [index, token] of tokens.entries()) {
      expect(verifyCapabilityToken(token, { keyFor, now }).clientNames).toEqual([names[index]])
    }
  })

  test('change nothing when a scope is written', () => {
    const scope = { payload: (): string => `scope:client:incoming?clientName=${names.map(issue).length}` }
    const token = new ClientCapability({ accountSid, authToken }).addScope(scope).toJwt({ now })
    expect(verifyCapabilityToken(token, { key: authToken, now }).clientNames).toEqual(['40'])
  })

  test('change nothing while keys are on their way', async () => {
    const keyFor = async (sid: string): Promise<readonly string[]> => {
      for (let turn = Number(sid.slice(2)) % 5; turn >= 0; turn--) await Promise.resolve()
      return ['other', secretOf(sid)]
    }
    const grants = await Promise.all(tokens.map((token) => verifyCapabilityTokenAsync(token, { keyFor, now })))
    expect(grants.map(({ accountSid: sid, clientNames }) => [sid, ...clientNames])).toEqual(
      names.map((name, index) => [`AC${index}`, name]),
    )
  })
})

describe('limits on what a token may hold', () => {
  test('a verifier may insist on one account', () => {
    expect(verifyCapabilityToken(fullToken(), { key: authToken, accountSid, now }).accountSid).toBe(accountSid)
  })

  test('a verifier may insist on a rule for client names, in both kinds of scope', () => {
    const wide = forgeScope('scope:client:incoming?clientName=a%40b')
    const outgoing = forgeScope('scope:client:outgoing?appSid=AP1&clientName=a%40b')
    for (const token of [wide, outgoing]) {
      expect(verifyCapabilityToken(token, { key: authToken, clientNameRule: 'wide', now }).identity).toBe('a@b')
      expect(() => verifyCapabilityToken(token, { key: authToken, clientNameRule: 'portable', now })).toThrow(
        expect.objectContaining({ code: 'client-name' }),
      )
    }
  })

  test('a verifier may bound the number of client names', () => {
    const token = forgeScope('scope:client:incoming?clientName=a scope:client:incoming?clientName=b')
    expect(verifyCapabilityToken(token, { key: authToken, maxClientNames: 2, now }).clientNames).toEqual(['a', 'b'])
    expect(() => verifyCapabilityToken(token, { key: authToken, maxClientNames: 1, now })).toThrow(
      expect.objectContaining({ code: 'ambiguous-scope' }),
    )
    expect(() => verifyCapabilityToken(fullToken(), { key: authToken, maxClientNames: 0, now })).toThrow(
      expect.objectContaining({ code: 'ambiguous-scope' }),
    )
  })

  test('a verifier may insist on strict SIDs everywhere', () => {
    expect(() => verifyCapabilityToken(fullToken(), { key: authToken, strictSids: true, now })).toThrow(
      expect.objectContaining({ code: 'scope' }),
    )
    const token = forgeScope(`scope:client:outgoing?appSid=AP${'0'.repeat(32)} scope:client:incoming?clientName=joey`)
    expect(verifyCapabilityToken(token, { key: authToken, strictSids: true, now }).outgoing).toBeDefined()
  })

  test('a strict verifier refuses what departs from the format, and nothing else', () => {
    const strict = { key: authToken, strict: true, now } as const
    expect(verifyCapabilityToken(fullToken(), strict).identity).toBe('joey')
    expect(verifyCapabilityToken(forgeScope('scope:client:incoming?clientName=a%40b'), strict).identity).toBe('a@b')
    const departures = [
      forgeClaims({ exp: String(now + 600) }),
      forgeClaims({ exp: now + 600.5 }),
      forgeScope('scope:client:incoming?clientName=ann lee'),
      forgeScope('scope:client:incoming?clientName=undefined'),
      forgeScope('scope:client:incoming'),
    ]
    for (const token of departures) {
      expect(verifyCapabilityToken(token, { key: authToken, now }).kind).toBe('capability')
      expect(() => verifyCapabilityToken(token, strict)).toThrow(expect.objectContaining({ code: 'nonconforming' }))
    }
  })

  test('a strict verifier still allows for clocks that differ, and for lives that it was told to accept', () => {
    const strict = { key: authToken, strict: true, now } as const
    const ahead = forgeClaims({ iat: now + 3, nbf: now + 3 })
    expect(verifyCapabilityToken(ahead, strict).issuedAt).toBe(now + 3)
    const late = forgeClaims({ exp: now - 3 })
    expect(verifyCapabilityToken(late, { ...strict, leewaySeconds: 5 }).expiresAt).toBe(now - 3)
    const long = forgeClaims({ exp: now + 200_000 })
    expect(verifyCapabilityToken(long, { ...strict, maxLifetimeSeconds: 200_000 }).expiresAt).toBe(now + 200_000)
  })
})

describe('verifying never throws anything but a token error', () => {
  function expectTokenErrorAtMost(token: string): void {
    try {
      verifyCapabilityToken(token, { key: authToken, apiKeyFor, now })
    } catch (error) {
      expect(error).toBeInstanceOf(TokenError)
    }
  }

  test('for any text', () => {
    const token = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('aA0-_.=')) }),
    )
    fc.assert(fc.property(token, expectTokenErrorAtMost), { numRuns: 1_000 })
  })

  test('for any value of any claim, signed with the right key', () => {
    const name = fc.constantFrom('scope', 'iss', 'exp', 'iat', 'nbf', 'jti', 'sub', 'grants', 'policies')
    fc.assert(
      fc.property(name, fc.jsonValue(), (claim, value) => {
        expectTokenErrorAtMost(forgeClaims({ [claim]: value }))
      }),
      { numRuns: 500 },
    )
  })

  test('for any voice grant, signed with the right key', () => {
    const header = { ...goodHeader, cty: 'twilio-fpa;v=1' }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (identity, voice) => {
        const claims = { iss: apiKeySid, sub: accountSid, grants: { identity, voice } }
        expectTokenErrorAtMost(forgeClaims(claims, { header, secret: apiKeySecret }))
      }),
      { numRuns: 500 },
    )
  })
})

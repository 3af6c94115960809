import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { AccessToken } from './access-token.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken, type DecodedToken } from './decode.js'
import type { RemarkCode } from './remark.js'
import { forgeClaims, forgeToken, goodClaims, goodHeader } from './test-support/forge-token.js'
import { partsOf } from './test-support/parts-of.js'
import { accountSid, apiKeySecret, apiKeySid, authToken, now } from './test-support/sample.js'
import { TokenError } from './token-error.js'

afterEach(() => {
  vi.useRealTimers()
})

const decode = (token: string): DecodedToken => decodeCapabilityToken(token, { now })
const codesOf = (token: string): readonly RemarkCode[] => decode(token).remarks.map(({ code }) => code)

describe('decoding a capability token', () => {
  test('shows everything that stands in it', () => {
    const token = new ClientCapability({ accountSid, authToken, ttl: 600, notBefore: now - 5, tokenId: 't1' })
      .addScope(new ClientCapability.IncomingClientScope('joey'))
      .addScope(new ClientCapability.OutgoingClientScope({ applicationSid: 'AP123', params: { user: 7 } }))
      .toJwt({ now })
    expect(decode(token)).toEqual({
      kind: 'capability',
      header: goodHeader,
      payload: expect.objectContaining({ iss: accountSid }) as unknown,
      accountSid,
      apiKeySid: undefined,
      tokenId: 't1',
      issued: { seconds: now, date: new Date(now * 1000) },
      notBefore: { seconds: now - 5, date: new Date((now - 5) * 1000) },
      expires: { seconds: now + 600, date: new Date((now + 600) * 1000) },
      scopes: [
        { kind: 'incoming', clientName: 'joey' },
        { kind: 'outgoing', applicationSid: 'AP123', clientName: undefined, params: [['user', '7']] },
      ],
      remarks: [],
    })
  })

  test('gives what cannot be changed, of both kinds of token', () => {
    const voice = new AccessToken.VoiceGrant({
      incomingAllow: true,
      outgoingApplicationSid: 'AP1',
      outgoingApplicationParams: { a: 1 },
    })
    const access = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'a@b' }).addGrant(voice)
    const scope =
      'scope:client:incoming?clientName=a%40b scope:client:outgoing?appSid=AP1&appParams=a%3D1 ' +
      'scope:stream:subscribe?path=/2010-04-01/Events&appParams=a%3D1 scope:service:godmode ' +
      'scope:stream:subscribe?path=/2010-04-01/Events&params=%7B%22a%22%3D%3E%22b%22%7D'
    for (const token of [access.toJwt({ now }), forgeClaims({ scope })]) {
      const { header, payload, scopes, remarks, ...rest } = decode(token)
      expect([header, payload, rest.issued, rest.expires]).toSatisfy((parts: object[]) => parts.every(Object.isFrozen))
      const parts = partsOf([scopes, remarks]).slice(1)
      expect(parts.length).toBeGreaterThan(6)
      for (const part of parts) expect(part).toSatisfy(Object.isFrozen)
    }
  })

  test('does not verify: any signature will do, and any algorithm is shown', () => {
    expect(decode(`${forgeToken().split('.').slice(0, 2).join('.')}.`).accountSid).toBe(accountSid)
    expect(codesOf(forgeToken({ header: { alg: 'none' } }))).toEqual(['algorithm', 'missing-typ'])
  })

  test('shows an access token as scopes too', () => {
    const jws = new AccessToken(accountSid, apiKeySid, apiKeySecret, { identity: 'joey', ttl: 600 })
      .addGrant(new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationSid: 'AP123' }))
      .toJwt({ now })
    expect(decode(jws)).toMatchObject({
      kind: 'access',
      accountSid,
      apiKeySid,
      tokenId: `${apiKeySid}-${now}`,
      scopes: [
        { kind: 'incoming', clientName: 'joey' },
        { kind: 'outgoing', applicationSid: 'AP123', clientName: 'joey', params: [] },
      ],
      remarks: [],
    })
  })

  test('knows a TaskRouter token', () => {
    const payload = { iss: accountSid, exp: now + 60, version: 'v1', policies: [], workspace_sid: 'WS1' }
    expect(decode(forgeToken({ payload }))).toMatchObject({
      kind: 'taskrouter',
      scopes: [],
      remarks: [{ code: 'taskrouter-token' }],
    })
  })

  test('remarks on the moment that it is given, or on the present one', () => {
    const token = forgeToken()
    vi.useFakeTimers({ now: now * 1000, toFake: ['Date'] })
    expect(decodeCapabilityToken(token).remarks).toEqual([])
    vi.setSystemTime((now + 600) * 1000)
    expect(decodeCapabilityToken(token).remarks).toMatchObject([{ code: 'expired' }])
    expect(decodeCapabilityToken(token, { now: now + 599 }).remarks).toEqual([])
  })

  test('cuts a fraction off a time, and shows a time beyond the calendar as an invalid date', () => {
    expect(decode(forgeClaims({ exp: now + 0.9 })).expires?.seconds).toBe(now)
    const { expires } = decode(forgeClaims({ exp: `${now}3600` }))
    expect(expires?.seconds).toBe(Number(`${now}3600`))
    expect(expires?.date.getTime()).toBeNaN()
  })

  test.each<[RemarkCode, object]>([
    ['no-issuer', { iss: undefined }],
    ['no-issuer', { iss: null }],
    ['no-issuer', { iss: 7 }],
    ['no-issuer', { iss: '' }],
    ['no-expiry', { exp: undefined }],
    ['bad-time', { exp: null }],
    ['bad-time', { iat: 'yesterday' }],
    ['bad-time', { nbf: {} }],
    ['expiry-as-text', { exp: String(now + 600) }],
    ['fractional-expiry', { exp: now + 600.5 }],
    ['milliseconds', { exp: now * 1000 }],
    ['expired', { exp: now }],
    ['not-yet-valid', { nbf: now + 1 }],
    ['not-yet-valid', { iat: now + 1 }],
    ['long-lifetime', { exp: now + 86_401, iat: undefined }],
    ['long-lifetime', { exp: now + 600, iat: now - 86_400 }],
    ['no-scopes', { scope: '' }],
    ['no-scopes', { scope: undefined }],
    ['malformed-scope', { scope: null }],
    ['malformed-scope', { scope: ['scope:client:incoming?clientName=joey'] }],
    ['malformed-scope', { scope: 'joey' }],
  ])('remarks %s on the claims %j', (code, claims) => {
    expect(codesOf(forgeClaims(claims))).toEqual([code])
  })

  test('does not find a day too long', () => {
    expect(codesOf(forgeClaims({ exp: now + 86_400 }))).toEqual([])
    expect(codesOf(forgeClaims({ exp: now + 86_400, iat: undefined }))).toEqual([])
  })

  test.each<[RemarkCode, object]>([
    ['missing-typ', { alg: 'HS256' }],
    ['algorithm', { alg: 'RS256', typ: 'JWT' }],
    ['unusual-header', { alg: 'HS256', typ: 'JWS' }],
    ['unusual-header', { alg: 'HS256', typ: 7 }],
    ['unusual-header', { alg: 'HS256', typ: 'JWT', cty: 'JWT' }],
    ['unusual-header', { alg: 'HS256', typ: 'JWT', crit: ['b64'] }],
  ])('remarks %s on the header %j', (code, header) => {
    expect(codesOf(forgeToken({ header }))).toEqual([code])
  })

  test('remarks in sentences that hold no part of the token', () => {
    const scope = 'scope:client:outgoing?appSid=APsecret&clientName=secret%40name&appParams=a%253Dsecret&secret=secret'
    for (const { message } of decode(forgeClaims({ scope, iss: 'secret', exp: 'secret' })).remarks) {
      expect(message).toMatch(/^[A-Z].*\.$/)
      expect(message).not.toContain('secret')
    }
  })

  test('freezes what it returns', () => {
    const decoded = decode(forgeToken())
    const parts = [decoded, decoded.header, decoded.payload, decoded.scopes, decoded.remarks, decoded.expires]
    for (const part of parts) expect(part).toSatisfy(Object.isFrozen)
  })

  test.each<[string, string]>([
    ['malformed', ''],
    ['malformed', 'not a token'],
    ['malformed', forgeToken({ header: '[]' })],
    ['malformed', forgeToken({ payload: 'scope' })],
    ['malformed', forgeToken({ payload: Uint8Array.of(0x7b, 0xff, 0x7d) })],
    ['duplicate-key', forgeToken({ header: '{"alg":"HS256","alg":"none"}' })],
    ['duplicate-key', forgeToken({ payload: '{"iss":"AC1","iss":"AC2"}' })],
    ['too-large', forgeClaims({ padding: 'x'.repeat(16_384) })],
  ])('throws a token error with the code %s for what is none', (code, token) => {
    expect(() => decode(token)).toThrow(expect.objectContaining({ name: 'TokenError', code }))
  })

  test.each([now * 1000, -1, 0.5, 'now', null])('refuses to take %j for now', (moment) => {
    expect(() => decodeCapabilityToken(forgeToken(), { now: moment as number })).toThrow(
      expect.objectContaining({ name: 'TokenArgumentError', argument: 'options.now' }),
    )
  })
})

describe('decoding never throws anything but a token error', () => {
  function expectTokenErrorAtMost(token: string): void {
    try {
      decode(token)
    } catch (error) {
      expect(error).toBeInstanceOf(TokenError)
    }
  }

  test('for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...Array.from('aA0-_.=')) })),
        (token) => {
          expectTokenErrorAtMost(token)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('for any JSON in its segments', () => {
    const json = fc.oneof(
      fc.json(),
      fc.object({ withBigInt: false, maxDepth: 3 }).map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(json, json, (header, payload) => {
        expectTokenErrorAtMost(forgeToken({ header, payload }))
      }),
      { numRuns: 500 },
    )
  })

  test('for any value of any claim', () => {
    const names = ['scope', 'iss', 'exp', 'iat', 'nbf', 'jti', 'sub', 'grants', 'policies'] as const
    const header = fc.constantFrom(goodHeader, { ...goodHeader, cty: 'twilio-fpa;v=1' })
    fc.assert(
      fc.property(header, fc.constantFrom(...names), fc.jsonValue(), (given, name, value) => {
        expectTokenErrorAtMost(forgeToken({ header: given, payload: { ...goodClaims, [name]: value } }))
      }),
      { numRuns: 500 },
    )
  })

  test('for parameters of an access token that nest too deep to be written again', () => {
    const params = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
    const payload = `{"grants":{"voice":{"outgoing":{"application_sid":"AP1","params":{"a":${params}}}}}}`
    const token = forgeToken({ header: { ...goodHeader, cty: 'twilio-fpa;v=1' }, payload })
    expect(() => decode(token)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

import { createSign, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { AccessToken } from './access-token.js'
import { ClientCapability } from './client-capability.js'
import { forgeClaims, forgeScope, forgeToken, goodClaims, goodHeader } from './test-support/forge-token.js'
import { accountSid, apiKeySecret, apiKeySid, applicationSid, authToken, now } from './test-support/sample.js'
import { TokenError, type TokenErrorCode } from './token-error.js'
import type { VerifyOptions, VerifyRules } from './verify-options.js'
import { verifyCapabilityToken, verifyCapabilityTokenAsync } from './verify.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const publicPem = rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()
const accessHeader = { ...goodHeader, cty: 'twilio-fpa;v=1' }
const apiKeyFor: VerifyOptions['apiKeyFor'] = (sid) =>
  sid === apiKeySid ? { accountSid, secret: apiKeySecret } : undefined
const otherAccountSid = accountSid.replace('AC0', 'AC1')

async function expectRefusal(token: string, code: TokenErrorCode, options: Partial<VerifyOptions> = {}): Promise<void> {
  const all = {
    ...('keyFor' in options || 'keys' in options ? {} : { key: authToken }),
    now,
    ...options,
  } as VerifyOptions
  const error = expect.objectContaining({ name: 'TokenError', code }) as unknown
  expect(() => verifyCapabilityToken(token, all)).toThrow(error)
  await expect(verifyCapabilityTokenAsync(token, all)).rejects.toEqual(error)
}

function forgeAccess(
  claims: object = {},
  grants: unknown = { identity: 'joey', voice: { incoming: { allow: true } } },
): string {
  const own = { scope: undefined, iss: apiKeySid, sub: accountSid, jti: 'x', grants }
  return forgeClaims({ ...own, ...claims }, { header: accessHeader, secret: apiKeySecret })
}

/** Replace a segment of a token, and keep its signature. */
function replaceSegment(token: string, index: number, change: (segment: string) => string): string {
  return token
    .split('.')
    .map((segment, at) => (at === index ? change(segment) : segment))
    .join('.')
}

function signWithRsa(header: object): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signingInput = `${encode(header)}.${encode(goodClaims)}`
  return `${signingInput}.${createSign('sha256').update(signingInput).sign(rsa.privateKey, 'base64url')}`
}

test('what every forgery below starts from is accepted', () => {
  expect(verifyCapabilityToken(forgeToken(), { key: authToken, now }).identity).toBe('joey')
  expect(verifyCapabilityToken(forgeAccess(), { key: authToken, apiKeyFor, now }).identity).toBe('joey')
})

describe('shape', () => {
  test('a token over 16 KiB', async () => {
    await expectRefusal(forgeClaims({ padding: 'x'.repeat(12_400) }), 'too-large')
    await expectRefusal('x'.repeat(1_000_000), 'too-large')
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['two segments', forgeToken().split('.').slice(0, 2).join('.')],
    ['four segments', `${forgeToken()}.x`],
    ['quotes', `"${forgeToken()}"`],
    ['a line end', `${forgeToken()}\n`],
    ['padding', `${forgeToken()}=`],
    ['the other base64 alphabet', replaceSegment(forgeToken(), 2, (segment) => `+/${segment.slice(2)}`)],
    ['a segment of impossible length', replaceSegment(forgeToken(), 2, (segment) => segment.slice(0, 41))],
    ['a header that is no JSON', forgeToken({ header: 'HS256' })],
    ['a header that is a list', forgeToken({ header: '["HS256"]' })],
    ['a header that is no UTF-8', forgeToken({ header: Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1') })],
    ['a payload that is no JSON', forgeToken({ payload: 'scope' })],
    ['a payload that is null', forgeToken({ payload: 'null' })],
    ['a payload that is no UTF-8', forgeToken({ payload: Buffer.from('{"iss":"\xe9"}', 'latin1') })],
    ['a payload that nests too deep', forgeClaims({ x: JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`) as unknown })],
  ])('%s', async (_, token) => {
    await expectRefusal(token, 'malformed')
  })

  test('a signature in another spelling of the same bytes', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const respelled = replaceSegment(forgeToken(), 2, (segment) => {
      const last = alphabet.indexOf(segment.slice(-1))
      return segment.slice(0, -1) + (alphabet[last ^ 1] ?? '')
    })
    expect(Buffer.from(respelled.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(forgeToken().split('.')[2] ?? '', 'base64url'),
    )
    await expectRefusal(respelled, 'malformed')
  })

  test.each<[string, string]>([
    ['in the header', forgeToken({ header: '{"alg":"HS256","typ":"JWT","alg":"HS256"}' })],
    ['in the payload', forgeToken({ payload: `{"iss":"${accountSid}","exp":${now + 60},"iss":"${otherAccountSid}"}` })],
    ['written as an escape', forgeToken({ payload: `{"exp":${now + 60},"\\u0065xp":${now + 9}}` })],
    [
      'in a nested object',
      forgeToken({ payload: `{"iss":"${accountSid}","exp":${now + 60},"x":[{"a":{"b":1,"b":2}}]}` }),
    ],
  ])('a doubled key %s', async (_, token) => {
    await expectRefusal(token, 'duplicate-key')
  })
})

describe('algorithms', () => {
  test.each(['none', 'None', 'NONE', 'nOnE'])('alg %s, with and without a signature', async (alg) => {
    const token = forgeToken({ header: { ...goodHeader, alg } })
    await expectRefusal(token, 'unsigned')
    await expectRefusal(
      replaceSegment(token, 2, () => ''),
      'unsigned',
    )
  })

  test.each(['RS256', 'RS512', 'PS256', 'ES256', 'EdDSA'])('alg %s', async (alg) => {
    await expectRefusal(forgeToken({ header: { ...goodHeader, alg } }), 'asymmetric-algorithm')
  })

  test('a token that really is signed with RSA', async () => {
    await expectRefusal(signWithRsa({ alg: 'RS256', typ: 'JWT' }), 'asymmetric-algorithm')
    await expectRefusal(signWithRsa({ alg: 'HS256', typ: 'JWT' }), 'signature')
  })

  test('a public key used as the secret: the verifier never takes one for a key', () => {
    const token = forgeToken({ secret: publicPem })
    const error = expect.objectContaining({ name: 'TokenArgumentError', code: 'key' }) as unknown
    for (const key of [publicPem, Buffer.from(publicPem), rsa.publicKey]) {
      expect(() => verifyCapabilityToken(token, { key, now })).toThrow(error)
      expect(() => verifyCapabilityToken(token, { keys: [authToken, key], now })).toThrow(error)
      expect(() => verifyCapabilityToken(token, { keyFor: () => key, now })).toThrow(error)
    }
  })

  test('alg HS384 and HS512, rightly signed', async () => {
    await expectRefusal(forgeToken({ header: { ...goodHeader, alg: 'HS384' }, hash: 'sha384' }), 'algorithm')
    await expectRefusal(forgeToken({ header: { ...goodHeader, alg: 'HS512' }, hash: 'sha512' }), 'algorithm')
    await expectRefusal(forgeToken({ hash: 'sha512' }), 'signature')
  })

  test.each([undefined, null, '', 'hs256', 'dir', 256, ['HS256']])('alg %j', async (alg) => {
    await expectRefusal(forgeToken({ header: { ...goodHeader, alg } }), 'algorithm')
  })
})

describe('headers', () => {
  test.each([
    { ...goodHeader, crit: ['exp'] },
    { ...goodHeader, crit: [], b64: true },
    { ...goodHeader, typ: 'JWS' },
    { ...goodHeader, typ: 'at+jwt' },
    { ...goodHeader, typ: null },
    { ...goodHeader, cty: 'JWT' },
    { ...goodHeader, cty: 'twilio-fpa;v=2' },
    { ...goodHeader, cty: ['twilio-fpa;v=1'] },
  ])('%j', async (header) => {
    await expectRefusal(forgeToken({ header }), 'header')
  })

  test('a typ in any case is accepted', () => {
    expect(
      verifyCapabilityToken(forgeToken({ header: { alg: 'HS256', typ: 'jwt' } }), { key: authToken, now }),
    ).toBeDefined()
  })
})

describe('kinds of token', () => {
  test('a TaskRouter token', async () => {
    const claims = { iss: accountSid, exp: now + 60, version: 'v1', friendly_name: 'WK1', policies: [], channel: 'WK1' }
    await expectRefusal(forgeToken({ payload: claims }), 'taskrouter-token')
    await expectRefusal(
      forgeToken({ payload: { ...claims, policies: undefined, workspace_sid: 'WS1' } }),
      'taskrouter-token',
    )
  })

  test('an access token where none is allowed, even one signed with the auth token', async () => {
    await expectRefusal(forgeAccess(), 'access-token')
    await expectRefusal(forgeToken({ header: accessHeader }), 'access-token')
  })

  test('an access token of an unknown key, of no key, of another account or of none', async () => {
    await expectRefusal(forgeAccess({ iss: 'SK1' }), 'unknown-api-key', { apiKeyFor })
    await expectRefusal(forgeAccess({ iss: undefined }), 'issuer', { apiKeyFor })
    await expectRefusal(forgeAccess({ sub: otherAccountSid }), 'account-mismatch', { apiKeyFor })
    await expectRefusal(forgeAccess({ sub: undefined }), 'account-mismatch', { apiKeyFor })
  })

  test('a capability token signed with an API key, and an access token signed with the auth token', async () => {
    await expectRefusal(forgeToken({ secret: apiKeySecret }), 'signature', { apiKeyFor })
    const own = { iss: apiKeySid, sub: accountSid, grants: {} }
    await expectRefusal(forgeClaims(own, { header: accessHeader }), 'signature', { apiKeyFor })
  })

  test('an access token under the header of a capability token grants nothing', () => {
    const claims = { scope: undefined, grants: { identity: 'joey', voice: { incoming: { allow: true } } } }
    expect(verifyCapabilityToken(forgeClaims(claims), { key: authToken, apiKeyFor, now })).toMatchObject({
      kind: 'capability',
      clientNames: [],
      outgoing: undefined,
    })
  })
})

describe('issuers', () => {
  test.each([undefined, null, 7, '', 'AC 1', 'AC\u00e9', ['AC1']])('iss %j', async (iss) => {
    await expectRefusal(forgeClaims({ iss }), 'issuer')
    await expectRefusal(forgeClaims({ iss }), 'issuer', { keyFor: () => authToken })
  })

  test('an account that is not known', async () => {
    await expectRefusal(forgeToken(), 'unknown-account', { keyFor: () => undefined })
  })

  test('the account of somebody else', async () => {
    await expectRefusal(forgeToken(), 'account-mismatch', { accountSid: otherAccountSid })
    await expectRefusal(forgeToken(), 'account-mismatch', { accountSid: otherAccountSid, keyFor: () => authToken })
    await expectRefusal(forgeAccess(), 'account-mismatch', { accountSid: otherAccountSid, apiKeyFor })
  })

  test('a short account SID where strict ones are demanded', async () => {
    await expectRefusal(forgeClaims({ iss: 'AC1' }), 'issuer', { strictSids: true })
    await expectRefusal(forgeAccess({ iss: 'SK1' }), 'issuer', { strictSids: true, apiKeyFor })
  })
})

describe('signatures', () => {
  test('another secret, an empty signature, a cut one', async () => {
    await expectRefusal(forgeToken({ secret: 'other' }), 'signature')
    await expectRefusal(forgeToken(), 'signature', { key: `${authToken} ` })
    await expectRefusal(
      replaceSegment(forgeToken(), 2, () => ''),
      'signature',
    )
    await expectRefusal(
      replaceSegment(forgeToken(), 2, (segment) => segment.slice(0, 40)),
      'signature',
    )
  })

  test('the signature of another token', async () => {
    const other = forgeScope('scope:client:incoming?clientName=boss').split('.')[2] ?? ''
    await expectRefusal(
      replaceSegment(forgeToken(), 2, () => other),
      'signature',
    )
  })

  test('the same claims in other bytes', async () => {
    const spaced = Buffer.from(JSON.stringify(goodClaims, null, 1)).toString('base64url')
    await expectRefusal(
      replaceSegment(forgeToken(), 1, () => spaced),
      'signature',
    )
  })

  test('neither of two keys in a rotation', async () => {
    await expectRefusal(forgeToken(), 'signature', { keys: ['primary', 'secondary'] })
  })
})

describe('times', () => {
  test.each([undefined, null, 'soon', '', '1e9', true, {}, [now + 60]])('exp %j', async (exp) => {
    await expectRefusal(forgeClaims({ exp }), 'claims')
  })

  test.each([{ iat: 'now' }, { iat: null }, { nbf: 'now' }, { nbf: [] }])('%j', async (claims) => {
    await expectRefusal(forgeClaims(claims), 'claims')
  })

  test('an expiry as digits or as a fraction is accepted, and cut off', () => {
    for (const exp of [String(now + 60), now + 60.9]) {
      expect(verifyCapabilityToken(forgeClaims({ exp }), { key: authToken, now }).expiresAt).toBe(now + 60)
    }
  })

  test('an expiry in milliseconds, and the error says so', async () => {
    for (const exp of [(now + 60) * 1000, String((now + 60) * 1000), `${now}600`]) {
      const token = forgeClaims({ exp, iat: undefined })
      await expectRefusal(token, 'lifetime')
      expect(() => verifyCapabilityToken(token, { key: authToken, now })).toThrow('milliseconds')
    }
  })

  test('a token that has expired, from its very moment on', async () => {
    const token = forgeClaims({ exp: now + 60 })
    expect(verifyCapabilityToken(token, { key: authToken, now: now + 59 }).expiresAt).toBe(now + 60)
    await expectRefusal(token, 'expired', { now: now + 60 })
    await expectRefusal(forgeClaims({ exp: now + 60.9 }), 'expired', { now: now + 60 })
    await expectRefusal(forgeClaims({ exp: 0, iat: undefined }), 'expired')
    await expectRefusal(forgeClaims({ exp: -1, iat: undefined }), 'expired')
  })

  test('a token that has expired beyond the leeway', async () => {
    const token = forgeClaims({ exp: now + 60 })
    expect(verifyCapabilityToken(token, { key: authToken, leewaySeconds: 30, now: now + 89 }).expiresAt).toBe(now + 60)
    await expectRefusal(token, 'expired', { leewaySeconds: 30, now: now + 90 })
  })

  test.each(['nbf', 'iat'])('%s in the future, beyond the leeway', async (claim) => {
    const token = forgeClaims({ [claim]: now + 60 })
    expect(verifyCapabilityToken(token, { key: authToken, now: now + 55 })).toBeDefined()
    await expectRefusal(token, 'not-yet-valid', { now: now + 54 })
    await expectRefusal(token, 'not-yet-valid', { now: now + 59, leewaySeconds: 0 })
    expect(verifyCapabilityToken(token, { key: authToken, now: now + 60, leewaySeconds: 0 })).toBeDefined()
  })

  test('a life longer than 24 hours, also on its last day', async () => {
    const day = 86_400
    expect(verifyCapabilityToken(forgeClaims({ exp: now + day }), { key: authToken, now })).toBeDefined()
    await expectRefusal(forgeClaims({ exp: now + day + 1 }), 'lifetime')
    await expectRefusal(forgeClaims({ exp: now + 60, iat: now - day }), 'lifetime')
    expect(
      verifyCapabilityToken(forgeClaims({ exp: now + day + 5, iat: undefined }), { key: authToken, now }),
    ).toBeDefined()
    await expectRefusal(forgeClaims({ exp: now + day + 6, iat: undefined }), 'lifetime')
  })

  test('a life longer than a verifier allows', async () => {
    await expectRefusal(forgeClaims({ exp: now + 601 }), 'lifetime', { maxLifetimeSeconds: 600 })
    expect(verifyCapabilityToken(forgeToken(), { key: authToken, maxLifetimeSeconds: 600, now })).toBeDefined()
  })
})

describe('scopes', () => {
  test.each([null, 7, {}, ['scope:client:incoming?clientName=joey']])('the scope %j', async (scope) => {
    await expectRefusal(forgeClaims({ scope }), 'claims')
  })

  test.each([
    'joey',
    'scope:',
    'scope:client',
    ' scope:client:incoming?clientName=joey',
    'x scope:client:incoming?clientName=a',
  ])('the scope %j', async (scope) => {
    await expectRefusal(forgeScope(scope), 'scope')
  })

  test('a missing scope grants nothing', () => {
    expect(verifyCapabilityToken(forgeClaims({ scope: undefined }), { key: authToken, now }).clientNames).toEqual([])
  })

  const outgoing = `scope:client:outgoing?appSid=${applicationSid}`
  test.each<[string, string]>([
    ['two applications', `${outgoing} scope:client:outgoing?appSid=APother`],
    ['one application with two names', `${outgoing}&clientName=a ${outgoing}&clientName=b`],
    ['one application with two sets of parameters', `${outgoing}&appParams=a%3D1 ${outgoing}&appParams=a%3D2`],
    ['a doubled name', 'scope:client:incoming?clientName=joey&clientName=boss'],
    ['a doubled application', `${outgoing}&appSid=APother`],
    ['doubled parameters', `${outgoing}&appParams=vip%3D0&appParams=vip%3D1`],
    ['an ampersand in a raw name', 'scope:client:incoming?clientName=R&D'],
    ['a pair in a raw name', 'scope:client:incoming?clientName=joey&vip=1'],
    ['a foreign key beside the parameters', `${outgoing}&vip=1`],
    ['filters under two keys', 'scope:stream:subscribe?path=/2010-04-01/Events&params=a%3D1&appParams=b%3D2'],
  ])('%s', async (_, scope) => {
    await expectRefusal(forgeScope(scope), 'ambiguous-scope')
  })

  test('a second outgoing scope that a raw name smuggles in, as two official libraries let it', async () => {
    const name = 'joey scope:client:outgoing?appSid=APevil'
    await expectRefusal(forgeScope(`scope:client:incoming?clientName=${name} ${outgoing}`), 'ambiguous-scope')
    await expectRefusal(forgeScope(`${outgoing} scope:client:incoming?clientName=${name}`), 'ambiguous-scope')
  })

  test('a second name that a raw name smuggles in, where a verifier expects one', async () => {
    const name = 'joey scope:client:incoming?clientName=boss'
    const token = forgeScope(`scope:client:incoming?clientName=${name}`)
    await expectRefusal(token, 'ambiguous-scope', { maxClientNames: 1 })
  })

  test('our own issuer lets nothing be smuggled in', () => {
    const capability = new ClientCapability({ accountSid, authToken })
    const options = { clientNameRule: 'wide' } as const
    capability.addScope(new ClientCapability.IncomingClientScope('joey&clientName=boss', options))
    const { clientNames } = verifyCapabilityToken(capability.toJwt({ now }), { key: authToken, now })
    expect(clientNames).toEqual(['joey&clientName=boss'])
  })

  test('a client name of 256 characters is accepted', () => {
    const name = `${'a'.repeat(254)}-é`
    const token = forgeScope(`scope:client:incoming?clientName=${encodeURIComponent(name)}`)
    expect(verifyCapabilityToken(token, { key: authToken, now }).clientNames).toEqual([name])
  })

  test.each(['%00', 'a%0Ab', '%7F', '%C2%85', 'a'.repeat(257), '\ud800', 'a\udc00'])(
    'the client name %j',
    async (name) => {
      await expectRefusal(forgeScope(`scope:client:incoming?clientName=${name}`), 'client-name')
      await expectRefusal(forgeScope(`${outgoing}&clientName=${name}`), 'client-name')
    },
  )

  test('the identity of an access token is a client name too', async () => {
    const grants = { identity: 'a\nb', voice: { incoming: { allow: true } } }
    await expectRefusal(forgeAccess({}, grants), 'client-name', { apiKeyFor })
  })

  test('an application SID of the wrong shape where strict ones are demanded', async () => {
    await expectRefusal(forgeScope('scope:client:outgoing?appSid=AP123'), 'scope', { strictSids: true })
  })
})

describe('the message says what was found', () => {
  const deep = `{"a":${'['.repeat(64)}${']'.repeat(64)}}`

  test.each<[string, unknown, VerifyRules?]>([
    ['It must be a string.', undefined],
    ['It must be three base64url segments joined by full stops.', 'a.b'],
    ['A segment is not canonical base64url.', `${forgeToken()}AA`],
    ['A segment is not UTF-8.', forgeToken({ payload: new Uint8Array([0xff]) })],
    ['A segment is not JSON.', forgeToken({ payload: '{' })],
    ['A segment is not a JSON object.', forgeToken({ payload: '[]' })],
    ['A segment nests deeper than 64 levels.', forgeToken({ payload: deep })],
    ['Its typ is not JWT.', forgeToken({ header: { ...goodHeader, typ: 'JWS' } })],
    ['It lists critical extensions.', forgeToken({ header: { ...goodHeader, crit: ['b64'] } })],
    ['Its cty is not that of an access token.', forgeToken({ header: { ...goodHeader, cty: 'JWT' } })],
    ['It names none.', forgeToken({ header: { typ: 'JWT' } })],
    ['Its scope is not a text.', forgeClaims({ scope: null })],
    ['It has no exp.', forgeClaims({ exp: undefined })],
    ['Its exp is not a number.', forgeClaims({ exp: 'soon' })],
    ['Its iat is not a number.', forgeClaims({ iat: 'soon' })],
    ['Its nbf is not a number.', forgeClaims({ nbf: 'soon' })],
    ['It did so 60 seconds ago.', forgeClaims({ exp: now - 60 })],
    ['It starts in 60 seconds.', forgeClaims({ nbf: now + 60 })],
    ['Its expiry is probably in milliseconds.', forgeClaims({ exp: now * 1000 })],
    ['Its application SID is malformed.', forgeScope('scope:client:outgoing?appSid=AP1'), { strictSids: true }],
    ['It grants more client names than 0.', forgeToken(), { maxClientNames: 0 }],
    ['Remarks: missing-typ.', forgeToken({ header: { alg: 'HS256' } }), { strict: true }],
  ])('%s', (sentence, token, options = {}) => {
    const verify = (): unknown => verifyCapabilityToken(token as string, { key: authToken, now, ...options })
    expect(verify).toThrow(TokenError)
    expect(verify).toThrow(` ${sentence} `)
  })

  test('and nothing of milliseconds where a life is only too long', () => {
    const token = forgeClaims({ exp: now + 100_000 })
    expect(() => verifyCapabilityToken(token, { key: authToken, now })).not.toThrow('milliseconds')
  })
})

describe('the order of the checks', () => {
  const expired = { exp: now - 60 }
  const badScope = { scope: 'joey' }

  test.each<[TokenErrorCode, string, string]>([
    ['too-large', 'malformed', 'x'.repeat(16_385)],
    ['malformed', 'unsigned', `${forgeToken({ header: { alg: 'none' } })}=`],
    ['duplicate-key', 'unsigned', forgeToken({ header: '{"alg":"none","alg":"none"}' })],
    ['unsigned', 'header', forgeToken({ header: { alg: 'none', crit: ['x'] } })],
    ['header', 'signature', forgeToken({ header: { ...goodHeader, typ: 'JWS' }, secret: 'other' })],
    ['access-token', 'signature', forgeToken({ header: accessHeader, secret: 'other' })],
    ['signature', 'malformed payload', forgeToken({ payload: 'no JSON', secret: 'other' })],
    ['signature', 'duplicate-key in the payload', forgeToken({ payload: '{"a":1,"a":2}', secret: 'other' })],
    ['signature', 'taskrouter-token', forgeToken({ payload: { policies: [] }, secret: 'other' })],
    ['signature', 'expired', forgeClaims(expired, { secret: 'other' })],
    ['signature', 'issuer', forgeClaims({ iss: null }, { secret: 'other' })],
    ['taskrouter-token', 'issuer', forgeToken({ payload: { policies: [] } })],
    ['issuer', 'expired', forgeClaims({ ...expired, iss: null })],
    ['claims', 'scope', forgeClaims({ ...badScope, exp: null })],
    ['expired', 'scope', forgeClaims({ ...badScope, ...expired })],
    ['lifetime', 'expired', forgeClaims({ exp: now - 60, iat: now - 100_000 })],
    ['scope', 'client-name', forgeScope('joey scope:client:incoming?clientName=%00')],
    ['ambiguous-scope', 'client-name', forgeScope('scope:client:incoming?clientName=%00&clientName=joey')],
  ])('%s comes before %s', async (first, _second, token) => {
    await expectRefusal(token, first)
  })

  test('an account that is not known comes before the signature', async () => {
    await expectRefusal(forgeToken({ secret: 'other' }), 'unknown-account', { keyFor: () => undefined })
  })

  test('another account comes before everything that its claims say', async () => {
    await expectRefusal(forgeClaims({ ...expired, ...badScope }), 'account-mismatch', { accountSid: otherAccountSid })
  })

  test('bad options come before a bad token', () => {
    expect(() => verifyCapabilityToken('', { key: authToken, leewaySeconds: -1 })).toThrow(
      expect.objectContaining({ name: 'TokenArgumentError' }),
    )
  })
})

test('access tokens that we issue are refused like any other when they are wrong', async () => {
  const jws = new AccessToken(accountSid, apiKeySid, 'other secret', { identity: 'joey' }).toJwt({ now })
  await expectRefusal(jws, 'signature', { apiKeyFor })
})

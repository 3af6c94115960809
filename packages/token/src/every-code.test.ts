import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AccessToken } from './access-token.js'
import type { ArgumentErrorCode } from './argument-error.js'
import { Capability } from './capability.js'
import { ClientCapability } from './client-capability.js'
import { decodeCapabilityToken } from './decode.js'
import type { RemarkCode } from './remark.js'
import { forgeClaims, forgeScope, forgeToken, goodHeader } from './test-support/forge-token.js'
import { accountSid, apiKeySecret, apiKeySid, authToken, now } from './test-support/sample.js'
import { type TokenError, type TokenErrorCode, tokenErrorCatalogue } from './token-error.js'
import type { VerifyOptions } from './verify-options.js'
import { verifyCapabilityToken } from './verify.js'

const accessHeader = { ...goodHeader, cty: 'twilio-fpa;v=1' }
const outgoing = 'scope:client:outgoing?appSid=AP1'
const stream = 'scope:stream:subscribe?path=/2010-04-01/Events'
const incoming = 'scope:client:incoming?clientName='

// `Record` makes the compiler demand a row for each code, and refuse a row for any other.
const argumentErrors: Readonly<Record<ArgumentErrorCode, () => unknown>> = {
  missing: () => Capability(),
  type: () => new ClientCapability({ accountSid, authToken, ttl: '600' as unknown as number }),
  range: () => new ClientCapability({ accountSid, authToken, ttl: 0 }),
  'client-name': () => new ClientCapability.IncomingClientScope('a b'),
  sid: () => new ClientCapability.OutgoingClientScope({ applicationSid: 'AP 1' }),
  encoding: () => new ClientCapability.EventStreamScope({ a: '\ud800' }),
  key: () => new AccessToken(accountSid, apiKeySid, '-----BEGIN PRIVATE KEY-----\n'),
  scope: () => new ClientCapability({ accountSid, authToken }).addScope({ payload: () => 'a b' }).toJwt(),
  conflict: () => verifyCapabilityToken('', { key: authToken, keys: [authToken] } as unknown as VerifyOptions),
  'reserved-claim': () => new ClientCapability({ accountSid, authToken, claims: { exp: 0 } }),
  'unsupported-grant': () => new AccessToken.VideoGrant(),
}

const tokenErrors: Readonly<Record<TokenErrorCode, readonly [token: string, options?: Partial<VerifyOptions>]>> = {
  'too-large': ['x'.repeat(16_385)],
  malformed: ['no token'],
  'duplicate-key': [forgeToken({ header: '{"alg":"HS256","alg":"HS256"}' })],
  header: [forgeToken({ header: { ...goodHeader, crit: ['exp'] } })],
  unsigned: [forgeToken({ header: { alg: 'none' } })],
  'asymmetric-algorithm': [forgeToken({ header: { alg: 'RS256' } })],
  algorithm: [forgeToken({ header: { alg: 'HS512' }, hash: 'sha512' })],
  'taskrouter-token': [forgeToken({ payload: { iss: accountSid, exp: now + 60, policies: [] } })],
  'access-token': [forgeToken({ header: accessHeader })],
  issuer: [forgeClaims({ iss: null })],
  'unknown-account': [forgeToken(), { key: undefined, keyFor: () => undefined } as unknown as Partial<VerifyOptions>],
  'unknown-api-key': [forgeToken({ header: accessHeader }), { apiKeyFor: () => undefined }],
  'account-mismatch': [forgeToken(), { accountSid: 'AC1' }],
  signature: [forgeToken({ secret: 'other' })],
  claims: [forgeClaims({ exp: undefined })],
  expired: [forgeClaims({ exp: now })],
  'not-yet-valid': [forgeClaims({ nbf: now + 60 })],
  lifetime: [forgeClaims({ exp: now + 100_000 })],
  scope: [forgeScope('joey')],
  'ambiguous-scope': [forgeScope(`${outgoing} scope:client:outgoing?appSid=AP2`)],
  'client-name': [forgeScope(`${incoming}%00`)],
  nonconforming: [forgeClaims({ exp: String(now + 60) }), { strict: true }],
}

const remarks: Readonly<Record<RemarkCode, string>> = {
  algorithm: forgeToken({ header: { alg: 'none', typ: 'JWT' } }),
  'missing-typ': forgeToken({ header: { alg: 'HS256' } }),
  'unusual-header': forgeToken({ header: { ...goodHeader, cty: 'JWT' } }),
  'no-issuer': forgeClaims({ iss: undefined }),
  'no-expiry': forgeClaims({ exp: undefined }),
  'bad-time': forgeClaims({ exp: 'soon' }),
  'expiry-as-text': forgeClaims({ exp: String(now + 60) }),
  'fractional-expiry': forgeClaims({ exp: now + 60.5 }),
  milliseconds: forgeClaims({ exp: now * 1000 }),
  expired: forgeClaims({ exp: now }),
  'not-yet-valid': forgeClaims({ nbf: now + 60 }),
  'long-lifetime': forgeClaims({ exp: now + 100_000 }),
  'taskrouter-token': forgeToken({ payload: { iss: accountSid, exp: now + 60, policies: [] } }),
  'no-voice-grant': forgeClaims({ sub: accountSid, grants: {} }, { header: accessHeader, secret: apiKeySecret }),
  'no-scopes': forgeScope(''),
  'malformed-scope': forgeScope('joey'),
  'unknown-scope': forgeScope('scope:service:godmode'),
  'duplicate-scope': forgeScope(`${outgoing} ${outgoing}`),
  'several-outgoing': forgeScope(`${outgoing} scope:client:outgoing?appSid=AP2`),
  'repeated-key': forgeScope(`${outgoing}&appSid=AP2`),
  'unexpected-key': forgeScope(`${outgoing}&vip=1`),
  'missing-key': forgeScope('scope:client:incoming'),
  'unencoded-value': forgeScope(`${incoming}ann lee`),
  'bad-escape': forgeScope(`${incoming}100%`),
  'escaped-separator': forgeScope(`${outgoing}&amp;clientName=joey`),
  'overencoded-params': forgeScope(`${outgoing}&appParams=foo%253Dbar`),
  'stray-param': forgeScope(`${outgoing}&appParams=foo%3Dbar&baz%3Dqux`),
  'unreadable-filters': forgeScope(`${stream}&params=%7B%22a%22%3D%3E%22b%22%7D`),
  'unusual-path': forgeScope('scope:stream:subscribe?path=/2010-04-01/Calls'),
  'client-name': forgeScope(`${incoming}a%40b`),
  'literal-name': forgeScope(`${incoming}undefined`),
}

/** What a verifier says of the tokens above: only accepted by a lenient one, by a strict one too, or else refused. */
const accepted = {
  'lenient only': [
    ...['bad-escape', 'duplicate-scope', 'escaped-separator', 'expiry-as-text', 'fractional-expiry', 'literal-name'],
    ...['missing-key', 'missing-typ', 'overencoded-params', 'stray-param', 'unencoded-value', 'unreadable-filters'],
    'unusual-path',
  ],
  'strict too': ['client-name', 'no-scopes', 'no-voice-grant', 'unknown-scope'],
}

/** The members of a union of codes, as its source file declares them. */
function declaredCodes(file: string, type: string): readonly string[] {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8')
  const [, union = ''] = new RegExp(`export type ${type} =((?:\\s*\\| '[a-z-]+')+)`).exec(source) ?? []
  return Array.from(union.matchAll(/'([a-z-]+)'/g), ([, code = '']) => code).sort()
}

beforeEach(() => {
  vi.stubEnv('TWILIO_ACCOUNT_SID', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('every code is reached', () => {
  test.each(Object.entries(argumentErrors))('by the argument error %s', (code, make) => {
    expect(make).toThrow(expect.objectContaining({ name: 'TokenArgumentError', code }))
  })

  test.each(Object.entries(tokenErrors))('by the token error %s', (code, [token, options = {}]) => {
    const all = { key: authToken, now, ...options } as VerifyOptions
    expect(() => verifyCapabilityToken(token, all)).toThrow(expect.objectContaining({ name: 'TokenError', code }))
  })

  test.each(Object.entries(remarks))('by the remark %s', (code, token) => {
    const found = decodeCapabilityToken(token, { now }).remarks.map((remark) => remark.code)
    expect(found).toContain(code)
  })

  test.each([
    ['./argument-error.ts', 'ArgumentErrorCode', argumentErrors],
    ['./token-error.ts', 'TokenErrorCode', tokenErrors],
    ['./token-error.ts', 'TokenErrorCode', tokenErrorCatalogue],
    ['./remark.ts', 'RemarkCode', remarks],
  ])('%s: the list of %s above is complete', (file, type, table) => {
    const declared = declaredCodes(file, type)
    expect(declared.length).toBeGreaterThan(10)
    expect(Object.keys(table).sort()).toEqual(declared)
  })
})

describe('a verifier', () => {
  const apiKeyFor = (): { accountSid: string; secret: string } => ({ accountSid, secret: apiKeySecret })
  const verdict = (token: string, strict: boolean): string => {
    try {
      verifyCapabilityToken(token, { key: authToken, apiKeyFor, now, strict })
      return 'accepted'
    } catch (error) {
      return (error as TokenError).code
    }
  }
  const codesOf = (lenient: string, strict: string): readonly string[] =>
    Object.entries(remarks)
      .filter(([, token]) => verdict(token, false) === lenient && verdict(token, true) === strict)
      .map(([code]) => code)
      .sort()

  test('accepts what departs from the format without doubt as to what it means, unless it is strict', () => {
    expect(codesOf('accepted', 'nonconforming')).toEqual(accepted['lenient only'])
  })

  test('accepts what follows the format, strict or not', () => {
    expect(codesOf('accepted', 'accepted')).toEqual(accepted['strict too'])
  })

  test('refuses everything else with the same code, strict or not', () => {
    const others = Object.entries(remarks).filter(([code]) => !Object.values(accepted).flat().includes(code))
    expect(others).toHaveLength(14)
    for (const [, token] of others) {
      expect(verdict(token, false)).not.toBe('accepted')
      expect(verdict(token, true)).toBe(verdict(token, false))
    }
  })
})

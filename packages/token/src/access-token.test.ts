import { describe, expect, test } from 'vitest'
import { AccessToken, type AccessTokenOptions } from './access-token.js'
import { jwt } from './jwt.js'
import { accountSid, apiKeySecret, apiKeySid, now } from './test-support/sample.js'
import { VoiceGrant } from './voice-grant.js'

const text = (segment = ''): string => Buffer.from(segment, 'base64url').toString()

function open(jws: string): { readonly header: unknown; readonly payload: unknown } {
  const [header, payload] = jws.split('.')
  return { header: JSON.parse(text(header)), payload: JSON.parse(text(payload)) }
}

function make(options?: AccessTokenOptions | null): AccessToken {
  return new AccessToken(accountSid, apiKeySid, apiKeySecret, options)
}

describe('an access token', () => {
  test('emits the header and the claims of the official library, in its order', () => {
    const token = make({ identity: 'joey', ttl: 600, nbf: now - 1, region: 'ie1' })
    token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true, outgoingApplicationSid: 'AP1' }))
    const [header, payload] = token.toJwt({ now }).split('.')
    expect(text(header)).toBe('{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1","twr":"ie1"}')
    expect(text(payload)).toBe(
      `{"jti":"${apiKeySid}-${now}","grants":{"identity":"joey","voice":{"incoming":{"allow":true},` +
        `"outgoing":{"application_sid":"AP1"}}},"nbf":${now - 1},"iat":${now},"exp":${now + 600},` +
        `"iss":"${apiKeySid}","sub":"${accountSid}"}`,
    )
  })

  test('of nothing but credentials grants nothing for an hour', () => {
    const expected = {
      header: { alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' },
      payload: { jti: `${apiKeySid}-${now}`, grants: {}, iat: now, exp: now + 3_600, iss: apiKeySid, sub: accountSid },
    }
    expect(open(make().toJwt({ now }))).toEqual(expected)
    expect(open(make(null).toJwt({ now }))).toEqual(expected)
    expect(open(make({ region: '' }).toJwt({ now }))).toEqual(expected)
  })

  test('takes its identity after construction too, as published code does', () => {
    const token = make()
    token.identity = 'joey'
    expect(token.identity).toBe('joey')
    expect(open(token.toJwt({ now })).payload).toMatchObject({ grants: { identity: 'joey' } })
    token.identity = 42
    expect(open(token.toJwt({ now })).payload).toMatchObject({ grants: { identity: '42' } })
    expect(() => {
      token.identity = ''
    }).toThrow(expect.objectContaining({ code: 'missing' }))
  })

  test('takes an id of its own', () => {
    expect(open(make({ tokenId: 'once' }).toJwt({ now })).payload).toMatchObject({ jti: 'once' })
  })

  test('chains grants, shows a copy of them, and lets the last voice grant count', () => {
    const token = make()
      .addGrant(new VoiceGrant({ incomingAllow: true }))
      .addGrant({ key: 'voice', toPayload: () => ({ endpoint_id: 'e1' }) })
    expect(token.grants).toHaveLength(2)
    expect(token.grants).toSatisfy(Object.isFrozen)
    expect(open(token.toJwt({ now })).payload).toMatchObject({ grants: { voice: { endpoint_id: 'e1' } } })
  })

  test('signs with HS256 whether or not it is named', () => {
    const token = make()
    expect(open(token.toJwt()).header).toEqual(open(token.toJwt('HS256')).header)
    expect(open(token.toJwt(null)).header).toEqual(open(token.toJwt('HS256')).header)
    expect([AccessToken.DEFAULT_ALGORITHM, AccessToken.ALGORITHMS]).toEqual(['HS256', ['HS256']])
    expect(AccessToken.ALGORITHMS).toSatisfy(Object.isFrozen)
  })

  test.each(['HS384', 'HS512', 'none', 'RS256'])('does not sign with %s', (algorithm) => {
    expect(() => make().toJwt(algorithm)).toThrow(expect.objectContaining({ code: 'range', argument: 'algorithm' }))
  })

  test.each(['ChatGrant', 'PlaybackGrant', 'SyncGrant', 'TaskRouterGrant', 'VideoGrant'] as const)(
    'says that it does not carry %s',
    (name) => {
      expect(() => new AccessToken[name]()).toThrow(
        expect.objectContaining({ code: 'unsupported-grant', argument: `AccessToken.${name}` }),
      )
    },
  )

  test.each<[string, unknown]>([
    ['missing', undefined],
    ['missing', null],
    ['type', {}],
    ['type', { key: 'voice' }],
    ['unsupported-grant', { key: 'video', toPayload: () => ({}) }],
  ])('refuses a grant with the code %s', (code, grant) => {
    expect(() => make().addGrant(grant as VoiceGrant)).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, ConstructorParameters<typeof AccessToken>]>([
    ['missing', ['', apiKeySid, apiKeySecret]],
    ['missing', [accountSid, '', apiKeySecret]],
    ['missing', [accountSid, apiKeySid, '']],
    ['type', [accountSid, apiKeySid, 7 as unknown as string]],
    ['sid', ['AC 1', apiKeySid, apiKeySecret]],
    ['missing', [accountSid, apiKeySid, apiKeySecret, { identity: '' }]],
    ['type', [accountSid, apiKeySid, apiKeySecret, { identity: {} as string }]],
    ['type', [accountSid, apiKeySid, apiKeySecret, { identity: 1.5 }]],
    ['range', [accountSid, apiKeySid, apiKeySecret, { ttl: 86_401 }]],
    ['range', [accountSid, apiKeySid, apiKeySecret, { nbf: now * 1000 }]],
    ['type', [accountSid, apiKeySid, apiKeySecret, { region: 7 as unknown as string }]],
    ['range', [accountSid, apiKeySid, apiKeySecret, { tokenId: '' }]],
  ])('is refused with the code %s', (code, args) => {
    expect(() => new AccessToken(...args)).toThrow(expect.objectContaining({ code }))
  })

  test.each<[string, ConstructorParameters<typeof AccessToken>]>([
    ['AC', ['', apiKeySid, apiKeySecret]],
    ['SK', [accountSid, '', apiKeySecret]],
  ])('says that a missing SID starts with %s', (prefix, args) => {
    expect(() => new AccessToken(...args)).toThrow(`Pass a SID starting with ${prefix}.`)
  })

  test('has the official name', () => {
    expect(jwt.AccessToken).toBe(AccessToken)
  })
})

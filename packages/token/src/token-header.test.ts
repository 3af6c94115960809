import { describe, expect, test } from 'vitest'
import { splitCompact } from './compact-token.js'
import { forgeToken, type Segment } from './test-support/forge-token.js'
import { checkHeader, readHeader } from './token-header.js'

const headerOf = (header: Segment): unknown => readHeader(splitCompact(forgeToken({ header })))

describe('a header', () => {
  test.each([
    '{"alg":"HS256","typ":"JWT"}',
    '{"typ":"JWT","alg":"HS256"}',
    '{"alg":"HS256"}',
    '{ "typ": "jwt", "alg": "HS256" }',
    '{"alg":"HS256","typ":"JWT","kid":"1"}',
  ])('of a capability token may be %s', (text) => {
    const header = headerOf(text)
    expect(header).toEqual(JSON.parse(text))
    expect(checkHeader(header as Record<string, unknown>)).toEqual({ isAccessToken: false })
  })

  test('of an access token says so', () => {
    expect(checkHeader({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })).toEqual({ isAccessToken: true })
  })

  test.each<[string, object]>([
    ['unsigned', { alg: 'none' }],
    ['unsigned', { alg: 'None', typ: 'JWT' }],
    ['unsigned', { alg: 'NONE' }],
    ['asymmetric-algorithm', { alg: 'RS256' }],
    ['asymmetric-algorithm', { alg: 'PS512' }],
    ['asymmetric-algorithm', { alg: 'ES256K' }],
    ['asymmetric-algorithm', { alg: 'EdDSA' }],
    ['asymmetric-algorithm', { alg: 'Ed25519' }],
    ['algorithm', { alg: 'HS384' }],
    ['algorithm', { alg: 'HS512' }],
    ['algorithm', { alg: 'hs256' }],
    ['algorithm', { alg: 'dir' }],
    ['algorithm', { alg: '' }],
    ['algorithm', { alg: null }],
    ['algorithm', { alg: ['HS256'] }],
    ['algorithm', {}],
    ['header', { alg: 'HS256', typ: 'JWS' }],
    ['header', { alg: 'HS256', typ: null }],
    ['header', { alg: 'HS256', typ: ['JWT'] }],
    ['header', { alg: 'HS256', cty: 'JWT' }],
    ['header', { alg: 'HS256', cty: 'twilio-fpa;v=2' }],
    ['header', { alg: 'HS256', cty: null }],
    ['header', { alg: 'HS256', crit: [] }],
    ['header', { alg: 'HS256', crit: ['b64'], b64: false }],
  ])('is refused with the code %s when it is %j', (code, header) => {
    expect(() => checkHeader(header as Record<string, unknown>)).toThrow(expect.objectContaining({ code }))
  })
})

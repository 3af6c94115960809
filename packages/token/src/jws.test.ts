import { createHmac, createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeSegment, jwtHeaderSegment, signCompact, typFirstHeaderSegment } from './jws.js'
import { matchesSignature } from './matches-signature.js'

const key = createSecretKey(Buffer.from('secret'))

describe('a compact JWS', () => {
  test('signs the received bytes with HMAC-SHA256', () => {
    const jws = signCompact(jwtHeaderSegment, '{"a":"é"}', key)
    const signingInput = `${jwtHeaderSegment}.${Buffer.from('{"a":"é"}').toString('base64url')}`
    expect(jws).toBe(`${signingInput}.${createHmac('sha256', 'secret').update(signingInput).digest('base64url')}`)
  })

  test('has one of two headers', () => {
    expect(Buffer.from(jwtHeaderSegment, 'base64url').toString()).toBe('{"alg":"HS256","typ":"JWT"}')
    expect(Buffer.from(typFirstHeaderSegment, 'base64url').toString()).toBe('{"typ":"JWT","alg":"HS256"}')
  })

  test('agrees with the example of RFC 7515, appendix A.1', () => {
    const secret = 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow'
    const header = encodeSegment('{"typ":"JWT",\r\n "alg":"HS256"}')
    const payload = '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}'
    expect(signCompact(header, payload, createSecretKey(secret, 'base64url'))).toBe(
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt' +
        'cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    )
  })

  test('is refused when it is larger than the 16 KiB that a verifier looks at', () => {
    const sign = (length: number): string => signCompact(jwtHeaderSegment, 'a'.repeat(length), key)
    const longest = Math.floor((16_384 - jwtHeaderSegment.length - 2 - 43) / 4) * 3
    expect(sign(longest).length).toBeLessThanOrEqual(16_384)
    expect(() => sign(longest + 3)).toThrow(expect.objectContaining({ code: 'range', argument: 'token' }))
  })

  test('encodes a segment of any length and any characters whole', () => {
    const lengths = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 2_000, max: 9_000 }))
    fc.assert(
      fc.property(
        lengths,
        fc.constantFrom('a', 'é', '日', '😀', '\ud800'),
        fc.constantFrom('', 'x'),
        (length, unit, end) => {
          const text = unit.repeat(length) + end
          expect(encodeSegment(text)).toBe(Buffer.from(text).toString('base64url'))
        },
      ),
    )
  })

  test('matches its signature and no other', () => {
    const signature = createHmac('sha256', 'secret').update('a.b').digest('base64url')
    expect(matchesSignature('a.b', signature, key)).toBe(true)
    expect(matchesSignature('a.c', signature, key)).toBe(false)
    expect(matchesSignature('a.b', signature, createSecretKey(Buffer.from('other')))).toBe(false)
    expect(matchesSignature('a.b', signature.slice(0, -1), key)).toBe(false)
    expect(matchesSignature('a.b', `${signature}=`, key)).toBe(false)
    expect(matchesSignature('a.b', '', key)).toBe(false)
  })

  test('compares the text of the signature: another spelling of the same bytes does not match', () => {
    const signature = createHmac('sha256', 'secret').update('a.b').digest('base64url')
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = alphabet.indexOf(signature.slice(-1))
    const respelled = signature.slice(0, -1) + (alphabet[last + 1] ?? '')
    expect(Buffer.from(respelled, 'base64url')).toEqual(Buffer.from(signature, 'base64url'))
    expect(matchesSignature('a.b', respelled, key)).toBe(false)
  })
})

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeHmac } from './hmac.js'

function fromHex(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}

test.each([
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['4a656665', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('the key %s of RFC 4231 gives the published code', (key, message, code) => {
  expect(fromHex(code).toString('base64url')).toBe(computeHmac(message, createSecretKey(fromHex(key))))
})

test('every key and message gives what node:crypto gives', () => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 130 })
  const message = fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 200 }), fc.constantFrom('', 'a'.repeat(16_384)))
  fc.assert(
    fc.property(key, message, (bytes, text) => {
      const expected = createHmac('sha256', bytes).update(text, 'latin1').digest('base64url')
      expect(computeHmac(text, createSecretKey(bytes))).toBe(expected)
    }),
  )
})

test('keys and lengths may change from one message to the next, in any order, and come back', () => {
  const secrets = ['a', 'a'.repeat(64), 'b'.repeat(65), 'c'.repeat(200)]
  const keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)))
  const message = fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 80 }), fc.constantFrom('', 'x'.repeat(16_384)))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: secrets.length - 1 }), message), { maxLength: 30 }), (signings) => {
      for (const [at, text] of signings) {
        const expected = createHmac('sha256', secrets[at] ?? '')
          .update(text)
          .digest('base64url')
        expect(computeHmac(text, keys[at] ?? expect.fail())).toBe(expected)
      }
    }),
  )
})

test('a message that is refused leaves the key of the time before as it was', () => {
  const [first, second] = ['first', 'second'].map((secret) => createSecretKey(Buffer.from(secret))) as [
    KeyObject,
    KeyObject,
  ]
  const expected = createHmac('sha256', 'first').update('message').digest('base64url')
  expect(computeHmac('message', first)).toBe(expected)
  expect(() => computeHmac('a'.repeat(16_385), second)).toThrow(RangeError)
  expect(computeHmac('message', first)).toBe(expected)
})

test('a message longer than a token is refused, and never cut off', () => {
  expect(() => computeHmac('a'.repeat(16_385), createSecretKey(Buffer.from('key')))).toThrow(RangeError)
})

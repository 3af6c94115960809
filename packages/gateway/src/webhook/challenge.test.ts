import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseChallenges } from './challenge.js'

const read = (...values: string[]): unknown =>
  parseChallenges(values).map(({ scheme, params }) => [scheme, Object.fromEntries(params)])

test.each([
  ['Basic realm="x"', [['basic', { realm: 'x' }]]],
  ['BASIC REALM=x', [['basic', { realm: 'x' }]]],
  ['Basic', [['basic', {}]]],
  [
    'Negotiate dG9rZW4=, Basic realm="a, b"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'a, b' }],
    ],
  ],
  [
    'Basic, Digest nonce="n", qop="auth,auth-int"',
    [
      ['basic', {}],
      ['digest', { nonce: 'n', qop: 'auth,auth-int' }],
    ],
  ],
  [
    String.raw`Digest realm="say \"hi\" \\", nonce = n ,algorithm=MD5`,
    [['digest', { realm: 'say "hi" \\', nonce: 'n', algorithm: 'MD5' }]],
  ],
  [
    'Newauth realm="apps", type=1, title="x", Basic realm="simple"',
    [
      ['newauth', { realm: 'apps', type: '1', title: 'x' }],
      ['basic', { realm: 'simple' }],
    ],
  ],
  ['', []],
  [', ,', []],
  ['"', []],
  ['Basic realm="unfinished', [['basic', {}]]],
])('%s is read', (value, expected) => {
  expect(read(value)).toEqual(expected)
})

test('several header fields are several challenges', () => {
  expect(read('Digest nonce=a', 'Basic realm=b')).toEqual([
    ['digest', { nonce: 'a' }],
    ['basic', { realm: 'b' }],
  ])
})

test('no value hangs or throws', () => {
  const piece = fc.constantFrom(
    'Basic',
    'Digest',
    ' ',
    ',',
    '=',
    '"',
    '\\',
    'realm',
    'nonce="n"',
    'qop=auth',
    '\t',
    'ü',
  )
  const value = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(value, (text) => {
      for (const { scheme } of parseChallenges([text])) expect(scheme).toMatch(/^\S+$/)
    }),
  )
})

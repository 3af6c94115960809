import { describe, expect, test } from 'vitest'
import { createAuthoriser, isStale } from './authoriser.js'
import { parseChallenges } from './challenge.js'

// The examples of RFC 7616 §3.9.1.
const mufasa = { username: 'Mufasa', password: 'Circle of Life' }
const clientNonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
const common =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
const md5 = `Digest ${common}, algorithm=MD5`
const sha256 = `Digest ${common}, algorithm=SHA-256`

const answer = (challenges: string[], credentials = mufasa): string | undefined =>
  createAuthoriser(parseChallenges(challenges), credentials, clientNonce)?.authorise('GET', '/dir/index.html')

test('Digest with MD5 gives the answer of RFC 7616', () => {
  expect(answer([md5])).toBe(
    'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, ' +
      'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, ' +
      'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="8ca523f5e9506fed4657c9700eebdbec", ' +
      'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  )
})

test('Digest with SHA-256 gives the answer of RFC 7616', () => {
  expect(answer([sha256])).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
})

describe('the strongest challenge is answered', () => {
  test.each([
    [['Basic realm=x', md5, sha256], /^Digest .*algorithm=SHA-256/],
    [['Basic realm=x', md5], /^Digest .*algorithm=MD5/],
    [[`Digest ${common}`], /^Digest .*algorithm=MD5/],
    [[`Digest ${common}, algorithm=SHA-512-256`, 'Basic realm=x'], /^Basic /],
    [['Digest realm=x, nonce=n, qop="auth-int"', 'Basic realm=x'], /^Basic /],
    [['Digest realm=x, qop=auth', 'Basic realm=x'], /^Basic /],
  ])('%j', (challenges, expected) => {
    expect(answer(challenges)).toMatch(expected)
  })

  test.each([[[]], [['Negotiate']], [['Bearer realm=x']], [['Digest realm=x, nonce=n, algorithm=MD5-sess, qop=auth']]])(
    'and none of %j',
    (challenges) => {
      expect(answer(challenges)).toBeUndefined()
    },
  )
})

test('each use of one nonce has its own count', () => {
  const authoriser = createAuthoriser(parseChallenges([sha256]), mufasa, clientNonce)
  expect(authoriser?.authorise('POST', '/a')).toContain('nc=00000001')
  expect(authoriser?.authorise('POST', '/a')).toContain('nc=00000002')
})

test('names are quoted, and written in the extended notation beyond ASCII', () => {
  expect(answer([md5], { username: 'a"\\b', password: '' })).toContain(String.raw`username="a\"\\b"`)
  expect(answer([md5], { username: "jöe'", password: '' })).toContain("username*=UTF-8''j%C3%B6e%27")
})

test('Basic is UTF-8 in base64', () => {
  expect(answer(['Basic realm=x'], { username: 'jöe', password: 'pä:ss' })).toBe(
    `Basic ${Buffer.from('jöe:pä:ss').toString('base64')}`,
  )
})

test('a stale answer is told from a wrong one', () => {
  expect(isStale(parseChallenges([`${md5}, stale=TRUE`]))).toBe(true)
  expect(isStale(parseChallenges([`${md5}, stale=false`]))).toBe(false)
  expect(isStale(parseChallenges([md5]))).toBe(false)
})

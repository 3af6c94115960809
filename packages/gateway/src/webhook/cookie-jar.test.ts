import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCookieJar } from './cookie-jar.js'

const now = Date.UTC(2026, 10, 21)

/** What comes back to `to` after `from` has set cookies. */
const sentBack = (from: string, setCookies: string[], to: string, later = 0): string | undefined => {
  const jar = createCookieJar()
  jar.keep(from, setCookies, now)
  return jar.headerFor(to, now + later)
}

describe('a cookie goes back', () => {
  test.each([
    ['to the same place', 'http://app.test/voice', 'a=1', 'http://app.test/voice'],
    ['within its default path', 'http://app.test/ivr/voice', 'a=1', 'http://app.test/ivr/menu'],
    ['under its path', 'http://app.test/voice', 'a=1; Path=/ivr', 'http://app.test/ivr/menu'],
    ['to its path itself', 'http://app.test/voice', 'a=1; Path=/ivr', 'http://app.test/ivr'],
    ['to a subdomain of its domain', 'http://app.test/', 'a=1; Domain=app.test', 'http://eu.app.test/'],
    ['to the parent domain that it names', 'http://eu.app.test/', 'a=1; Domain=.APP.test', 'http://us.app.test/'],
    ['from http to https', 'http://app.test/', 'a=1', 'https://app.test/'],
    ['from https to http unless it is secure', 'https://app.test/', 'a=1', 'http://app.test/'],
    ['over https when it is secure', 'https://app.test/', 'a=1; Secure', 'https://app.test/'],
    ['to the address that set it', 'http://127.0.0.1:3000/', 'a=1; Domain=127.0.0.1', 'http://127.0.0.1:3000/'],
  ])('%s', (_title, from, setCookie, to) => {
    expect(sentBack(from, [setCookie], to)).toBe('a=1')
  })
})

describe('a cookie does not go', () => {
  test.each([
    ['to another host', 'http://app.test/', 'a=1', 'http://other.test/'],
    ['to a subdomain without a domain', 'http://app.test/', 'a=1', 'http://eu.app.test/'],
    ['to a host that ends alike', 'http://app.test/', 'a=1; Domain=app.test', 'http://myapp.test/'],
    ['outside its path', 'http://app.test/ivr/voice', 'a=1', 'http://app.test/voice'],
    ['to a path that begins alike', 'http://app.test/', 'a=1; Path=/ivr', 'http://app.test/ivrs'],
    ['over http when it is secure', 'https://app.test/', 'a=1; Secure', 'http://app.test/'],
    ['to another port', 'http://localhost:3000/', 'a=1', 'http://localhost:4000/'],
    ['anywhere when a plain connection sets it as secure', 'http://app.test/', 'a=1; Secure', 'https://app.test/'],
    ['anywhere when its domain is another', 'http://app.test/', 'a=1; Domain=other.test', 'http://app.test/'],
    ['anywhere when its domain is a subdomain', 'http://app.test/', 'a=1; Domain=eu.app.test', 'http://app.test/'],
    ['anywhere when its domain is a top level', 'http://app.test/', 'a=1; Domain=test', 'http://app.test/'],
    ['to an address that ends alike', 'http://10.0.0.1/', 'a=1; Domain=0.0.1', 'http://10.0.0.1/'],
    ['anywhere without a name', 'http://app.test/', '=1', 'http://app.test/'],
    ['anywhere with a control character', 'http://app.test/', 'a=1\r\nX-Evil: 1', 'http://app.test/'],
    ['anywhere with a character that no header can carry', 'http://app.test/', 'a=€', 'http://app.test/'],
  ])('%s', (_title, from, setCookie, to) => {
    expect(sentBack(from, [setCookie], to)).toBeUndefined()
  })
})

describe('expiry', () => {
  const place = 'http://app.test/'
  const later = (setCookie: string, seconds: number): string | undefined =>
    sentBack(place, [setCookie], place, seconds * 1000)

  test('a cookie with Max-Age lives that long', () => {
    expect(later('a=1; Max-Age=60', 59)).toBe('a=1')
    expect(later('a=1; Max-Age=60', 60)).toBeUndefined()
  })

  test('a cookie with Expires lives until then, and Max-Age wins', () => {
    const expires = `Expires=${new Date(now + 60_000).toUTCString()}`
    expect(later(`a=1; ${expires}`, 59)).toBe('a=1')
    expect(later(`a=1; ${expires}`, 60)).toBeUndefined()
    expect(later(`a=1; ${expires}; Max-Age=90`, 60)).toBe('a=1')
    expect(later('a=1; Expires=whenever', 60)).toBe('a=1')
  })

  test.each(['Max-Age=0', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT'])('%s takes a cookie back', (past) => {
    expect(sentBack(place, ['a=1', 'b=2', `a=; ${past}`], place)).toBe('b=2')
  })
})

test('longer paths come first, then older cookies, and a new value keeps its age', () => {
  const place = 'http://app.test/ivr/voice'
  const setCookies = ['a=1; Path=/', 'b=2; Path=/', 'c=3; Path=/ivr', 'a=4; Path=/', 'a=5; Path=/ivr']
  expect(sentBack(place, setCookies, place)).toBe('c=3; a=5; a=4; b=2')
})

test('beyond 50 cookies the oldest go', () => {
  const setCookies = Array.from({ length: 60 }, (_, index) => `c${index}=x`)
  const sent = sentBack('http://app.test/', setCookies, 'http://app.test/')?.split('; ')
  expect(sent).toHaveLength(50)
  expect(sent?.[0]).toBe('c10=x')
})

test('whatever a server sets, what goes back can stand in a header field', () => {
  const piece = fc.constantFrom(
    'a=1',
    ';',
    ' ',
    'Path=',
    '/',
    'Domain=',
    'Expires=',
    'Max-Age=',
    '-',
    '9',
    '"',
    '=',
    'ü',
  )
  const setCookie = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
  )
  fc.assert(
    fc.property(fc.array(setCookie), (setCookies) => {
      expect(sentBack('http://app.test/', setCookies, 'http://app.test/') ?? '').toMatch(/^[\x20-\x7e]*$/)
    }),
  )
})

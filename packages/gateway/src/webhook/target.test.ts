import { expect, test } from 'vitest'
import { appendToQuery, parseTarget, redactUrl, requestPath } from './target.js'

test.each([
  ['HTTP://App.Test:80/a/../v', 'http://app.test/v'],
  ['https://app.test:443', 'https://app.test/'],
  ['http://app.test/ü b?q=ö\'|"', 'http://app.test/%C3%BC%20b?q=%C3%B6%27|%22'],
  ['http://bücher.test/', 'http://xn--bcher-kva.test/'],
  ['http://my_host:3000/v?', 'http://my_host:3000/v?'],
  ['http://2130706433/', 'http://127.0.0.1/'],
])('%s is fetched and signed as %s', (text, url) => {
  expect(parseTarget(text)?.url).toBe(url)
})

test('user info and fragment are taken off, and user info is decoded', () => {
  expect(parseTarget('https://al%C3%AFce:p%40ss@app.test:8443/v?a=1#rc=2')).toEqual({
    url: 'https://app.test:8443/v?a=1',
    origin: 'https://app.test:8443',
    credentials: { username: 'alïce', password: 'p@ss' },
    fragment: '#rc=2',
  })
})

test('a lone percent sign in user info stands for itself', () => {
  expect(parseTarget('http://50%:x@app.test/')?.credentials).toEqual({ username: '50%', password: 'x' })
})

test.each(['', '/v', 'app.test/v', 'ftp://app.test/', 'http://', 'http://a b/', 'http://h:99999/', 'data:,x'])(
  '"%s" is no target',
  (text) => {
    expect(parseTarget(text)).toBeUndefined()
  },
)

test.each([
  ['http://app.test/v', '/v'],
  ['http://app.test/v?', '/v?'],
  ['https://app.test:8443/?a=%27', '/?a=%27'],
  ['http://[::1]:3000/v', '/v'],
])('the request target of %s is %s', (url, path) => {
  expect(requestPath(url)).toBe(path)
})

test.each([
  ['http://app.test/v', 'http://app.test/v?a=1+2'],
  ['http://app.test/v?', 'http://app.test/v?a=1+2'],
  ["http://app.test/v?x=%27'", 'http://app.test/v?x=%27%27&a=1+2'],
  ['http://app.test/v?a=0', 'http://app.test/v?a=0&a=1+2'],
])('parameters stand behind the query of %s', (url, expected) => {
  expect(appendToQuery(url, new URLSearchParams({ a: '1 2' }))).toBe(expected)
})

test('no parameters leave a URL as it is', () => {
  expect(appendToQuery('http://app.test/v?', new URLSearchParams())).toBe('http://app.test/v?')
})

test('what may be shown of a URL holds no user info, query or fragment', () => {
  expect(redactUrl('https://alice:secret@app.test:8443/v/w?token=x#rc=2')).toBe('https://app.test:8443/v/w')
})

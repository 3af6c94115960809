import fc from 'fast-check'
import twilio3 from 'twilio-3'
import twilio6 from 'twilio-6'
import { describe, expect, test } from 'vitest'
import { hmacSha1 } from './hashing.js'
import { firstHop } from './hop.js'
import { type SignedParams, signedUrl, signWebhook } from './signature.js'
import { parseTarget } from './target.js'

const shortToken = '12345'
const longToken = '12345678901234567890123456789012'
const appUrl = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const call = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
const callSid = `CA${'c'.repeat(32)}`

const vectors: readonly (readonly [
  title: string,
  token: string,
  url: string,
  params: SignedParams,
  signature: string,
])[] = [
  ["the official documentation's example", shortToken, appUrl, call, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  [
    'another caller',
    shortToken,
    appUrl,
    { ...call, Caller: '+12349013030', From: '+12349013030' },
    '0/KCTR6DLpKmkAf8muzZqo1nDgQ=',
  ],
  [
    'a local port and empty parameters',
    longToken,
    'http://127.0.0.1:3000/voice',
    {
      AccountSid: `AC${'a'.repeat(32)}`,
      ApiVersion: '2010-04-01',
      ApplicationSid: `AP${'b'.repeat(32)}`,
      CallSid: callSid,
      CallStatus: 'ringing',
      Called: '',
      Caller: 'client:alice',
      Direction: 'inbound',
      From: 'client:alice',
      To: '',
    },
    'RW52fWgtJnWBPpUCb2gQlA1U3qQ=',
  ],
  [
    'GET',
    longToken,
    `https://app.example.com/voice?CallSid=${callSid}&From=client%3Aalice`,
    {},
    'X3fx5EP1pRYZwTTOyODxAlnAhEM=',
  ],
  [
    'characters beyond ASCII, and those that forms escape',
    longToken,
    'https://app.example.com/voice',
    { From: 'client:jöe', To: '', Zed: 'a b&c=d+é' },
    'P6Bc2w9aAu4ypWKJ/3d6Rac4tLk=',
  ],
  [
    'repeated names',
    longToken,
    'https://app.example.com/voice',
    { A: ['2', '1', '1'], B: 'x' },
    'duJ1jiGgPJR8DHznaf7wRpQLbkQ=',
  ],
  [
    'a body that the query stands for',
    longToken,
    'https://app.example.com/hook?bodySHA256=015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    {},
    'UEs9w52JA2phS3n6KuZjOyabL4A=',
  ],
]

test.each(vectors)('the signature of a known request: %s', (...[, token, url, params, signature]) => {
  expect(signWebhook({ url, params }, token, hmacSha1)).toBe(signature)
})

test('the URL of the GET vector is the one that the client sends', () => {
  const target = parseTarget('https://app.example.com/voice')
  const hop = target && firstHop(target, 'GET', { From: 'client:alice', CallSid: callSid })
  expect(hop?.url).toBe(`https://app.example.com/voice?CallSid=${callSid}&From=client%3Aalice`)
})

describe('the port of a signed URL', () => {
  test.each([
    ['http://h.test:1337/v', 'http://h.test:1337/v'],
    ['https://h.test:8443/v?a=1', 'https://h.test/v?a=1'],
    ['https://h.test/v', 'https://h.test/v'],
    ['https://[::1]:8443/', 'https://[::1]/'],
  ])('%s is signed as %s', (url, signed) => {
    expect(signedUrl(url, false)).toBe(signed)
  })

  test('stays when the option says so', () => {
    expect(signedUrl('https://h.test:8443/v', true)).toBe('https://h.test:8443/v')
  })
})

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a b', "it's", '"', '+', '%', '%20', '&=#?', 'jöe', '\r\n', '€', '🙂', ''),
)
const host = fc.constantFrom('h.test', 'my_host.test', '127.0.0.1', '[::1]', 'bücher.test', 'H.TEST')
const port = fc.constantFrom('', ':80', ':443', ':8443', ':1337')
const userInfo = fc.constantFrom('', 'u:p@', 'ü%40:p%zz@')
const query = fc.constantFrom('', '?', "?q=it's", '?q=%27%7C%20+', '?ü=ö|x y', '?a=1&a=2', '?"<>"')
const path = fc.constantFrom('', '/', '/v', '/a/../v', '/ü b', "/it's", '/%7e~')
const fragment = fc.constantFrom('', '#', '#rc=2&rp=5xx', '#%zz')
const webUrl = fc
  .tuple(fc.constantFrom('http://', 'https://'), userInfo, host, port, path, query, fragment)
  .map((parts) => parts.join(''))
const params = fc.dictionary(text, text, { maxKeys: 6 })

describe('the official validators accept what is sent', () => {
  const validators = { 'twilio 3': twilio3.validateRequest, 'twilio 6': twilio6.validateRequest }

  test.each(Object.entries(validators))('%s: POST', (_name, validate) => {
    fc.assert(
      fc.property(webUrl, params, fc.boolean(), (url, given, signsHttpsPort) => {
        const target = parseTarget(url)
        if (target === undefined) throw new Error(`not a URL: ${url}`)
        const hop = firstHop(target, 'POST', given)
        const seen = Object.fromEntries(new URLSearchParams(hop.form?.toString()))
        const signed = { url: signedUrl(hop.url, signsHttpsPort), params: Object.fromEntries(hop.form ?? []) }
        const signature = signWebhook(signed, longToken, hmacSha1)
        expect(validate(longToken, signature, hop.url, seen)).toBe(true)
        expect(validate(longToken, signature, hop.url, { ...seen, Extra: 'x' })).toBe(false)
      }),
    )
  })

  test.each(Object.entries(validators))('%s: GET', (_name, validate) => {
    fc.assert(
      fc.property(webUrl, params, (url, given) => {
        const target = parseTarget(url)
        if (target === undefined) throw new Error(`not a URL: ${url}`)
        const hop = firstHop(target, 'GET', given)
        const signature = signWebhook({ url: signedUrl(hop.url, false), params: {} }, longToken, hmacSha1)
        expect(validate(longToken, signature, hop.url, {})).toBe(true)
        const added = [...new URL(hop.url).searchParams].slice([...new URL(target.url).searchParams].length)
        expect(added).toEqual([...new URLSearchParams(given)].sort(([a], [b]) => (a < b ? -1 : 1)))
      }),
    )
  })
})

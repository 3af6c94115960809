import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showHeaders, shownHeaderLimits } from './shown-headers.js'

test('header fields are shown in their order, each value by itself', () => {
  expect(
    showHeaders({ 'content-type': 'text/html; charset=utf-8', date: 'now', via: ['a', 'b'], gone: undefined }),
  ).toEqual([
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Date', 'now'],
    ['Via', 'a'],
    ['Via', 'b'],
  ])
})

test.each([
  'set-cookie',
  'set-cookie2',
  'authorization',
  'www-authenticate',
  'proxy-authenticate',
  'authentication-info',
  'x-auth-token',
  'x-api-key',
  'x-amz-security-token',
  'x-csrf-token',
  'x-twilio-signature',
  'x-session-id',
  'x-client-secret',
  'x-password',
])('the value of %s is not', (name) => {
  const shown = JSON.stringify(showHeaders({ [name]: ['s3cr3t=1', 's3cr3t=2'] }))
  expect(shown).not.toContain('s3cr3t')
  expect(shown.match(/\(redacted\)/g)).toHaveLength(2)
})

test.each([
  ['location', 'https://user:s3cr3t@app.example/next?token=s3cr3t#s3cr3t', 'https://app.example/next'],
  ['location', '/next?token=s3cr3t', '/next'],
  ['location', '//s3cr3t@app.example', '//app.example'],
  ['content-location', '/voice?s3cr3t', '/voice'],
  ['link', '</a?t=s3cr3t>; rel="next", </b#s3cr3t>; rel=prev', '</a>; rel="next", </b>; rel=prev'],
  ['refresh', '5; url=https://app.example/?t=s3cr3t', '5; url=https://app.example/'],
])('of the URLs in %s: %s what may be shown is', (name, value, expected) => {
  expect(showHeaders({ [name]: value }).map(([, text]) => text)).toEqual([expected])
})

test('whatever comes, no more is shown than is kept', () => {
  const { maxValueLength, maxTotalLength } = shownHeaderLimits
  const value = fc.string({ maxLength: 2_000 })
  const headers = fc.dictionary(fc.stringMatching(/^[a-z-]{1,40}$/), fc.oneof(value, fc.array(value, { maxLength: 5 })))
  fc.assert(
    fc.property(headers, (given) => {
      const shown = showHeaders(given)
      expect(shown.flat().join('').length).toBeLessThanOrEqual(maxTotalLength)
      for (const [, text] of shown) expect(text.length).toBeLessThanOrEqual(maxValueLength + 1)
    }),
  )
})

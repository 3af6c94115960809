import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTarget } from '../../webhook/target.js'
import { maskPassword } from './mask-password.js'

test.each([
  ['https://user:secret@app.example/voice?x=a:b@c', 'https://user:(secret)@app.example/voice?x=a:b@c'],
  ['https://user:se@cr:et@app.example/', 'https://user:(secret)@app.example/'],
  ['https://:secret@app.example', 'https://:(secret)@app.example'],
  ['HTTPS://user:secret@app.example:8443/', 'HTTPS://user:(secret)@app.example:8443/'],
  ['https://user@app.example/', 'https://user@app.example/'],
  ['https://app.example:8443/a@b', 'https://app.example:8443/a@b'],
  ['https://app.example/voice#rc=2', 'https://app.example/voice#rc=2'],
])('%s is shown as %s', (url, shown) => {
  expect(maskPassword(url)).toBe(shown)
})

test('whatever the URL standard takes for a password is not shown', () => {
  const part = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 }).map((text) => text.replace(/\s/g, ''))
  fc.assert(
    fc.property(part, part, (username, secret) => {
      const url = `https://${username}:<${secret}>@app.example/`
      const password = parseTarget(url)?.credentials?.password ?? ''
      if (password.includes(`<${secret}>`)) expect(maskPassword(url)).not.toContain(`<${secret}>`)
    }),
    { numRuns: 1_000 },
  )
})

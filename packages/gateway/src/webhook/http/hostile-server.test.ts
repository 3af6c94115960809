import { gzipSync } from 'node:zlib'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../system-clock.js'
import { testIds } from '../test-ids.contract.js'
import type { WebhookClient, WebhookResult } from '../webhook.js'
import { startTcp, type TestServer } from './http-bench.contract.js'
import { createHttpWebhookClient } from './http-webhook-client.js'

let server: TestServer
let client: WebhookClient
let answer: (socket: Socket) => void = () => undefined

beforeAll(async () => {
  server = await startTcp((socket) => {
    socket.once('data', () => answer(socket))
  })
  client = createHttpWebhookClient({ clock: systemClock, ids: testIds }, { version: '1.2.3' })
})
afterAll(async () => {
  await client.close()
  await server.close()
})

/** Ask a server that writes these bytes and ends. */
function askFor(...chunks: (string | Uint8Array)[]): Promise<WebhookResult> {
  answer = (socket) => {
    for (const chunk of chunks) socket.write(chunk)
    socket.end()
  }
  const url = `http://127.0.0.1:${server.port}/voice#rc=0`
  return client.request({ url, method: 'POST', params: { From: 'client:alice' }, authToken: 'secret-token' })
}

describe('what is no valid answer is an error, not a rejection', () => {
  test.each([
    ['nothing', [''], 11205],
    ['another protocol', ['SSH-2.0-OpenSSH_9.2\r\n'], 11206],
    ['half a status line', ['HTTP/1.1 2'], 11205],
    ['half a header', ['HTTP/1.1 200 OK\r\nContent-Type: text/'], 11205],
    ['less body than announced', ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'], 11205],
    ['chunks without an end', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'], 11205],
    ['chunks of garbage', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n'], 11206],
    ['chunks of absurd size', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx'], 11206],
    ['two lengths', ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'], 11205],
    [
      'a length and chunks',
      ['HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      11205,
    ],
    ['a negative length', ['HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx'], 11206],
    ['a header of 20 kB', [`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`], 11206],
    ['two thousand fields', [`HTTP/1.1 200 OK\r\n${'X-Many: some value\r\n'.repeat(2_000)}\r\n`], 11206],
    [
      'an upgrade nobody asked for',
      ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
      11206,
    ],
    ['an invitation to go on', ['HTTP/1.1 100 Continue\r\n\r\n'], 11206],
    ['a compressed body', ['HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n', gzipSync('<Response/>')], 11206],
    ['a redirect to nonsense', ['HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://[\r\n\r\n'], 11100],
    ['a redirect to nowhere', ['HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n'], 11200],
  ])('%s', async (_title, chunks, code) => {
    const result = await askFor(...chunks)
    expect(result).toMatchObject({ isOk: false, code })
    expect(JSON.stringify(result)).not.toContain('secret-token')
  })
})

test('a body that ends with the connection is whole', async () => {
  expect(await askFor('HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response/>')).toMatchObject({
    isOk: true,
    body: '<Response/>',
  })
})

test('early hints before the answer are passed over', async () => {
  const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'
  expect(await askFor(hints, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')).toMatchObject({
    isOk: true,
    body: 'ok',
  })
})

test('bytes behind an answer do not become the answer of another request', async () => {
  const reply = (body: string): string => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const url = `http://127.0.0.1:${server.port}/`
  const request = { url, method: 'POST', params: {}, authToken: 'x' } as const
  answer = (socket) => socket.write(reply('mine') + reply('smuggled'))
  expect(await client.request(request)).toMatchObject({ isOk: true, body: 'mine' })
  answer = (socket) => socket.end(reply('yours'))
  expect(await client.request(request)).toMatchObject({ isOk: true, body: 'yours' })
})

const statusLine = fc.constantFrom(
  'HTTP/1.1 200 OK',
  'HTTP/1.1 401 No',
  'HTTP/1.0 302 x',
  'HTTP/1.1 204 x',
  'HTTP/9 999',
  'x',
)
const field = fc.oneof(
  fc.constantFrom(
    'Content-Length: 5',
    'Transfer-Encoding: chunked',
    'Connection: close',
    'Location: /x',
    'Set-Cookie: =;;=',
  ),
  fc.constantFrom(
    'Content-Type: ;;=',
    'Content-Type: text/xml; charset=utf-32',
    'WWW-Authenticate: Digest "',
    'Content-Encoding: br',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
const bytes = fc.uint8Array({ maxLength: 2_000 })
const nearlyHttp = fc
  .tuple(statusLine, fc.array(field, { maxLength: 5 }), bytes)
  .map(([line, fields, body]) => Buffer.concat([Buffer.from([line, ...fields, '', ''].join('\r\n')), body]))

test('whatever a server writes before it hangs up, there is a result', async () => {
  const answers = fc.array(fc.oneof(bytes, nearlyHttp), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(answers, async (chunks) => {
      const result = await askFor(...chunks)
      expect(result.isOk || result.text.length > 0).toBe(true)
      expect(result.attempts.length).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
})

test('a server that writes anything and then falls silent cannot hold a request up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, nearlyHttp), async (chunk) => {
      answer = (socket) => socket.write(chunk)
      const url = `http://127.0.0.1:${server.port}/voice#tt=100&rc=0`
      const result = await client.request({ url, method: 'GET', params: {}, authToken: 'x' })
      expect(result.attempts.length).toBeGreaterThan(0)
    }),
    { numRuns: 15 },
  )
})

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LookupFunction, Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { createManualClock, type ManualClock } from '../manual-clock.contract.js'
import { testIds } from '../test-ids.contract.js'
import type { WebhookClient, WebhookRequest, WebhookResult } from '../webhook.js'
import { webhookLimits } from '../webhook-limits.js'
import {
  findDeadPort,
  lookupLoopback,
  makeCertificate,
  startDeaf,
  startHttp,
  startHttps,
  startTcp,
  type TestServer,
  toReceivedRequest,
} from './http-bench.contract.js'
import { createHttpWebhookClient, type HttpWebhookOptions } from './http-webhook-client.js'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface Opened {
  readonly client: WebhookClient
  readonly clock: ManualClock
  readonly ask: (url: string, request?: Partial<WebhookRequest>) => Promise<WebhookResult>
}

function openClient(options: Partial<HttpWebhookOptions> = {}, lookup: LookupFunction = lookupLoopback): Opened {
  const clock = createManualClock()
  const client = createHttpWebhookClient({ clock, ids: testIds, lookup }, { version: '1.2.3', ...options })
  cleanUps.push(() => client.close())
  const ask: Opened['ask'] = (url, request = {}) =>
    client.request({ url, method: 'POST', params: { From: 'client:alice' }, authToken: 'secret-token', ...request })
  return { client, clock, ask }
}

async function withCleanUp(starting: Promise<TestServer>): Promise<TestServer> {
  const server = await starting
  cleanUps.push(() => server.close())
  return server
}

const serve = (listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> =>
  withCleanUp(startHttp(listener))

const sayHello = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume().on('end', () => response.end('hello'))
}

/** Resolves when a socket is closed, in whatever way. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve()
    else socket.once('close', () => resolve())
  })

describe('connections', () => {
  test('two requests to one origin use one socket', async () => {
    const server = await serve(sayHello)
    const { ask } = openClient()
    for (let round = 0; round < 3; round++) {
      expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: true, body: 'hello' })
    }
    expect(server.connections).toHaveLength(1)
  })

  test('requests at the same time use a socket each, and leave them to the next ones', async () => {
    const waiting: ServerResponse[] = []
    let onFull: () => void = () => undefined
    const full = new Promise<void>((resolve) => {
      onFull = resolve
    })
    const server = await serve((request, response) => {
      request.resume()
      waiting.push(response)
      if (waiting.length === 5) onFull()
      if (waiting.length > 5) response.end()
    })
    const { ask } = openClient()
    const url = `http://127.0.0.1:${server.port}/`
    const results = Array.from({ length: 5 }, () => ask(url))
    await full
    for (const response of waiting) response.end()
    await Promise.all(results)
    await Promise.all(Array.from({ length: 5 }, () => ask(url)))
    expect(server.connections).toHaveLength(5)
  })

  test('beyond so many idle sockets of one origin the others are closed', async () => {
    const waiting: ServerResponse[] = []
    const server = await serve((request, response) => {
      request.resume()
      waiting.push(response)
    })
    const { ask } = openClient()
    const more = webhookLimits.maxIdleConnectionsPerOrigin + 3
    const results = Array.from({ length: more }, () => ask(`http://127.0.0.1:${server.port}/`))
    while (waiting.length < more) await nextTurn()
    for (const response of waiting) response.end()
    await Promise.all(results)
    const isOpen = (socket: Socket): boolean => !socket.destroyed
    while (server.connections.filter(isOpen).length > webhookLimits.maxIdleConnectionsPerOrigin) await nextTurn()
    expect(server.connections.filter(isOpen)).toHaveLength(webhookLimits.maxIdleConnectionsPerOrigin)
  })

  test('an idle socket is given up before a server of Node.js would close it under a request', () => {
    expect(webhookLimits.keepAliveMs).toBeLessThan(createServer().keepAliveTimeout)
    expect(webhookLimits.keepAliveMs).toBeGreaterThanOrEqual(1_000)
  })

  test('a server that closes after each answer gets a new socket for each request', async () => {
    const server = await serve((_request, response) => response.setHeader('connection', 'close').end('bye'))
    const { ask } = openClient()
    for (let round = 0; round < 3; round++) {
      const result = await ask(`http://127.0.0.1:${server.port}/`)
      expect(result).toMatchObject({ isOk: true, body: 'bye', attempts: [{ status: 200 }] })
    }
    expect(server.connections).toHaveLength(3)
  })

  test('a kept socket that the server has closed meanwhile fails no request', async () => {
    const server = await serve(sayHello)
    const { ask } = openClient()
    await ask(`http://127.0.0.1:${server.port}/`)
    server.connections[0]?.destroy()
    expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: true, attempts: [{ status: 200 }] })
    expect(server.connections).toHaveLength(2)
  })

  test('a kept socket that the server closes instead of answering fails no request, which is sent anew', async () => {
    const tokens: (string | undefined)[] = []
    const server = await serve((request, response) => {
      tokens.push(request.headers['i-twilio-idempotency-token'] as string | undefined)
      if (tokens.length === 2) request.socket.destroy()
      else sayHello(request, response)
    })
    const { ask } = openClient()
    await ask(`http://127.0.0.1:${server.port}/`)
    expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: true, body: 'hello' })
    expect(tokens[2]).toBe(tokens[1])
    expect(tokens[1]).not.toBe(tokens[0])
  })

  test('a kept socket that the server closes in the middle of its answer fails the request, which it did take', async () => {
    let requests = 0
    const server = await serve((request, response) => {
      requests += 1
      if (requests === 1) sayHello(request, response)
      else response.writeHead(200, { 'content-length': 100 }).write('half of it', () => request.socket.destroy())
    })
    const { ask } = openClient()
    await ask(`http://127.0.0.1:${server.port}/`)
    expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: false, code: 11205 })
    expect(requests).toBe(2)
  })

  test('a new socket that the server closes instead of answering is error 11205', async () => {
    const server = await serve((request) => request.socket.destroy())
    const { ask } = openClient()
    const result = await ask(`http://127.0.0.1:${server.port}/`)
    expect(result).toMatchObject({ isOk: false, code: 11205, attempts: [{ status: undefined }] })
    expect(server.connections).toHaveLength(1)
  })

  test('an answer longer than the bound is not read to its end', async () => {
    let written = 0
    const server = await serve((_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384
      }
      response.on('drain', write)
      write()
    })
    const { ask } = openClient()
    expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: false, code: 11750 })
    const [socket] = server.connections
    if (socket !== undefined) await closed(socket)
    expect(written).toBeLessThan(50_000_000)
  })

  test('closing ends requests in every stage at once, and drops kept sockets', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/kept') response.end()
      if (request.url === '/half') response.write('half of it')
    })
    const silent: LookupFunction = (hostname, options, callback) => {
      if (hostname !== 'silent.test') lookupLoopback(hostname, options, callback)
    }
    const { client, clock, ask } = openClient({}, silent)
    const place = `app.test:${server.port}`
    await ask(`http://${place}/kept`)
    const results = ['/never', '/half'].map((path) => ask(`http://${place}${path}`))
    results.push(ask('http://silent.test/'), ask(`https://${place}/`))
    while (server.connections.length < 3) await nextTurn()
    await client.close()
    for (const result of await Promise.all(results)) expect(result).toMatchObject({ isOk: false, code: 11205 })
    await Promise.all(server.connections.map(closed))
    expect(clock.pending).toBe(0)
  })
})

describe('time', () => {
  test('a name that is not resolved in 5 seconds is tried twice', async () => {
    let lookups = 0
    const waiting: (() => void)[] = []
    const { clock, ask } = openClient({}, () => {
      lookups++
      for (const notify of waiting.splice(0)) notify()
    })
    const looked = (): Promise<void> => new Promise((resolve) => waiting.push(resolve))
    let next = looked()
    const result = ask('http://app.test/')
    await next
    next = looked()
    clock.advance(5_000)
    await next
    clock.advance(5_000)
    const attempt = { durationMs: 5_000, status: undefined }
    expect(await result).toMatchObject({ isOk: false, code: 11210, attempts: [attempt, attempt] })
    expect(lookups).toBe(2)
  })

  test('a TLS handshake that is not finished in time is error 11220', async () => {
    const server = await withCleanUp(startTcp((socket) => socket.resume()))
    const { clock, ask } = openClient()
    const result = ask(`https://127.0.0.1:${server.port}/#ct=700&rc=0`)
    while (server.connections.length === 0) await nextTurn()
    const [socket] = server.connections
    if (socket !== undefined) await once(socket, 'data')
    clock.advance(700)
    expect(await result).toMatchObject({ isOk: false, code: 11220, attempts: [{ durationMs: 700 }] })
  })

  test('a TCP connection that is not made in time is error 11201, tried twice', async () => {
    const port = await withCleanUp(startDeaf())
    const { clock, ask } = openClient()
    const result = ask(`http://127.0.0.1:${port.port}/#ct=800`)
    await clock.armed(800, 1)
    clock.advance(800)
    await clock.armed(800, 2)
    clock.advance(800)
    const attempt = { durationMs: 800, status: undefined }
    expect(await result).toMatchObject({ isOk: false, code: 11201, attempts: [attempt, attempt] })
  })

  test('a pause within the answer is an error like no answer', async () => {
    const server = await serve((_request, response) => response.write('<Resp'))
    const { clock, ask } = openClient()
    const result = ask(`http://127.0.0.1:${server.port}/#rt=1000`)
    // Set for the request, for the header and for the piece of the body.
    await clock.armed(1_000, 3)
    clock.advance(1_000)
    expect(await result).toMatchObject({ isOk: false, code: 11205, status: undefined })
  })

  test('an answer that drips is cut off when its whole time is up', async () => {
    let response: ServerResponse | undefined
    const server = await serve((_request, given) => {
      response = given
      given.write('x')
    })
    const { clock, ask } = openClient()
    const result = ask(`http://127.0.0.1:${server.port}/#tt=3000&rt=1000`)
    for (let drops = 0; drops < 4; drops++) {
      await clock.armed(1_000, 3 + drops)
      clock.advance(750)
      response?.write('x')
    }
    expect(await result).toMatchObject({ isOk: false, code: 11203, attempts: [{ durationMs: 3_000 }] })
  })
})

describe('the address guard', () => {
  test.each([
    ['http://169.254.169.254/latest/meta-data', /link-local/],
    ['http://[fe80::1]/', /link-local/],
    ['http://[::ffff:169.254.169.254]/', /link-local/],
    ['http://0.0.0.0:8080/', /unspecified/],
    ['http://0/', /unspecified/],
    ['http://2852039166/', /link-local/],
    ['https://100.100.100.200/', /metadata/],
  ])('%s is error 11210 and tried once', async (url, refusal) => {
    const { ask } = openClient()
    const result = await ask(url)
    expect(result).toMatchObject({
      isOk: false,
      code: 11210,
      attempts: [{ failure: expect.stringMatching(refusal) as string }],
    })
  })

  test('a name is judged by the address that the socket would get, each time anew', async () => {
    const server = await serve((_request, response) => response.setHeader('connection', 'close').end('inside'))
    const answers = ['127.0.0.1', '169.254.169.254']
    const rebinding: LookupFunction = (_hostname, _options, callback) => {
      callback(null, [{ address: answers.shift() ?? '', family: 4 }])
    }
    const { ask } = openClient({}, rebinding)
    expect(await ask(`http://evil.test:${server.port}/`)).toMatchObject({ isOk: true })
    const refused = await ask(`http://evil.test:${server.port}/secret-path?token=x`)
    expect(refused).toMatchObject({ isOk: false, code: 11210, text: expect.stringContaining('evil.test') as string })
    expect(JSON.stringify(refused)).not.toContain('169.254')
    expect(answers).toEqual([])
  })

  test('a redirect is judged like a first request', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
    })
    const { ask } = openClient()
    const result = await ask(`http://127.0.0.1:${server.port}/`)
    expect(result).toMatchObject({ isOk: false, code: 11210 })
    expect(result.attempts.map(({ status }) => status)).toEqual([302, undefined])
  })

  test('what the operator denies is refused by name and by number', async () => {
    const server = await serve(sayHello)
    const { ask } = openClient({ deniedRanges: ['127.0.0.0/8'] })
    for (const host of ['app.test', '127.0.0.1', '[::ffff:127.0.0.1]']) {
      expect(await ask(`http://${host}:${server.port}/`)).toMatchObject({ isOk: false, code: 11210 })
    }
    expect(server.connections).toHaveLength(0)
  })
})

describe('hosts', () => {
  test('a host name with an underscore is accepted', async () => {
    const server = await serve((request, response) => response.end(request.headers.host))
    const { ask } = openClient()
    expect(await ask(`http://my_host:${server.port}/`)).toMatchObject({ isOk: true, body: `my_host:${server.port}` })
  })

  test('an IPv6 address is reached', async () => {
    const server = await withCleanUp(startHttp(sayHello, '::1'))
    const { ask } = openClient()
    expect(await ask(`http://[::1]:${server.port}/`)).toMatchObject({ isOk: true })
  })

  test('the resolver of the system is used by default', async () => {
    const server = await serve(sayHello)
    const client = createHttpWebhookClient({ clock: createManualClock(), ids: testIds }, { version: '1.2.3' })
    cleanUps.push(() => client.close())
    const request = { method: 'POST', params: {}, authToken: 'x' } as const
    expect(await client.request({ ...request, url: `http://localhost:${server.port}/` })).toMatchObject({ isOk: true })
    expect(await client.request({ ...request, url: 'http://no-such-host.invalid/' })).toMatchObject({ code: 11210 })
  })

  test('an unknown host is error 11210', async () => {
    const { ask } = openClient({}, (hostname, _options, callback) => {
      callback(Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' }), '')
    })
    expect(await ask('http://app.test/')).toMatchObject({ isOk: false, code: 11210, attempts: [{}] })
  })

  test('a dead port is refused at every address of a name', async () => {
    const port = await findDeadPort()
    const { ask } = openClient({}, (_hostname, _options, callback) => {
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ])
    })
    expect(await ask(`http://app.test:${port}/`)).toMatchObject({ isOk: false, code: 11202, attempts: [{}, {}] })
  })
})

describe('TLS', () => {
  const day = 86_400_000

  const openTls = async (
    certificate: { readonly key: string; readonly cert: string },
    isTrusted = true,
  ): Promise<Opened & { readonly port: number; readonly connections: TestServer['connections'] }> => {
    const server = await withCleanUp(startHttps(certificate, sayHello))
    return { ...openClient(isTrusted ? { trustedAuthorities: [certificate.cert] } : {}), ...server }
  }

  test('a trusted certificate is accepted for its name and its address, and the connection is kept', async () => {
    const { ask, port, connections } = await openTls(await makeCertificate(['app.test', '127.0.0.1']))
    for (const host of ['app.test', '127.0.0.1']) {
      expect(await ask(`https://${host}:${port}/`)).toMatchObject({ isOk: true, body: 'hello' })
      expect(await ask(`https://${host}:${port}/`)).toMatchObject({ isOk: true, body: 'hello' })
    }
    expect(connections).toHaveLength(2)
  })

  test('HTTP/1.1 is agreed upon, whatever else the server speaks', async () => {
    const certificate = await makeCertificate(['app.test'])
    const sayProtocol = ({ socket }: IncomingMessage, response: ServerResponse): void => {
      response.end(socket instanceof TLSSocket && String(socket.alpnProtocol))
    }
    const server = await withCleanUp(startHttps({ ...certificate, ALPNProtocols: ['h2', 'http/1.1'] }, sayProtocol))
    const { ask } = openClient({ trustedAuthorities: [certificate.cert] })
    expect(await ask(`https://app.test:${server.port}/`)).toMatchObject({ isOk: true, body: 'http/1.1' })
  })

  test('a certificate for another name is error 11235', async () => {
    const { ask, port } = await openTls(await makeCertificate(['app.test']))
    expect(await ask(`https://other.test:${port}/`)).toMatchObject({ isOk: false, code: 11235, attempts: [{}] })
  })

  test('an expired certificate is error 11236', async () => {
    const past = { notBeforeDate: new Date(Date.now() - 2 * day), notAfterDate: new Date(Date.now() - day) }
    const { ask, port } = await openTls(await makeCertificate(['app.test'], past))
    expect(await ask(`https://app.test:${port}/`)).toMatchObject({ isOk: false, code: 11236 })
  })

  test('a certificate that nobody vouches for is error 11237', async () => {
    const { ask, port } = await openTls(await makeCertificate(['app.test']), false)
    expect(await ask(`https://app.test:${port}/`)).toMatchObject({ isOk: false, code: 11237 })
  })

  test('https to a port that speaks http is error 11220', async () => {
    const server = await serve(sayHello)
    const { ask } = openClient()
    expect(await ask(`https://app.test:${server.port}/`)).toMatchObject({ isOk: false, code: 11220 })
  })

  test('a connection that ends in the handshake is error 11220, and tried twice', async () => {
    const server = await withCleanUp(startTcp((socket) => socket.on('data', () => socket.destroy())))
    const { ask } = openClient()
    expect(await ask(`https://app.test:${server.port}/`)).toMatchObject({
      isOk: false,
      code: 11220,
      attempts: [{}, {}],
    })
  })

  test('http to a port that speaks https is no valid HTTP, or an ended connection', async () => {
    const certificate = await makeCertificate(['app.test'])
    const { ask, port } = await openTls(certificate)
    const { isOk, ...failure } = await ask(`http://app.test:${port}/`)
    expect(isOk).toBe(false)
    expect(failure).toMatchObject({ code: expect.toSatisfy((code) => code === 11205 || code === 11206) as number })
  })
})

describe('Digest authentication', () => {
  const hashOf = (algorithm: string, text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')

  /** A server that lets in who knows the password; its nonces serve once. */
  const listenFor = (algorithm: string, password: string, staleRounds = 0) => {
    let nonces = 0
    return (request: IncomingMessage, response: ServerResponse): void => {
      request.resume()
      const header = request.headers.authorization ?? ''
      const field = (name: string): string => new RegExp(`${name}="?([^",]*)`).exec(header)?.[1] ?? ''
      const expected = hashOf(
        algorithm,
        [
          hashOf(algorithm, `alice:the "realm":${password}`),
          `n${nonces}`,
          field('nc'),
          field('cnonce'),
          'auth',
          hashOf(algorithm, `${request.method ?? ''}:${request.url ?? ''}`),
        ].join(':'),
      )
      const isRight = field('response') === expected && field('uri') === request.url
      if (isRight && nonces > staleRounds) {
        response.end('welcome')
        return
      }
      const stale = isRight ? ', stale=true' : ''
      const challenge = `Digest realm="the \\"realm\\"", nonce="n${++nonces}", qop="auth", algorithm=${algorithm}${stale}`
      response.writeHead(401, { 'www-authenticate': ['Basic realm="x"', challenge] }).end()
    }
  }

  test.each(['MD5', 'SHA-256'])('%s lets the right password in, without ever sending it', async (algorithm) => {
    const server = await serve(listenFor(algorithm, 'p@ss'))
    const { ask } = openClient()
    const url = `http://alice:p%40ss@127.0.0.1:${server.port}/voice?page=1`
    for (const method of ['POST', 'GET'] as const) {
      const result = await ask(url, { method })
      expect(result).toMatchObject({ isOk: true, body: 'welcome' })
      expect(result.attempts.map(({ status }) => status)).toEqual([401, 200])
    }
  })

  test('a wrong password is tried once', async () => {
    const server = await serve(listenFor('SHA-256', 'other'))
    const { ask } = openClient()
    const result = await ask(`http://alice:p%40ss@127.0.0.1:${server.port}/voice`)
    expect(result).toMatchObject({ isOk: false, code: 11200, status: 401 })
    expect(result.attempts).toHaveLength(2)
  })

  test('a stale nonce is renewed once, and no more', async () => {
    const { ask } = openClient()
    const once = await serve(listenFor('MD5', 'p', 1))
    expect(await ask(`http://alice:p@127.0.0.1:${once.port}/`)).toMatchObject({ isOk: true, attempts: [{}, {}, {}] })
    const always = await serve(listenFor('MD5', 'p', Infinity))
    expect(await ask(`http://alice:p@127.0.0.1:${always.port}/`)).toMatchObject({ status: 401, attempts: [{}, {}, {}] })
  })
})

describe('the request on the wire', () => {
  test('is what the signature covers, byte by byte', async () => {
    let head = ''
    const server = await withCleanUp(
      startTcp((socket) =>
        socket.on('data', (bytes: Buffer) => {
          head += bytes.toString('latin1')
          if (head.endsWith('=b+c%26d')) socket.end('HTTP/1.1 204 No Content\r\n\r\n')
        }),
      ),
    )
    const { ask } = openClient()
    await ask(`http://u:p@127.0.0.1:${server.port}/a b/../ü?#rc=0`, { params: { Z: 'b c&d', A: 'é' } })
    const [line, ...fields] = head.split('\r\n')
    expect(line).toBe('POST /%C3%BC? HTTP/1.1')
    expect(fields.at(-1)).toBe('A=%C3%A9&Z=b+c%26d')
    const names = fields.slice(0, fields.indexOf('')).map((field) => field.split(':')[0]?.toLowerCase())
    expect(names.sort()).toEqual(
      [
        ...['accept', 'accept-encoding', 'cache-control', 'connection', 'content-length', 'content-type', 'host'],
        ...['i-twilio-idempotency-token', 'user-agent', 'x-twilio-signature'],
      ].sort(),
    )
  })

  test('of GET has neither a body nor a content type', async () => {
    const received: unknown[] = []
    const server = await serve((request, response) => {
      void toReceivedRequest(request).then(({ headers }) => {
        received.push(headers['content-type'], headers['content-length'], headers['transfer-encoding'])
        response.end()
      })
    })
    const { ask } = openClient()
    await ask(`http://127.0.0.1:${server.port}/`, { method: 'GET' })
    expect(received).toEqual([undefined, undefined, undefined])
  })
})

test('the charset of an answer is honoured', async () => {
  const server = await serve((_request, response) => {
    response.setHeader('content-type', 'text/xml; charset=ISO-8859-1').end(Buffer.from('<Say>é</Say>', 'latin1'))
  })
  const { ask } = openClient()
  expect(await ask(`http://127.0.0.1:${server.port}/`)).toMatchObject({ isOk: true, body: '<Say>é</Say>' })
})

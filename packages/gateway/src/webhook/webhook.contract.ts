import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import twilio3 from 'twilio-3'
import twilio6 from 'twilio-6'
import type { HttpMethod } from '../http-method.js'
import type { ManualClock } from './manual-clock.contract.js'
import type { WebhookClient, WebhookRequest, WebhookResult } from './webhook.js'

/** A request as an application under test gets it. */
export interface ReceivedRequest {
  /** Absolute, as the application would write it from the request line and `Host`. */
  readonly url: string
  readonly method: HttpMethod
  /** Of the form, or of the query for GET; in the order sent. */
  readonly params: Readonly<Record<string, string>>
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** What an application under test answers. */
export interface GivenReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

/** A webhook client, and a web server that it reaches. */
export interface WebhookBench {
  readonly client: WebhookClient
  readonly clock: ManualClock
  /** `http://host:port` of the server. */
  readonly origin: string
  /** The same server under another origin. */
  readonly otherOrigin: string
  /** An origin where nothing listens. */
  readonly deadOrigin: string
  /** Answer requests to a path of both origins. */
  serve(path: string, application: (request: ReceivedRequest) => GivenReply | Promise<GivenReply>): void
  close(): Promise<void>
}

const authToken = '12345678901234567890123456789012'

/** What every webhook client does. */
export function webhookContract(name: string, open: () => Promise<WebhookBench>): void {
  describe(`webhook client: ${name}`, () => {
    let bench: WebhookBench
    beforeEach(async () => {
      bench = await open()
    })
    afterEach(async () => {
      await bench.client.close()
      await bench.close()
    })

    const ask = (path: string, request: Partial<WebhookRequest> = {}): Promise<WebhookResult> =>
      bench.client.request({
        url: bench.origin + path,
        method: 'POST',
        params: { To: 'b', From: 'a' },
        authToken,
        ...request,
      })

    /** Serve a path, and keep what comes to it. */
    const record = (path: string, reply: GivenReply = {}): ReceivedRequest[] => {
      const received: ReceivedRequest[] = []
      bench.serve(path, (request) => {
        received.push(request)
        return reply
      })
      return received
    }

    test('a document comes back with its media type, status and place', async () => {
      record('/voice', { headers: { 'content-type': 'Text/XML; charset=utf-8' }, body: '<Response/>' })
      expect(await ask('/voice?page=1')).toMatchObject({
        isOk: true,
        status: 200,
        contentType: 'text/xml',
        body: '<Response/>',
        url: `${bench.origin}/voice?page=1`,
        attempts: [{ url: `${bench.origin}/voice`, method: 'POST', status: 200, failure: undefined }],
        remarks: [],
      })
    })

    test('parameters are posted sorted by name, with spaces and characters beyond ASCII intact', async () => {
      const received = record('/voice')
      await ask('/voice', { params: { To: '', From: 'client:jöe', Zed: 'a b&c=d+é', Body: '100% "x"\r\n' } })
      expect(Object.entries(received[0]?.params ?? {})).toEqual([
        ['Body', '100% "x"\r\n'],
        ['From', 'client:jöe'],
        ['To', ''],
        ['Zed', 'a b&c=d+é'],
      ])
    })

    test('the parameters of GET stand behind the query of the URL, and not in the place of the document', async () => {
      const received = record('/voice')
      const result = await ask('/voice?page=1', { method: 'GET' })
      expect(received[0]).toMatchObject({ method: 'GET', url: `${bench.origin}/voice?page=1&From=a&To=b` })
      expect(result.url).toBe(`${bench.origin}/voice?page=1`)
    })

    test.each(['GET', 'POST'] as const)('the official validators accept the signature of %s', async (method) => {
      const received = record('/voice')
      await ask("/voice?q=it's%20é|x", { method })
      const [request] = received
      const signature = request?.headers['x-twilio-signature'] ?? ''
      const params = method === 'GET' ? {} : (request?.params ?? {})
      expect(twilio3.validateRequest(authToken, signature, request?.url ?? '', params)).toBe(true)
      expect(twilio6.validateRequest(authToken, signature, request?.url ?? '', params)).toBe(true)
      expect(twilio6.validateRequest(`${authToken}x`, signature, request?.url ?? '', params)).toBe(false)
    })

    test('the header fields are those of the official service, under a name of our own', async () => {
      const received = record('/voice')
      await ask('/voice')
      const headers = received[0]?.headers ?? {}
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded; charset=UTF-8')
      expect(headers['cache-control']).toBe('max-age=259200')
      expect(headers['user-agent']).toMatch(/^Ringdown\//)
      expect(headers['i-twilio-idempotency-token']).toMatch(/^[\da-f-]{36}$/)
    })

    test('another status than 2xx is error 11200, with the body for the developer', async () => {
      record('/voice', { status: 500, headers: { 'content-type': 'text/plain' }, body: 'boom' })
      const result = await ask('/voice?token=secret')
      expect(result).toMatchObject({
        isOk: false,
        code: 11200,
        status: 500,
        body: 'boom',
        url: `${bench.origin}/voice`,
        headers: expect.arrayContaining([['Content-Type', 'text/plain']]) as unknown,
      })
      expect(JSON.stringify(result)).not.toContain('secret')
    })

    test('the header fields of an answer come back without cookies and other secrets', async () => {
      const cookies = ['a=s3cr3t', 'b=s3cr3t']
      record('/voice', { headers: { 'content-type': 'text/xml', 'set-cookie': cookies, 'x-reason': 'tea' } })
      const result = await ask('/voice')
      expect(result.headers).toEqual(
        expect.arrayContaining([
          ['Content-Type', 'text/xml'],
          ['Set-Cookie', '(redacted)'],
          ['X-Reason', 'tea'],
        ]),
      )
      expect(JSON.stringify(result)).not.toContain('s3cr3t')
    })

    test('an empty answer is an answer', async () => {
      record('/voice', { status: 204, headers: {} })
      expect(await ask('/voice')).toMatchObject({ isOk: true, status: 204, body: '', contentType: '' })
    })

    test('a body of 64 kB is taken, and one byte more is error 11750', async () => {
      record('/fits', { body: 'x'.repeat(65_536) })
      record('/too-long', { body: 'x'.repeat(65_537) })
      expect(await ask('/fits')).toMatchObject({ isOk: true, body: 'x'.repeat(65_536) })
      expect(await ask('/too-long')).toMatchObject({ isOk: false, code: 11750, status: 200 })
    })

    test('a refused connection is tried twice, and is error 11202', async () => {
      const result = await ask('/voice', { url: `${bench.deadOrigin}/voice?token=secret` })
      expect(result).toMatchObject({ isOk: false, code: 11202, status: undefined, headers: undefined, body: undefined })
      expect(result.attempts).toHaveLength(2)
      expect(JSON.stringify(result)).not.toContain('secret')
    })

    test.each(['', 'voice', '/voice', 'ftp://example.com/', 'http://', 'javascript:alert(1)'])(
      'the URL "%s" is error 11100',
      async (url) => {
        expect(await ask('/voice', { url })).toMatchObject({ isOk: false, code: 11100, attempts: [] })
      },
    )

    test('no answer within 15 seconds is error 11205', async () => {
      const arrived = new Promise<void>((resolve) => {
        bench.serve('/voice', () => {
          resolve()
          return new Promise(() => undefined)
        })
      })
      const result = ask('/voice')
      await arrived
      bench.clock.advance(15_000)
      expect(await result).toMatchObject({
        isOk: false,
        code: 11205,
        attempts: [{ durationMs: 15_000, status: undefined }],
      })
    })

    test('a total time of the URL itself is error 11203 when exceeded', async () => {
      const arrived = new Promise<void>((resolve) => {
        bench.serve('/voice', () => {
          resolve()
          return new Promise(() => undefined)
        })
      })
      const result = ask('/voice#tt=2000')
      await arrived
      bench.clock.advance(2_000)
      expect(await result).toMatchObject({ isOk: false, code: 11203 })
    })

    test('a missing answer is asked for again when the retry policy says so, with the same idempotency token', async () => {
      const received: ReceivedRequest[] = []
      let onFirst: () => void = () => undefined
      const first = new Promise<void>((resolve) => {
        onFirst = resolve
      })
      bench.serve('/voice', (request) => {
        received.push(request)
        onFirst()
        return received.length === 1 ? new Promise(() => undefined) : { body: 'second' }
      })
      const result = ask('/voice#rt=1000&rp=rt')
      await first
      bench.clock.advance(1_000)
      expect(await result).toMatchObject({ isOk: true, body: 'second' })
      const tokens = received.map(({ headers }) => headers['i-twilio-idempotency-token'])
      expect(tokens).toHaveLength(2)
      expect(new Set(tokens).size).toBe(1)
    })

    test('error statuses are retried only when the retry policy says so', async () => {
      const received = record('/voice', { status: 503 })
      await ask('/voice')
      expect(received).toHaveLength(1)
      const result = await ask('/voice#rc=3&rp=5xx')
      expect(received).toHaveLength(5)
      expect(result.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 503])
    })

    test.each([
      [500, '5xx', 2],
      [599, '5xx', 2],
      [499, '5xx', 1],
      [400, '4xx', 2],
      [499, '4xx', 2],
      [500, '4xx', 1],
      [404, 'ct,5xx,4xx', 2],
      [404, 'all', 2],
      [404, 'ct,rt', 1],
      [204, 'all', 1],
    ])('status %i is asked for again under the policy %s, or not: %i times in all', async (status, policy, times) => {
      const received = record('/voice', { status })
      await ask(`/voice#rp=${policy}`)
      expect(received).toHaveLength(times)
    })

    test('an invalid retry policy is remarked, and the request goes on', async () => {
      record('/voice', { body: 'fine' })
      expect(await ask('/voice#rp=sometimes')).toMatchObject({ isOk: true, remarks: [{ code: 11243 }] })
    })

    test.each([307, 308])('a redirect with %i is posted again and signed for its own URL', async (status) => {
      const received = record('/there', { body: 'arrived' })
      record('/here', { status, headers: { location: '/there?x=1' } })
      const result = await ask('/here')
      expect(result).toMatchObject({ isOk: true, body: 'arrived', url: `${bench.origin}/there?x=1` })
      expect(result.attempts.map((attempt) => attempt.status)).toEqual([status, 200])
      const [request] = received
      const signature = request?.headers['x-twilio-signature'] ?? ''
      expect(request).toMatchObject({ method: 'POST', params: { From: 'a', To: 'b' } })
      expect(twilio6.validateRequest(authToken, signature, request?.url ?? '', request?.params ?? {})).toBe(true)
    })

    test.each([301, 302, 303])('a redirect with %i becomes GET without parameters', async (status) => {
      const received = record('/there')
      record('/here', { status, headers: { location: '/there?x=1' } })
      await ask('/here')
      expect(received[0]).toMatchObject({ method: 'GET', url: `${bench.origin}/there?x=1` })
      const signature = received[0]?.headers['x-twilio-signature'] ?? ''
      expect(twilio3.validateRequest(authToken, signature, `${bench.origin}/there?x=1`, {})).toBe(true)
    })

    test('ten redirects are followed, and one more is error 11215', async () => {
      bench.serve('/count', ({ url }) => {
        const left = Number(new URL(url).searchParams.get('left'))
        return left === 0 ? {} : { status: 302, headers: { location: `/count?left=${left - 1}` } }
      })
      expect(await ask('/count?left=10')).toMatchObject({ isOk: true })
      expect(await ask('/count?left=11')).toMatchObject({ isOk: false, code: 11215 })
    })

    test.each(['ftp://example.com/x', 'http://', 'file:///etc/passwd'])(
      'a redirect to %s is refused',
      async (location) => {
        record('/here', { status: 302, headers: { location } })
        expect(await ask('/here')).toMatchObject({ isOk: false, code: 11100 })
      },
    )

    test('user info is sent only when asked for, and never appears in a result', async () => {
      const received: ReceivedRequest[] = []
      bench.serve('/voice', (request) => {
        received.push(request)
        if (request.headers['authorization'] !== undefined) return { body: '<Response/>' }
        return { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
      })
      const url = `${bench.origin.replace('//', '//alice:s%40cret@')}/voice`
      const result = await ask('/voice', { url })
      expect(result).toMatchObject({ isOk: true, url: `${bench.origin}/voice` })
      expect(result.attempts.map(({ status }) => status)).toEqual([401, 200])
      expect(received.map(({ headers }) => headers['authorization'])).toEqual([
        undefined,
        `Basic ${Buffer.from('alice:s@cret').toString('base64')}`,
      ])
      expect(JSON.stringify(result)).not.toMatch(/cret|alice/)
    })

    test('user info serves the relative URLs of a document too, within its scope', async () => {
      bench.serve('/voice', ({ headers }) =>
        headers['authorization'] === undefined
          ? { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }
          : { body: 'in' },
      )
      const url = `${bench.origin.replace('//', '//alice:secret@')}/voice`
      const first = await ask('/voice', { url, cookieScope: 'CA1' })
      const relative = new URL('/voice', first.url).href
      expect(await ask('/voice', { url: relative, cookieScope: 'CA1' })).toMatchObject({ isOk: true })
      expect(await ask('/voice', { url: relative, cookieScope: 'CA2' })).toMatchObject({ isOk: false, status: 401 })
      bench.client.forget('CA1')
      expect(await ask('/voice', { url: relative, cookieScope: 'CA1' })).toMatchObject({ isOk: false, status: 401 })
    })

    test('neither user info nor cookies follow a redirect to another origin', async () => {
      const received = record('/there', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })
      const headers = { location: `${bench.otherOrigin}/there`, 'set-cookie': 'sid=1; Path=/' }
      record('/here', { status: 307, headers })
      const url = `${bench.origin.replace('//', '//alice:secret@')}/here`
      expect(await ask('/here', { url })).toMatchObject({ isOk: false, code: 11200, status: 401 })
      expect(received.map(({ headers }) => [headers['authorization'], headers['cookie']])).toEqual([
        [undefined, undefined],
      ])
    })

    test('cookies come back within their scope until it is forgotten', async () => {
      const received = record('/voice', { headers: { 'set-cookie': ['sid=1; Path=/', 'theme=dark'] } })
      const scopes = ['CA1', 'CA1', 'CA2', undefined]
      for (const cookieScope of scopes) await ask('/voice', { cookieScope })
      bench.client.forget('CA1')
      await ask('/voice', { cookieScope: 'CA1' })
      expect(received.map(({ headers }) => headers['cookie'])).toEqual([
        undefined,
        'sid=1; theme=dark',
        undefined,
        undefined,
        undefined,
      ])
    })

    test('closing fails what is under way at once, and everything after', async () => {
      const arrived = new Promise<void>((resolve) => {
        bench.serve('/voice', () => {
          resolve()
          return new Promise(() => undefined)
        })
      })
      const result = ask('/voice')
      await arrived
      await bench.client.close()
      expect(await result).toMatchObject({ isOk: false, code: 11205, attempts: [{ status: undefined }] })
      expect(await ask('/voice')).toMatchObject({ isOk: false, code: 11205, attempts: [] })
    })

    test('nothing is left running after an answer', async () => {
      record('/voice')
      await Promise.all([ask('/voice'), ask('/voice'), ask('/nowhere'), ask('/voice', { url: bench.deadOrigin })])
      expect(bench.clock.pending).toBe(0)
    })
  })
}

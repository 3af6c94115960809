import { expect, test, vi } from 'vitest'
import type { Exchange, ExchangeRequest } from './exchange.js'
import { createManualClock } from './manual-clock.contract.js'
import { testIds as ids } from './test-ids.contract.js'
import { createWebhookClient } from './webhook-client.js'

const post = { url: 'https://app.test:8443/v', method: 'POST', params: {}, authToken: 'secret' } as const

const exchangeOf = (send: Exchange['send']): Exchange => ({ send, close: () => Promise.resolve() })

test('a fault of the gateway itself is error 12400, is reported, and tells nothing', async () => {
  const fault = new Error('secret')
  const onFault = vi.fn()
  const exchange = exchangeOf(() => Promise.reject(fault))
  const client = createWebhookClient({ clock: createManualClock(), ids, exchange }, { version: '1.0.0', onFault })
  const result = await client.request(post)
  expect(result).toMatchObject({ isOk: false, code: 12400 })
  expect(JSON.stringify(result)).not.toContain('secret')
  expect(onFault).toHaveBeenCalledExactlyOnceWith(fault)
})

test('an exchange that ignores its signal cannot hold a request up', async () => {
  const clock = createManualClock()
  const exchange = exchangeOf(() => new Promise(() => undefined))
  const client = createWebhookClient({ clock, ids, exchange }, { version: '1.0.0' })
  const [patient, hurried] = [post.url, `${post.url}#tt=100&rp=all&rc=5`].map((url) => client.request({ ...post, url }))
  clock.advance(100)
  expect(await hurried).toMatchObject({ code: 11203, attempts: [{ durationMs: 100 }] })
  clock.advance(14_900)
  expect(await patient).toMatchObject({ code: 11205, attempts: [{ durationMs: 15_000 }] })
})

test('the port of an https URL is signed only when the option says so', async () => {
  const signatures: (string | undefined)[] = []
  const exchange = exchangeOf(({ headers }: ExchangeRequest) => {
    signatures.push(headers['X-Twilio-Signature'])
    return Promise.resolve({
      isOk: true,
      reply: { status: 204, headers: {}, body: Buffer.alloc(0), isTruncated: false },
    })
  })
  for (const signsHttpsPort of [false, true, undefined]) {
    const client = createWebhookClient(
      { clock: createManualClock(), ids, exchange },
      { version: '1.0.0', signsHttpsPort },
    )
    await client.request(post)
  }
  expect(signatures[0]).toBe(signatures[2])
  expect(signatures[0]).not.toBe(signatures[1])
})

test('a compressed answer is a violation of HTTP, for the request accepts none', async () => {
  const headers = { 'content-encoding': 'gzip', 'content-type': 'text/xml' }
  const exchange = exchangeOf(() =>
    Promise.resolve({ isOk: true, reply: { status: 200, headers, body: Buffer.from('x'), isTruncated: false } }),
  )
  const client = createWebhookClient({ clock: createManualClock(), ids, exchange }, { version: '1.0.0' })
  expect(await client.request(post)).toMatchObject({ isOk: false, code: 11206, status: 200 })
})

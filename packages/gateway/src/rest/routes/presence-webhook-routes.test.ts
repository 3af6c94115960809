import twilio6 from 'twilio-6'
import { describe, expect, onTestFinished, test } from 'vitest'
import { presenceGraceMs } from '../../presence/steady-presence.js'
import { createRestPhone } from '../../test-support/rest-phone.js'
import { startHttp, toReceivedRequest } from '../../webhook/http/http-bench.contract.js'
import type { ReceivedRequest } from '../../webhook/webhook.contract.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld, type RawAnswer, type RestWorld } from '../test-support/rest-world.js'

const path = `/ringdown/v1/Accounts/AC${'a'.repeat(32)}/PresenceWebhook`

interface WebServer {
  readonly url: string
  readonly received: readonly ReceivedRequest[]
}

/** A web server that answers with a status; with none, it never answers. */
async function startWebServer(status: number | undefined): Promise<WebServer> {
  const received: ReceivedRequest[] = []
  const server = await startHttp((request, response) => {
    void toReceivedRequest(request).then((read) => {
      received.push(read)
      if (status !== undefined) response.writeHead(status).end()
    })
  })
  onTestFinished(() => server.close())
  return { url: `http://127.0.0.1:${server.port}/presence?shop=7`, received }
}

function set(world: RestWorld, form: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return world.ask(path, { method: 'POST', form })
}

describe('the presence webhook of an account', () => {
  test('is set, fetched, changed and deleted', async () => {
    const world = await createRestWorld()
    expect(await world.ask(path)).toMatchObject({ status: 404, json: { code: 20404 } })
    const url = 'https://app.example/presence'
    const webhook = {
      ...{ account_sid: world.account.sid, url, method: 'POST', uri: path },
      ...{ date_created: '2026-11-21T00:00:00Z', date_updated: '2026-11-21T00:00:00Z' },
    }
    expect(await set(world, { Url: url })).toMatchObject({ status: 200, json: webhook })
    world.clock.advance(60_000)
    const changed = { ...webhook, url: `${url}?a=1#rc=2`, method: 'GET', date_updated: '2026-11-21T00:01:00Z' }
    expect((await set(world, { Url: changed.url, Method: 'get' })).json).toEqual(changed)
    expect(await world.ask(path)).toMatchObject({ status: 200, json: changed })
    expect(await world.ask(path, { method: 'DELETE' })).toMatchObject({ status: 204, text: '' })
    expect((await world.ask(path, { method: 'DELETE' })).status).toBe(404)
    expect((await world.ask(path)).status).toBe(404)
  })

  test('is its own, and needs credentials', async () => {
    const world = await createRestWorld()
    await set(world, { Url: 'https://app.example/presence' })
    const { sid } = await world.clients[6].api.v2010.accounts.create()
    expect((await world.ask(path.replace(world.account.sid, sid))).status).toBe(404)
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await world.ask(path, { method, signIn: undefined })).status).toBe(401)
  })
})

describe('a presence webhook', () => {
  test.each(['POST', 'GET'] as const)('tells who came and who went, signed and numbered, by %s', async (method) => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const web = await startWebServer(204)
    await phone.register({ incoming: 'jane' })
    await set(world, { Url: web.url, Method: method })
    const bob = await phone.register({ incoming: 'bob' })
    await expect.poll(() => web.received).toHaveLength(1)
    bob.drop()
    await world.clock.armed(presenceGraceMs, 1)
    world.clock.advance(presenceGraceMs)
    await expect.poll(() => web.received).toHaveLength(2)
    const common = { AccountSid: world.account.sid, ClientName: 'bob' }
    const [came, went] = web.received
    expect(came?.params).toMatchObject({
      ...{ ...common, Available: 'true', SequenceNumber: '1', Timestamp: 'Sat, 21 Nov 2026 00:00:00 +0000' },
    })
    expect(went?.params).toMatchObject({
      ...{ ...common, Available: 'false', SequenceNumber: '2', Timestamp: 'Sat, 21 Nov 2026 00:00:03 +0000' },
    })
    for (const { url, headers, params } of web.received) {
      const signature = headers['x-twilio-signature'] ?? ''
      const signed = method === 'POST' ? params : {}
      expect(twilio6.validateRequest(world.account.authToken, signature, url, signed)).toBe(true)
      expect(new URL(url).searchParams.get('shop')).toBe('7')
    }
  })

  test('that does not answer holds up neither devices nor calls, nor the next changes', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const web = await startWebServer(undefined)
    await set(world, { Url: web.url })
    await phone.register({ incoming: 'jane' })
    const { alice, bob, callSid } = await phone.talk()
    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    await expect.poll(() => web.received.map(({ params }) => params['ClientName'])).toEqual(['jane', 'bob'])
    expect((await world.ask('/2010-04-01/Accounts.json')).status).toBe(200)
  })

  test('that fails becomes a notification, which holds no password', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const web = await startWebServer(500)
    await set(world, { Url: web.url.replace('//', '//shop:s3cret@') })
    await phone.register({ incoming: 'bob' })
    const list = (): ReturnType<RestWorld['clients'][6]['notifications']['list']> =>
      world.clients[6].notifications.list()
    await expect.poll(list).toHaveLength(1)
    const [notification] = await list()
    expect(notification).toMatchObject({ errorCode: '11200', callSid: null, requestMethod: 'POST' })
    const text = new URLSearchParams(notification?.messageText).get('Msg')
    expect(text).toMatch(/^The presence webhook failed\. /)
    expect(world.log()).not.toContain('s3cret')
    expect(JSON.stringify(notification?.toJSON())).not.toContain('s3cret')
  })

  test('that is deleted tells nothing more', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const web = await startWebServer(204)
    await set(world, { Url: web.url })
    await phone.register({ incoming: 'bob' })
    await expect.poll(() => web.received).toHaveLength(1)
    await world.ask(path, { method: 'DELETE' })
    await phone.register({ incoming: 'jane' })
    await set(world, { Url: web.url })
    await phone.register({ incoming: 'eve' })
    await expect.poll(() => web.received).toHaveLength(2)
    expect(web.received.map(({ params }) => [params['ClientName'], params['SequenceNumber']])).toEqual([
      ['bob', '0'],
      ['eve', '2'],
    ])
  })
})

const urlRule =
  'Invalid URL: Url must be an absolute http or https URL of at most 4000 characters, such as https://app.example/voice.'

test.each<[Record<string, string>, number, string]>([
  [{}, 20422, 'Invalid Parameter: Url is required.'],
  [{ Url: '' }, 21205, 'Invalid URL: Url is required.'],
  [{ Url: 'app.example' }, 21205, urlRule],
  [{ Url: 'ftp://app.example/' }, 21205, urlRule],
  [{ Url: `https://app.example/${'x'.repeat(4_000)}` }, 21205, urlRule],
  [{ Url: 'https://app.example/', Method: 'PUT' }, 21209, 'Invalid Method: Method must be GET or POST.'],
  [{ Url: 'https://app.example/', Method: '' }, 21209, 'Invalid Method: Method must be GET or POST.'],
  [{ Url: 'https://app.example/', Method: 'POST'.repeat(99) }, 21209, 'Invalid Method: Method must be GET or POST.'],
])('%j is refused, and nothing is set', async (form, code, message) => {
  const world = await createRestWorld()
  await expectParameterFault(world, { path, form, code, message })
  expect((await world.ask(path)).status).toBe(404)
})

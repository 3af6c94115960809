import { AccessToken, ClientCapability, type Params } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import { feedLimits } from '../../feed/feed-limits.js'
import { createRestPhone } from '../../test-support/rest-phone.js'
import { type FeedClient, openFeed } from '../test-support/feed-client.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const path = '/ringdown/v1/Events'

interface StreamOptions {
  /** Of each stream. */
  readonly filters?: readonly Params[]
  readonly tokenId?: string
  readonly ttl?: number
}

/** A token with the stream scope and nothing else. */
function streamToken({ account, clock }: RestWorld, { filters = [{}], ...options }: StreamOptions = {}): string {
  const capability = new ClientCapability({ accountSid: account.sid, authToken: account.authToken, ...options })
  for (const each of filters) capability.addScope(new ClientCapability.EventStreamScope(each))
  return capability.toJwt({ now: clock.now() / 1000 })
}

async function watch(world: RestWorld, token: string, headers: Record<string, string> = {}): Promise<FeedClient> {
  const feed = await openFeed(`${world.baseUrl}${path}`, { Authorization: `Bearer ${token}`, ...headers })
  if (feed.status === 200) await feed.comment()
  return feed
}

describe('a page whose token has the stream scope', () => {
  test('sees who is there, who comes and who goes in the account of the token, and nothing of calls', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    await phone.register({ incoming: 'jane' })
    const feed = await watch(world, streamToken(world))
    expect(feed.headers.get('access-control-allow-origin')).toBe('*')
    expect(await feed.next()).toMatchObject({ type: 'roster', data: { client_names: ['jane'] } })
    const { alice, bob, callSid } = await phone.talk()
    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    await phone.register({ incoming: 'carol' })
    await expect.poll(() => feed.left().map(({ data }) => data['client_name'])).toEqual(['bob', 'carol'])
    expect(feed.text()).not.toContain(callSid)
  })

  test('sees no more than the filters of the scope leave, neither at the beginning nor later', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    await phone.register({ incoming: 'jane' })
    await phone.register({ incoming: 'eve' })
    const feed = await watch(world, streamToken(world, { filters: [{ From: 'jane' }, { From: 'bob' }] }))
    const blind = await watch(world, streamToken(world, { filters: [{ foo: 'bar' }] }))
    expect((await feed.next()).data).toMatchObject({ client_names: ['jane'] })
    await phone.register({ incoming: 'mallory' })
    await phone.register({ incoming: 'bob' })
    expect((await feed.next()).data).toMatchObject({ client_name: 'bob', available: true })
    world.clock.advance(feedLimits.heartbeatMs)
    await blind.comment()
    expect(blind.left()).toMatchObject([{ type: 'roster', data: { client_names: [] } }])
    expect(`${feed.text()}${blind.text()}`).not.toMatch(/"eve"|mallory/)
  })

  test('resumes where it was, but sees only what its own token lets it', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const feed = await watch(world, streamToken(world))
    const { id } = await feed.next('roster')
    for (const incoming of ['bob', 'jane']) await phone.register({ incoming })
    await feed.next('presence')
    const token = streamToken(world, { filters: [{ From: 'jane' }] })
    const again = await watch(world, token, { 'Last-Event-ID': id })
    expect(again.left().map(({ data }) => data['client_name'])).toEqual(['jane'])
  })

  test('may ask from any origin, with the headers that it needs', async () => {
    const world = await createRestWorld()
    const { status, headers } = await world.ask(path, { method: 'OPTIONS', signIn: undefined })
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-methods')).toBe('GET, OPTIONS')
    expect(headers.get('access-control-allow-headers')).toBe('Authorization, Last-Event-ID, Cache-Control')
  })

  test('does not take a place of those that servers have', async () => {
    const world = await createRestWorld()
    const token = streamToken(world)
    for (let count = 0; count < feedLimits.serverFeedsPerAccount + 1; count += 1)
      expect((await watch(world, token)).status).toBe(200)
    const feed = await openFeed(`${world.baseUrl}/ringdown/v1/Accounts/${world.account.sid}/Events`, {
      Authorization: `Basic ${btoa(`${world.account.sid}:${world.account.authToken}`)}`,
    })
    expect(feed.status).toBe(200)
  })
})

describe('a feed of a page ends', () => {
  test('when its token expires, to the second', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const feed = await watch(world, streamToken(world, { ttl: 20 }))
    world.clock.advance(19_999)
    await feed.comment()
    await phone.register({ incoming: 'bob' })
    await feed.next('presence')
    world.clock.advance(1)
    await feed.ended()
  })

  test('at once when its token is revoked, and another one goes on', async () => {
    const world = await createRestWorld()
    const feed = await watch(world, streamToken(world, { tokenId: 'stolen' }))
    const other = await watch(world, streamToken(world, { tokenId: 'fresh' }))
    const form = { TokenId: 'stolen' }
    const revocations = `/ringdown/v1/Accounts/${world.account.sid}/TokenRevocations`
    expect((await world.ask(revocations, { method: 'POST', form })).status).toBe(201)
    await feed.ended()
    expect((await watch(world, streamToken(world, { tokenId: 'stolen' }))).status).toBe(401)
    world.clock.advance(feedLimits.heartbeatMs)
    await other.comment()
  })

  test('when the gateway shuts down', async () => {
    const world = await createRestWorld()
    const feed = await watch(world, streamToken(world))
    const closing = world.gateway.close()
    await feed.ended()
    await closing
  })
})

describe('a page sees nothing', () => {
  const challenge = 'Bearer realm="Ringdown API"'

  test.each<[string, string | undefined]>([
    ['no token', undefined],
    ['an empty one', 'Bearer '],
    ['credentials of another kind', `Basic ${btoa('a:b')}`],
    ['what is no token', 'Bearer abc'],
    ['a token that is too long', `Bearer ${'x'.repeat(8_000)}`],
  ])('with %s', async (_what, authorization) => {
    const world = await createRestWorld()
    const headers = authorization === undefined ? {} : { Authorization: authorization }
    const answer = await world.ask(path, { signIn: undefined, headers })
    expect(answer).toMatchObject({ status: 401, json: { code: 20003, status: 401 } })
    expect(answer.headers.get('www-authenticate')).toBe(challenge)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.text).not.toContain('abc')
  })

  test('with a token that does not hold, and hears why', async () => {
    const world = await createRestWorld()
    const old = streamToken(world, { ttl: 10 })
    world.clock.advance(10_000)
    const ask = (token: string): Promise<unknown> =>
      world.ask(path, { signIn: undefined, headers: { Authorization: `Bearer ${token}` } })
    expect(await ask(old)).toMatchObject({
      status: 401,
      json: { code: 20003, message: expect.stringContaining('expired') as string },
    })
    const forged = `${streamToken(world).slice(0, -4)}AAAA`
    expect(await ask(forged)).toMatchObject({ status: 401 })
    expect(world.log()).not.toContain(forged.split('.')[1])
  })

  test('with a token that has every other scope, or whose stream is another', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const denied = {
      status: 403,
      json: {
        code: 20006,
        message: 'Access Denied: The token has no stream scope; issue it with EventStreamScope.',
      },
    }
    const ask = (token: string): Promise<unknown> =>
      world.ask(path, { signIn: undefined, headers: { Authorization: `Bearer ${token}` } })
    expect(await ask(phone.token({ incoming: 'bob', outgoing: true }))).toMatchObject(denied)
    const { sid, secret } = await world.clients[6].newKeys.create({})
    const access = new AccessToken(world.account.sid, sid, secret, { identity: 'bob', ttl: 600 })
    access.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }))
    expect(await ask(access.toJwt({ now: world.clock.now() / 1000 }))).toMatchObject(denied)
  })

  test('with a token in the URL', async () => {
    const world = await createRestWorld()
    for (const name of ['token', 'access_token', 'AccessToken'])
      expect((await world.ask(`${path}?${name}=${streamToken(world)}`, { signIn: undefined })).status).toBe(401)
    expect(world.log()).not.toContain(streamToken(world))
  })

  test('by another method', async () => {
    const world = await createRestWorld()
    for (const method of ['POST', 'HEAD']) {
      const { status, headers } = await world.ask(path, { method, signIn: undefined })
      expect([status, headers.get('allow')]).toEqual([405, 'GET, OPTIONS'])
    }
  })
})

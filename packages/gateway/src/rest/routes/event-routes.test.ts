import { describe, expect, test } from 'vitest'
import { feedLimits } from '../../feed/feed-limits.js'
import { presenceGraceMs } from '../../presence/steady-presence.js'
import { createRestPhone } from '../../test-support/rest-phone.js'
import { type FeedClient, openFeed } from '../test-support/feed-client.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld, type RestWorld, type SignIn } from '../test-support/rest-world.js'

const path = `/ringdown/v1/Accounts/AC${'a'.repeat(32)}/Events`

function basic({ username, password }: SignIn): { readonly Authorization: string } {
  return { Authorization: `Basic ${btoa(`${username}:${password}`)}` }
}

/** Follow an account, the world's own unless another signs in. */
async function follow(
  { baseUrl, account }: RestWorld,
  { query = '', lastEventId, signIn }: { query?: string; lastEventId?: string; signIn?: SignIn } = {},
): Promise<FeedClient> {
  const login = signIn ?? { username: account.sid, password: account.authToken }
  const place = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
  const accountSid = login.accountSid ?? account.sid
  const feed = await openFeed(`${baseUrl}${path.replace(account.sid, accountSid)}${query}`, {
    ...basic(login),
    ...place,
  })
  if (feed.status === 200) await feed.comment()
  return feed
}

describe('a feed', () => {
  test('begins with who is there, and tells who comes and who stays away', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    await phone.register({ incoming: 'jane' })
    const feed = await follow(world)
    expect(feed.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(feed.headers.get('cache-control')).toBe('no-store')
    expect(feed.headers.get('twilio-request-id')).toMatch(/^RQ[\da-f]{32}$/)
    const account = { account_sid: world.account.sid }
    const start = '2026-11-21T00:00:00.000Z'
    expect((await feed.next()).data).toEqual({ ...account, client_names: ['jane'], date: start })

    const bob = await phone.register({ incoming: 'bob' })
    const came = { ...account, client_name: 'bob', available: true, date: start }
    expect(await feed.next()).toMatchObject({ type: 'presence', data: came })
    bob.drop()
    await world.clock.armed(presenceGraceMs, 1)
    world.clock.advance(presenceGraceMs)
    const went = { ...came, available: false, date: '2026-11-21T00:00:03.000Z' }
    expect((await feed.next()).data).toEqual(went)
  })

  test('does not tell of a device that is soon back', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const bob = await phone.register({ incoming: 'bob' })
    const feed = await follow(world)
    await feed.next('roster')
    bob.drop()
    await world.clock.armed(presenceGraceMs, 1)
    await phone.register({ incoming: 'bob' })
    world.clock.advance(presenceGraceMs)
    await phone.register({ incoming: 'jane' })
    expect((await feed.next('presence')).data).toMatchObject({ client_name: 'jane' })
    expect(feed.text()).not.toMatch(/"client_name":"bob"/)
  })

  test('tells of a call all that its timeline has, and no secret', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const feed = await follow(world)
    const { alice, bob, callSid } = await phone.talk()
    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    const told: unknown[][] = []
    for (let kind: unknown; kind !== 'ended';) {
      const { data } = await feed.next('call')
      if (data['call_sid'] !== callSid) continue
      kind = data['kind']
      told.push([kind, data['name']])
      expect(data).toMatchObject({ account_sid: world.account.sid, date: '2026-11-21T00:00:00.000Z' })
    }
    const { rows } = await world.store.callEvents.list(callSid as never, {}, { limit: 1_000 })
    const kept = rows.map(({ kind, name }) => [kind, name])
    expect(told).toEqual(kept.slice(0, told.length))
    expect(told).toEqual(expect.arrayContaining([['status', 'in-progress']]))
    expect(told.map(([kind]) => kind)).toContain('webhook')
    expect(feed.text()).not.toContain(world.account.authToken)
    expect(feed.text()).not.toContain(phone.token({ incoming: 'bob' }).split('.')[1])
  })

  test('tells of the kinds and of the calls that it is asked for, and of nothing else', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const statuses = await follow(world, { query: '?Kind=status&Kind=ended' })
    const presence = await follow(world, { query: '?Kind=presence' })
    const { alice, callSid, childSid } = await phone.talk()
    const child = await follow(world, { query: `?CallSid=${childSid}` })
    alice.send('hangup', { callsid: callSid })
    await expect.poll(() => statuses.left().filter(({ data }) => data['kind'] === 'ended')).toHaveLength(2)
    expect(new Set(statuses.left().map(({ data }) => data['kind']))).toEqual(new Set(['status', 'ended']))
    expect(presence.left().map(({ type }) => type)).toEqual(['roster', 'presence'])
    await expect.poll(() => child.left().map(({ data }) => data['kind'])).toContain('ended')
    for (const { data } of child.left()) expect(data['call_sid']).toBe(childSid)
    expect(child.text()).not.toContain('roster')
  })

  test('tells nothing of another account', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const { sid } = await world.clients[6].api.v2010.accounts.create()
    const { account } = world
    const other = await follow(world, {
      signIn: { username: account.sid, password: account.authToken, accountSid: sid },
    })
    await phone.register({ incoming: 'bob' })
    const own = await follow(world)
    expect((await own.next('roster')).data).toMatchObject({ client_names: ['bob'] })
    expect(other.left()).toMatchObject([{ type: 'roster', data: { account_sid: sid, client_names: [] } }])
  })

  test('shows a sign of life, by which its reader stands where the feed does although nothing came for it', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const feed = await follow(world, { query: '?Kind=quality' })
    const before = feed.lastEventId()
    await phone.register({ incoming: 'bob' })
    world.clock.advance(feedLimits.heartbeatMs)
    await feed.comment()
    expect(feed.left()).toEqual([])
    expect(feed.lastEventId()).not.toBe(before)
    world.clock.advance(feedLimits.heartbeatMs)
    await feed.comment()
  })
})

describe('a feed that is resumed', () => {
  test('tells exactly what was missed, once and in order, and who is there only if it has to begin anew', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const feed = await follow(world)
    await phone.register({ incoming: 'bob' })
    const { id } = await feed.next('presence')
    feed.close()
    for (const incoming of ['jane', 'eve']) await phone.register({ incoming })
    const again = await follow(world, { lastEventId: id })
    expect(again.left().map(({ data }) => data['client_name'])).toEqual(['jane', 'eve'])
    await phone.register({ incoming: 'carl' })
    expect((await again.next('presence')).data).toMatchObject({ client_name: 'jane' })
    const third = await follow(world, { lastEventId: again.left()[0]?.id ?? '' })
    expect(third.left().map(({ data }) => data['client_name'])).toEqual(['carl'])
    expect(again.text()).not.toMatch(/roster|gap/)
  })

  test.each(['x', 'deadbeef-1', `deadbeef-${'9'.repeat(400)}`])(
    'from %s, which it does not know, says that something may be missing, and who is there',
    async (lastEventId) => {
      const world = await createRestWorld()
      const feed = await follow(world, { lastEventId })
      expect(await feed.next()).toMatchObject({ type: 'gap', data: {} })
      expect(await feed.next()).toMatchObject({ type: 'roster' })
    },
  )

  test('too late begins anew: the events of an account that nobody reads are not kept', async () => {
    const world = await createRestWorld()
    const feed = await follow(world)
    const { id } = await feed.next('roster')
    feed.close()
    await world.clock.armed(feedLimits.historyMs, 1)
    world.clock.advance(feedLimits.historyMs)
    const again = await follow(world, { lastEventId: id })
    expect(await again.next()).toMatchObject({ type: 'gap' })
  })
})

describe('a feed ends', () => {
  test('when the gateway shuts down', async () => {
    const world = await createRestWorld()
    const feed = await follow(world)
    const closing = world.gateway.close()
    await feed.ended()
    await closing
  })

  test('at once when its account is suspended, and cannot be opened then', async () => {
    const world = await createRestWorld()
    const { accounts } = world.clients[6].api.v2010
    const { sid, authToken } = await accounts.create()
    const signIn = { username: sid, password: authToken }
    const [feed, own] = [await follow(world, { signIn }), await follow(world)]
    await accounts(sid).update({ status: 'suspended' })
    await feed.ended()
    expect((await follow(world, { signIn })).status).toBe(401)
    world.clock.advance(feedLimits.heartbeatMs)
    await own.comment()
  })

  test('at the next sign of life when its API key is gone', async () => {
    const world = await createRestWorld()
    const { sid: username, secret: password } = await world.clients[6].newKeys.create({})
    const feed = await follow(world, { signIn: { username, password, accountSid: world.account.sid } })
    await world.clients[6].keys(username).remove()
    world.clock.advance(feedLimits.heartbeatMs)
    await feed.ended()
  })

  test('at the next sign of life when its auth token is replaced, or its account suspended by a command', async () => {
    const world = await createRestWorld()
    const feed = await follow(world)
    await world.store.accounts.update(world.account.sid, { authToken: 'another-auth-token-of-this-test' }, 0)
    world.clock.advance(feedLimits.heartbeatMs)
    await feed.ended()
    const signIn = { username: world.account.sid, password: 'another-auth-token-of-this-test' }
    const other = await follow(world, { signIn })
    await world.store.accounts.update(world.account.sid, { status: 'suspended' }, 0)
    world.clock.advance(feedLimits.heartbeatMs)
    await other.ended()
  })
})

test('an account may have so many feeds open, and another one as soon as one is closed', async () => {
  const world = await createRestWorld()
  const feeds: FeedClient[] = []
  for (let count = 0; count < feedLimits.serverFeedsPerAccount; count += 1) feeds.push(await follow(world))
  expect(await world.ask(path)).toMatchObject({
    status: 429,
    json: { code: 20429, message: 'Too Many Requests: Too many feeds of the account are open; close some.' },
  })
  feeds[0]?.close()
  await expect.poll(async () => (await follow(world)).status).toBe(200)
})

test('a feed needs credentials, and has no HEAD', async () => {
  const world = await createRestWorld()
  expect(await world.ask(path, { signIn: undefined })).toMatchObject({ status: 401, json: { code: 20003 } })
  const { status, headers } = await world.ask(path, { method: 'HEAD' })
  expect([status, headers.get('allow')]).toEqual([405, 'GET'])
})

const kinds =
  'created, status, change, signal, webhook, status-callback, twiml, dtmf, media, quality, message, notification, ended or presence'
const sidRule = 'Invalid SID: CallSid must be CA and 32 of 0-9 a-f.'

test.each<[Record<string, string>, number, string]>([
  [{ Kind: 'calls' }, 20422, `Invalid Parameter: Kind must be ${kinds}.`],
  [{ Kind: '' }, 20422, `Invalid Parameter: Kind must be ${kinds}.`],
  [{ Kind: 'status'.repeat(99) }, 20422, `Invalid Parameter: Kind must be ${kinds}.`],
  [{ CallSid: '' }, 20423, sidRule],
  [{ CallSid: 'CA1' }, 20423, sidRule],
  [{ CallSid: `CA${'0'.repeat(300)}` }, 20423, sidRule],
])('the filter %j is refused', async (form, code, message) => {
  await expectParameterFault(await createRestWorld(), { path, form, method: 'GET', code, message })
})

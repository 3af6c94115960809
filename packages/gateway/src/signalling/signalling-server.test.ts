import { once } from 'node:events'
import { request } from 'node:http'
import type { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { revokeTokenId } from '../account/token-revocation.js'
import { createDeferred } from '../call/deferred.js'
import {
  accountSid,
  applicationSid,
  authToken,
  inWorld,
  otherAccountSid,
  voiceUrl,
} from './test-support/signalling-world.js'
import { invite, offer, register, talk, tempId } from './test-support/phone-call.js'
import type { SignallingWorld } from './test-support/signalling-world.js'
import type { SocketClient } from './test-support/socket-client.js'

/** Ask for a WebSocket by hand: the socket behind it is nobody's, and answers nothing by itself. */
function upgrade(url: string): Promise<{ readonly status: number | undefined; readonly socket: Duplex }> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    const asked = request(url.replace('ws:', 'http:'), { headers })
    asked.on('response', ({ statusCode, socket }) => {
      resolve({ status: statusCode, socket })
    })
    asked.on('upgrade', ({ statusCode }, socket) => {
      resolve({ status: statusCode, socket })
    })
    asked.on('error', reject)
    asked.end()
  })
}

async function upgradeStatus(url: string): Promise<number | undefined> {
  const { status, socket } = await upgrade(url)
  socket.destroy()
  return status
}

/** Expects the refusal that every SDK understands: the error, then `close`. */
async function expectRefusal(client: SocketClient, code: number): Promise<void> {
  const closed = client.closed()
  expect(await client.next('error')).toMatchObject({ error: { code } })
  await client.next('close')
  expect(await closed).toBe(1008)
}

/** Expects the refusal for now that sends an SDK into its back-off: the error, and no `close`. */
async function expectPostponement(client: SocketClient, retryAfter: number): Promise<void> {
  const closed = client.closed()
  expect(await client.next('error')).toMatchObject({ error: { code: 31206, retryAfter } })
  expect(await closed).toBe(1013)
  expect(client.leftTypes).toEqual([])
}

describe('listen', () => {
  test(
    'a valid token gets connected, with who the device is, how long the token lives, and where it is',
    inWorld(async ({ open, token }) => {
      const client = await open()
      client.send('listen', { token: token({ incoming: 'bob', ttl: 600 }) })
      expect(await client.next('connected')).toEqual({
        region: 'US_EAST_VIRGINIA',
        edge: 'ashburn',
        gateway: 'node-1',
        home: 'invalid/insights?h=',
        token: { identity: 'bob', ttl: 600 },
      })
    }),
  )

  test(
    'a device that dialled a host of some edge is told that it is there, again at each refresh',
    inWorld(async ({ open, token }) => {
      const client = await open('1.5', 'voice-js.sydney.twilio.com')
      for (const ttl of [600, 700]) {
        client.send('listen', { token: token({ incoming: 'bob', ttl }) })
        const there = { region: 'ASIAPAC_SYDNEY', edge: 'sydney', gateway: 'node-1', home: 'invalid/insights?h=' }
        expect(await client.next('connected')).toMatchObject({ ...there, token: { ttl } })
      }
    }),
  )

  test.each([
    ['a signature by another key', 31202, { authToken: 'another' }],
    ['an account that is not known', 31203, { accountSid: `AC${'c'.repeat(32)}` }],
    ['an expiry in the past', 31205, { now: 1_000_000_000 }],
  ])('a token with %s is refused with %i', (_case, code, options) =>
    inWorld(async ({ open, token, notices }) => {
      const client = await open()
      client.send('listen', { token: token({ incoming: 'bob', ...options }) })
      await expectRefusal(client, code)
      expect(notices).toEqual([`refused ${code}`])
    })(),
  )

  test(
    'text that is no token is refused with 31204, and the refusal does not repeat it',
    inWorld(async ({ open }) => {
      const client = await open()
      client.send('listen', { token: 'not.a.token-at-all' })
      const { error } = await client.next('error')
      expect(error.code).toBe(31204)
      expect(error.message).not.toContain('token-at-all')
      await client.next('close')
    }),
  )

  test(
    'anything before listen is refused with 31102',
    inWorld(async ({ open }) => {
      const client = await open()
      client.send('register', { media: { audio: true } })
      await expectRefusal(client, 31102)
    }),
  )

  test(
    'a device that says nothing is refused when its time is up',
    inWorld(async ({ open, clock }) => {
      const client = await open()
      clock.advance(5_000)
      await expectRefusal(client, 31102)
    }),
  )

  test(
    'messages sent in one burst behind listen wait until it is decided',
    inWorld(async ({ open, token }) => {
      const client = await open()
      client.send('listen', { token: token({ incoming: 'bob' }) })
      client.send('register', { media: { audio: true } })
      await client.next('ready')
      expect(client.leftTypes).toEqual(['connected'])
    }),
  )

  test(
    'a second listen replaces the token: another name moves the presence',
    inWorld(async ({ enter, token, presence }) => {
      const client = await enter({ incoming: 'bob' })
      await register(client)
      client.send('listen', { token: token({ incoming: 'robert', ttl: 120 }) })
      expect(await client.next('connected')).toMatchObject({ token: { identity: 'robert', ttl: 120 } })
      expect(presence.availableNames(accountSid)).toEqual(['robert'])
    }),
  )

  test(
    'a second listen of another account is refused',
    inWorld(async ({ enter, token }) => {
      const client = await enter({ incoming: 'bob' })
      client.send('listen', { token: token({ incoming: 'bob', accountSid: otherAccountSid }) })
      await expectRefusal(client, 31203)
    }),
  )

  test(
    'after a rotation old tokens live as long as the secondary key stands',
    inWorld(async ({ enter, open, token, store, clock }) => {
      const rotated = { authToken: 'new-auth-token', secondaryAuthToken: authToken }
      await store.accounts.update(accountSid, rotated, clock.now())
      await enter({ incoming: 'bob' })
      await store.accounts.update(accountSid, { secondaryAuthToken: null }, clock.now())
      const late = await open()
      late.send('listen', { token: token({ incoming: 'bob' }) })
      await expectRefusal(late, 31202)
    }),
  )

  test(
    'a token of a suspended account, and one that was revoked by its id, are refused',
    inWorld(async ({ open, token, store, clock }) => {
      await store.revokedTokens.revoke(revokeTokenId(accountSid, 'stolen', clock.now()))
      const revoked = await open()
      revoked.send('listen', { token: token({ incoming: 'bob', tokenId: 'stolen' }) })
      await expectRefusal(revoked, 31204)
      await store.accounts.update(accountSid, { status: 'suspended' }, clock.now())
      const suspended = await open()
      suspended.send('listen', { token: token({ incoming: 'bob' }) })
      await expectRefusal(suspended, 31203)
    }),
  )
})

describe('listen that goes wrong', () => {
  test(
    'a token that cannot be looked at ends the connection, so that the device asks again',
    inWorld(async ({ open, token, store, notices }) => {
      const client = await open()
      await store.close()
      client.send('listen', { token: token({ incoming: 'bob' }) })
      expect(await client.closed()).toBe(1011)
      expect(notices).toEqual([expect.stringContaining('fault')])
    }),
  )

  test(
    'what is sent behind a token that is refused gets no further answer',
    inWorld(async ({ open, token }) => {
      const client = await open()
      client.send('listen', { token: token({ incoming: 'bob', authToken: 'another' }) })
      client.send('register', { media: { audio: true } })
      await client.closed()
      expect(client.leftTypes).toEqual(['error', 'close'])
    }),
  )

  test(
    'a refresh that takes every name away takes the device offline',
    inWorld(async ({ enter, token, presence }) => {
      const client = await enter({ incoming: 'bob' })
      await register(client)
      client.send('listen', { token: token({ outgoing: applicationSid }) })
      await client.next('offline')
      expect(presence.availableNames(accountSid)).toEqual([])
    }),
  )
})

describe('register', () => {
  test(
    'an incoming grant makes the name available, and unregistering ends that',
    inWorld(async ({ enter, presence }) => {
      const client = await enter({ incoming: 'bob' })
      await register(client)
      expect(presence.availableNames(accountSid)).toEqual(['bob'])
      client.send('register', { media: { audio: false } })
      await client.next('offline')
      expect(presence.availableNames(accountSid)).toEqual([])
    }),
  )

  test(
    'without an incoming scope a newer client is refused, and stays connected for outgoing calls',
    inWorld(async ({ enter, presence }) => {
      const client = await enter({ outgoing: applicationSid })
      client.send('register', { media: { audio: true } })
      expect(await client.next('error')).toMatchObject({ error: { code: 31201 } })
      await client.next('offline')
      expect(presence.availableNames(accountSid)).toEqual([])
      expect(presence.connectedDevices).toBe(1)
    }),
  )

  test(
    'without an incoming scope an older client gets the ready that it waits for, and no presence',
    inWorld(async ({ enter, presence }) => {
      await register(await enter({ outgoing: applicationSid }, '1.5'))
      expect(presence.availableNames(accountSid)).toEqual([])
    }),
  )

  test(
    'when the token expires the device is told, and is no longer available',
    inWorld(async ({ enter, clock, presence }) => {
      const client = await enter({ incoming: 'bob', ttl: 3 })
      await register(client)
      clock.advance(3_000)
      expect(await client.next('error')).toMatchObject({ error: { code: 31205 } })
      await client.next('offline')
      expect(presence.availableNames(accountSid)).toEqual([])
      client.send('register', { media: { audio: true } })
      expect(await client.next('error')).toMatchObject({ error: { code: 31205 } })
    }),
  )

  test(
    'a token that is refreshed in time leaves the device registered',
    inWorld(async ({ enter, clock, presence, token }) => {
      const client = await enter({ incoming: 'bob', ttl: 3 })
      await register(client)
      client.send('listen', { token: token({ incoming: 'bob', ttl: 60 }) })
      await client.next('connected')
      clock.advance(3_000)
      expect(await presence.registered(accountSid, 'bob')).toHaveLength(1)
    }),
  )
})

describe('connections', () => {
  test(
    'a device that is gone is no longer available',
    inWorld(async ({ enter, presence }) => {
      const client = await enter({ incoming: 'bob' })
      await register(client)
      const unavailable = new Promise((resolve) => presence.onChange(resolve))
      client.drop()
      await unavailable
      expect(presence.connectedDevices).toBe(0)
    }),
  )

  test(
    'heartbeats come at their interval, and one who answers them stays',
    inWorld(async ({ enter, clock, presence }) => {
      const client = await enter({ incoming: 'bob' })
      for (let beat = 1; beat <= 6; beat++) {
        const heard = client.nextFrame()
        clock.advance(5_000)
        await heard
        await expect.poll(() => client.heartbeats).toBe(beat)
        client.send('register', { media: { audio: true } })
        await client.next('ready')
      }
      expect(presence.connectedDevices).toBe(1)
    }),
  )

  test(
    'a silent death is noticed after three unanswered heartbeats',
    inWorld(async ({ enter, clock, presence }) => {
      const client = await enter({ incoming: 'bob' })
      client.echoesHeartbeats = false
      await register(client)
      clock.advance(15_000)
      expect(presence.connectedDevices).toBe(1)
      clock.advance(5_000)
      expect(presence.connectedDevices).toBe(0)
    }),
  )

  test(
    'more messages than the limit are refused with 31206',
    inWorld(
      async ({ enter }) => {
        const client = await enter({ incoming: 'bob' })
        for (let sent = 0; sent < 10; sent++) client.send('register', { media: { audio: true } })
        await expectRefusal(client, 31206)
      },
      { messageBurst: 5, messagesPerSecond: 1 },
    ),
  )

  test(
    'more messages than may wait for the one before them are refused with 31206',
    inWorld(
      async ({ open, token, context }) => {
        const client = await open()
        const decision = createDeferred<undefined>()
        const authorise = context.authorise
        Object.assign(context, {
          authorise: async (text: string) => {
            await decision.promise
            return authorise(text)
          },
        })
        client.send('listen', { token: token({ incoming: 'bob' }) })
        for (let sent = 0; sent < 5; sent++) client.send('register', { media: { audio: true } })
        await expectRefusal(client, 31206)
        decision.resolve(undefined)
      },
      { maxWaitingMessages: 5 },
    ),
  )

  test(
    'more tokens of one account than the limit are waited with, in turn, and those of others are not',
    inWorld(
      async ({ enter, open, token, clock }) => {
        await enter({ incoming: 'bob' })
        const crowd = [await open(), await open()]
        for (const device of crowd) device.send('listen', { token: token({ incoming: 'bob' }) })
        await clock.armed(2_000, 1)
        await enter({ incoming: 'bob', accountSid: otherAccountSid })
        const [first, second] = crowd
        clock.advance(1_000)
        await first?.next('connected')
        expect(second?.leftTypes).toEqual([])
        clock.advance(1_000)
        await second?.next('connected')
      },
      { listensPerAccountPerSecond: 1 },
    ),
  )

  test(
    'a device that would have to wait too long gets 31206 and when to come back, and is not told to stay away',
    inWorld(
      async ({ enter, open, token, clock, notices }) => {
        await enter({ incoming: 'bob' })
        const late = await open()
        late.send('listen', { token: token({ incoming: 'bob' }) })
        await expectPostponement(late, 1)
        expect(notices).toContain('refused 31206')
        clock.advance(1_000)
        await enter({ incoming: 'bob' })
      },
      { listensPerAccountPerSecond: 1, longestWaitMs: 900 },
    ),
  )

  test(
    'a refresh waits for nobody',
    inWorld(
      async ({ enter, token }) => {
        const bob = await enter({ incoming: 'bob' })
        for (let count = 0; count < 3; count += 1) {
          bob.send('listen', { token: token({ incoming: 'bob' }) })
          await bob.next('connected')
        }
      },
      { listensPerAccountPerSecond: 1 },
    ),
  )

  test(
    'more connections of one address than the limit are waited with',
    inWorld(
      async ({ enter, open, token, clock }) => {
        for (let count = 0; count < 2; count += 1) await enter({ incoming: 'bob' })
        const late = await open()
        late.send('listen', { token: token({ incoming: 'bob' }) })
        await clock.armed(30_000, 1)
        expect(late.leftTypes).toEqual([])
        clock.advance(30_000)
        await late.next('connected')
      },
      { connectionsPerAddressPerMinute: 2, missedHeartbeats: 100 },
    ),
  )

  test(
    'and beyond that get 31206, and may come back',
    inWorld(
      async ({ enter, open, clock, presence }) => {
        await enter({ incoming: 'bob' })
        await expectPostponement(await open(), 30)
        expect(presence.connectedDevices).toBe(1)
        clock.advance(60_000)
        await expect.poll(() => presence.connectedDevices).toBe(0)
        await enter({ incoming: 'bob' })
      },
      { connectionsPerAddressPerMinute: 1 },
    ),
  )

  test(
    'a device that leaves while it waits leaves nothing behind',
    inWorld(
      async ({ enter, open, token, clock, presence }) => {
        const bob = await enter({ incoming: 'bob' })
        const late = await open()
        late.send('listen', { token: token({ incoming: 'bob' }) })
        await clock.armed(1_000, 1)
        late.drop()
        bob.drop()
        await expect.poll(() => clock.pending).toBe(0)
        expect(presence.connectedDevices).toBe(0)
      },
      { listensPerAccountPerSecond: 1 },
    ),
  )

  test(
    'one that was refused and does not answer the close is cut off at the next heartbeat',
    inWorld(async ({ url, clock }) => {
      const { socket } = await upgrade(url)
      const refused = once(socket, 'data')
      clock.advance(5_000)
      await refused
      const closed = once(socket, 'close')
      clock.advance(5_000)
      await closed
    }),
  )

  test(
    'another path gets 404',
    inWorld(async ({ url }) => {
      expect(await upgradeStatus(url.replace('/signal', '/other'))).toBe(404)
    }),
  )

  test(
    'a device that does not read is dropped when too much waits for it',
    inWorld(
      async ({ enter, notices, presence }) => {
        const client = await enter({ incoming: 'bob' })
        await register(client)
        client.pause()
        const [device] = await presence.registered(accountSid, 'bob')
        const message = { type: 'ready', version: '', payload: { fill: 'x'.repeat(4_000) } } as const
        let sent = 0
        // The operating system takes some megabytes before anything waits in this process.
        while (presence.send(device?.id ?? '', message)) sent += 1
        expect(sent).toBeLessThan(10_000)
        expect(notices).toContain('slow reader')
        expect(presence.connectedDevices).toBe(0)
      },
      { maxQueuedBytes: 65_536 },
    ),
  )

  test.each([
    ['a frame that is no JSON', 'nonsense'],
    ['a field of the wrong type', '{"type":"register","version":"1.6","payload":{"media":{"audio":"yes"}}}'],
  ])('%s is answered with an error, and the device stays', (_case, text) =>
    inWorld(async ({ enter }) => {
      const client = await enter({ incoming: 'bob' })
      client.sendText(text)
      expect(await client.next('error')).toMatchObject({ error: { code: 31100 } })
      await register(client)
    })(),
  )

  test(
    'an unknown type of message changes nothing',
    inWorld(async ({ enter }) => {
      const client = await enter({ incoming: 'bob' })
      client.sendText('{"type":"roster","version":"1.6","payload":{}}')
      await register(client)
      expect(client.leftTypes).toEqual([])
    }),
  )

  test(
    'bytes, and frames over the bound, end the connection',
    inWorld(async ({ enter }) => {
      const binary = await enter({ incoming: 'bob' })
      binary.sendBytes(Buffer.from('x'))
      expect(await binary.closed()).toBe(1003)
      const large = await enter({ incoming: 'bob' })
      large.sendText(' '.repeat(65_537))
      expect(await large.closed()).toBe(1009)
    }),
  )
})

describe('drain', () => {
  test(
    'devices without a call are told to reconnect, and newcomers are turned away',
    inWorld(async ({ enter, drain, signalling, url }) => {
      const idle = await enter({ incoming: 'bob' })
      drain()
      const closed = idle.closed()
      signalling.releaseIdle()
      expect(await closed).toBe(1012)
      expect(await upgradeStatus(url)).toBe(503)
    }),
  )

  test(
    'no call starts: the device is told so, and to reconnect',
    inWorld(async ({ enter, drain }) => {
      const late = await enter({ outgoing: applicationSid })
      drain()
      const closed = late.closed()
      await invite(late)
      expect(await late.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31503 } })
      expect(await closed).toBe(1012)
    }),
  )

  test(
    'a device in a call stays, may refresh its token and hang up, and starts no other call',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world)
      world.drain()
      world.signalling.releaseIdle()
      alice.send('listen', { token: world.token({ incoming: 'alice', outgoing: applicationSid }) })
      await alice.next('connected')
      await invite(alice, tempId.replace('1', '2'))
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31503 } })
      alice.send('hangup', { callsid: callSid })
      await bob.next('hangup')
    }),
  )

  test(
    'a device that lost its connection in a call is let back in, and to its call',
    inWorld(async (world) => {
      const { alice, bob, callSid, reconnect, sdp } = await talk(world)
      world.drain()
      world.signalling.releaseIdle()
      alice.drop()
      const back = await world.enter({ incoming: 'alice', outgoing: applicationSid })
      back.send('invite', { callsid: callSid, sdp, reconnect: reconnect ?? '', twilio: {} })
      expect(await back.next('answer')).toMatchObject({ callsid: callSid })
      back.send('hangup', { callsid: callSid })
      await bob.next('hangup')
    }),
  )

  test(
    'an older client is let back in too, and is heard on its call',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world, '1.5')
      world.drain()
      world.signalling.releaseIdle()
      alice.drop()
      const back = await world.enter({ incoming: 'alice', outgoing: applicationSid }, '1.5')
      back.send('hangup', { callsid: callSid })
      await bob.next('hangup')
    }),
  )

  test(
    'while a call runs, whoever comes back for want of another node is let in, and starts no call',
    inWorld(async (world) => {
      await talk(world)
      world.drain()
      for (const version of ['1.6', '1.5'] as const) {
        const carol = await world.enter({ incoming: 'carol', outgoing: applicationSid }, version)
        await register(carol)
        world.clock.advance(5_000)
        const closed = carol.closed()
        await invite(carol, tempId.replace('1', '2'))
        expect(await carol.next('hangup')).toMatchObject({ error: { code: 31503 } })
        expect(await closed).toBe(1012)
      }
      const forger = await world.open()
      forger.send('listen', { token: world.token({ incoming: 'alice', authToken: 'another' }) })
      await expectRefusal(forger, 31202)
    }),
  )

  test(
    'a device that has not yet shown its token is not sent away: it would forget its registration',
    inWorld(async (world) => {
      await talk(world)
      const carol = await world.open()
      world.drain()
      world.signalling.releaseIdle()
      carol.send('listen', { token: world.token({ incoming: 'carol' }) })
      await carol.next('connected')
    }),
  )

  test(
    'a device whose call has ended is sent away at the next heartbeat, and who talks stays',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world)
      world.drain()
      world.signalling.releaseIdle()
      world.clock.advance(5_000)
      alice.send('hangup', { callsid: callSid })
      await bob.next('hangup')
      await world.calls.idle()
      const closed = Promise.all([alice.closed(), bob.closed()])
      world.clock.advance(5_000)
      expect(await closed).toEqual([1012, 1012])
    }),
  )
})

describe('calls over the wire', () => {
  test(
    'of the devices of a name the ten newest ring',
    inWorld(async ({ enter, webhooks }) => {
      webhooks.serve(voiceUrl, () => ({ body: '<Response><Dial><Client>bob</Client></Dial></Response>' }))
      const bobs: SocketClient[] = []
      for (let count = 0; count < 12; count += 1) {
        const bob = await enter({ incoming: 'bob' })
        await register(bob)
        bobs.push(bob)
      }
      await invite(await enter({ outgoing: applicationSid }))
      const [oldest, newest] = [bobs.slice(0, 2), bobs.slice(2)]
      for (const bob of newest) await bob.next('invite')
      // Had they been rung, that would have come before this.
      for (const bob of oldest) await register(bob)
      expect(oldest.flatMap(({ leftTypes }) => leftTypes)).toEqual([])
    }),
  )

  async function inviteError(
    { enter }: SignallingWorld,
    options: Parameters<SignallingWorld['enter']>[0],
  ): Promise<number | undefined> {
    const client = await enter(options)
    client.send('invite', { callsid: tempId, sdp: 'v=0', twilio: {} })
    const { callsid, error } = await client.next('hangup')
    expect(callsid).toBe(tempId)
    return error?.code
  }

  test(
    'without an outgoing scope there is no call out: 31002',
    inWorld(async (world) => {
      expect(await inviteError(world, { incoming: 'bob' })).toBe(31002)
    }),
  )

  test(
    'an application that the account does not have is refused: 31001',
    inWorld(async (world) => {
      expect(await inviteError(world, { outgoing: `AP${'f'.repeat(32)}` })).toBe(31001)
    }),
  )

  test(
    'an expired token starts nothing: 31205',
    inWorld(async ({ enter, clock }) => {
      const client = await enter({ outgoing: applicationSid, ttl: 1 })
      clock.advance(1_000)
      client.send('invite', { callsid: tempId, sdp: 'v=0', twilio: {} })
      expect(await client.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31205 } })
    }),
  )

  test(
    'the application is that of the token, and its signed parameters beat those of the device',
    inWorld(async ({ enter, webhooks }) => {
      webhooks.serve(voiceUrl, () => ({ body: '<Response><Reject/></Response>' }))
      const client = await enter({ outgoing: applicationSid, params: { plan: 'gold' } })
      const params = 'plan=free&room=7&ApplicationSid=APevil&From=client%3Aeve'
      client.send('invite', { callsid: tempId, sdp: await offer(), twilio: { params } })
      expect(await client.next('hangup')).toMatchObject({ error: { code: 31603 } })
      expect(webhooks.requests.map(({ params: sent }) => sent)).toMatchObject([
        { plan: 'gold', room: '7', ApplicationSid: applicationSid, From: 'client:caller' },
      ])
    }),
  )
})

import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import {
  accountSid,
  applicationSid,
  authToken,
  inWorld,
  otherAccountSid,
  voiceUrl,
} from './test-support/signalling-world.js'
import type { SignallingWorld } from './test-support/signalling-world.js'
import type { SocketClient } from './test-support/socket-client.js'

const tempId = 'TJS00000000-0000-4000-8000-000000000001'

function upgradeStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    }
    const asked = request(url.replace('ws:', 'http:'), { headers })
    asked.on('response', ({ statusCode }) => {
      resolve(statusCode)
    })
    asked.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode)
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Expects the refusal that every SDK understands: the error, then `close`. */
async function expectRefusal(client: SocketClient, code: number): Promise<void> {
  const closed = client.closed()
  expect(await client.next('error')).toMatchObject({ error: { code } })
  await client.next('close')
  expect(await closed).toBe(1008)
}

async function register(client: SocketClient): Promise<void> {
  client.send('register', { media: { audio: true } })
  await client.next('ready')
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
      await store.revokedTokens.revoke(accountSid, 'stolen', clock.now() / 1000 + 3_600)
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
      expect(presence.registered(accountSid, 'bob')).toHaveLength(1)
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
    'more tokens of one account than the limit are refused with 31206',
    inWorld(
      async ({ enter, open, token }) => {
        await enter({ incoming: 'bob' })
        const late = await open()
        late.send('listen', { token: token({ incoming: 'bob' }) })
        await expectRefusal(late, 31206)
      },
      { listensPerAccountPerSecond: 1 },
    ),
  )

  test(
    'more connections of one address than the limit get 429',
    inWorld(
      async ({ url }) => {
        expect([await upgradeStatus(url), await upgradeStatus(url)]).toEqual([101, 429])
      },
      { connectionsPerAddressPerMinute: 1 },
    ),
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
        const [device] = presence.registered(accountSid, 'bob')
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
    'devices without a call are told to reconnect, newcomers are turned away, and no call starts',
    inWorld(async ({ enter, drain, signalling, url }) => {
      const [idle, later] = [await enter({ incoming: 'bob' }), await enter({ outgoing: applicationSid })]
      drain()
      later.send('invite', { callsid: tempId, sdp: 'v=0', twilio: {} })
      expect(await later.closed()).toBe(1012)
      const closed = idle.closed()
      signalling.releaseIdle()
      expect(await closed).toBe(1012)
      expect(await upgradeStatus(url)).toBe(503)
    }),
  )
})

describe('calls over the wire', () => {
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

async function offer(): Promise<string> {
  const { FakeMedia } = await import('../media/fake/fake-media.js')
  return new FakeMedia().createEndpoint(() => undefined).offer()
}

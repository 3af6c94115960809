import { AccessToken } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import type { Authorisation, Authorise } from '../account/authorise.js'
import { revokeTokenId } from '../account/token-revocation.js'
import { createDeferred } from '../call/deferred.js'
import { invite, offer, register, talk, tempId } from './test-support/phone-call.js'
import {
  accountSid,
  applicationSid,
  inWorld,
  otherAccountSid,
  type SignallingWorld,
  voiceUrl,
} from './test-support/signalling-world.js'

/** What takes a token's force while its device is connected, and what the device then hears. */
const losses = [
  [
    'revoked by its id',
    31204,
    ({ store, clock }) => store.revokedTokens.revoke(revokeTokenId(accountSid, 'stolen', clock.now())),
  ],
  [
    'of an account that is suspended',
    31203,
    ({ store, clock }) => store.accounts.update(accountSid, { status: 'suspended' }, clock.now()),
  ],
  [
    'signed by an auth token that was replaced and removed',
    31202,
    ({ store, clock }) => store.accounts.update(accountSid, { authToken: 'new-auth-token' }, clock.now()),
  ],
] as const satisfies readonly (readonly [string, number, (world: SignallingWorld) => Promise<unknown>])[]

const aliceAndBob = { incoming: 'alice', outgoing: applicationSid, tokenId: 'stolen' }

describe.each(losses)('a token that is %s while its device is connected', (_what, code, lose) => {
  test('starts no call', () =>
    inWorld(async (world) => {
      const alice = await world.enter(aliceAndBob)
      await lose(world)
      await invite(alice)
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code } })
      expect(world.webhooks.requests).toEqual([])
    })())

  test('is turned away once the devices of its account are looked through, and those of others are not', () =>
    inWorld(async (world) => {
      const alice = await world.enter(aliceAndBob)
      const other = await world.enter({ incoming: 'alice', accountSid: otherAccountSid })
      await register(alice)
      await lose(world)
      await world.signalling.expelInvalid(accountSid)
      expect(await alice.next('error')).toMatchObject({ error: { code } })
      await alice.next('close')
      expect(await alice.closed()).toBe(1008)
      await register(other)
    })())

  test('is rung no more, and its device is told why', () =>
    inWorld(async (world) => {
      const bob = await world.enter({ incoming: 'bob', tokenId: 'stolen' })
      await register(bob)
      const carol = await world.enter({ incoming: 'carol', outgoing: applicationSid })
      world.webhooks.serve(voiceUrl, async () => {
        await lose(world)
        return { body: '<Response><Dial><Client>bob</Client></Dial></Response>' }
      })
      await invite(carol)
      expect(await carol.next('hangup')).toMatchObject({ error: { code: 31480 } })
      expect(await bob.next('error')).toMatchObject({ error: { code } })
      await bob.next('offline')
      expect(bob.leftTypes).toEqual([])
      expect(world.presence.availableNames(accountSid)).toEqual([])
    })())

  test('registers no more, and its device is told why', () =>
    inWorld(async (world) => {
      const bob = await world.enter({ incoming: 'bob', tokenId: 'stolen' })
      await register(bob)
      await lose(world)
      world.clock.advance(1_000)
      bob.send('register', { media: { audio: true } })
      expect(await bob.next('error')).toMatchObject({ error: { code } })
      await bob.next('offline')
      expect(world.presence.availableNames(accountSid)).toEqual([])
      bob.send('register', { media: { audio: true } })
      expect(await bob.next('error')).toMatchObject({ error: { code } })
      await bob.next('offline')
      expect(bob.leftTypes).toEqual([])
    })())

  test('ends no call that runs, and lets its device hang up', () =>
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world, '1.6', { tokenId: 'stolen' })
      await lose(world)
      world.clock.advance(1_000)
      bob.send('register', { media: { audio: true } })
      await bob.next('offline')
      expect(world.calls.runningCalls).toBe(1)
      alice.send('hangup', { callsid: callSid })
      await bob.next('hangup')
    })())
})

describe('a token', () => {
  test(
    'that was refreshed is judged no more: what becomes of it does not concern its device',
    inWorld(async ({ enter, token, store, clock, presence }) => {
      const bob = await enter({ incoming: 'bob', tokenId: 'stolen' })
      await register(bob)
      bob.send('listen', { token: token({ incoming: 'bob', tokenId: 'fresh' }) })
      await bob.next('connected')
      await store.revokedTokens.revoke(revokeTokenId(accountSid, 'stolen', clock.now()))
      expect(await presence.registered(accountSid, 'bob')).toHaveLength(1)
    }),
  )

  test(
    'that is refreshed while it is judged takes nothing from its successor',
    inWorld(async ({ enter, token, context, presence }) => {
      const bob = await enter({ incoming: 'bob', tokenId: 'stolen' })
      await register(bob)
      const { authorise } = context
      const [asked, decided] = [createDeferred<undefined>(), createDeferred<Authorisation>()]
      const hold: Authorise = () => {
        asked.resolve(undefined)
        return decided.promise
      }
      Object.assign(context, { authorise: hold })
      const ringing = presence.registered(accountSid, 'bob')
      await asked.promise
      Object.assign(context, { authorise })
      bob.send('listen', { token: token({ incoming: 'bob' }) })
      await bob.next('connected')
      decided.resolve({ isOk: false, code: 31204, message: 'The token was revoked.' })
      expect(await ringing).toHaveLength(1)
      expect(presence.availableNames(accountSid)).toEqual(['bob'])
    }),
  )

  test(
    'signed by an API key holds as long as that key is there',
    inWorld(async ({ open, store, clock, presence }) => {
      const key = { sid: `SK${'1'.repeat(32)}`, accountSid, secret: 'key-secret', friendlyName: 'Tests' } as const
      await store.apiKeys.insert({ ...key, createdAt: clock.now(), updatedAt: clock.now() })
      const access = new AccessToken(accountSid, key.sid, key.secret, { identity: 'bob', ttl: 600 })
      access.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }))
      const bob = await open()
      bob.send('listen', { token: access.toJwt({ now: clock.now() / 1000 }) })
      await bob.next('connected')
      await register(bob)
      expect(await presence.registered(accountSid, 'bob')).toHaveLength(1)
      await store.apiKeys.delete(accountSid, key.sid)
      expect(await presence.registered(accountSid, 'bob')).toEqual([])
      expect(await bob.next('error')).toMatchObject({ error: { code: 31203 } })
    }),
  )

  test(
    'is not judged twice by a device that registers right behind listen',
    inWorld(async ({ enter, context, clock }) => {
      const bob = await enter({ incoming: 'bob' })
      let judged = 0
      const { authorise } = context
      const count: Authorise = (token) => {
        judged += 1
        return authorise(token)
      }
      Object.assign(context, { authorise: count })
      await register(bob)
      expect(judged).toBe(0)
      clock.advance(1_000)
      await register(bob)
      expect(judged).toBe(1)
    }),
  )
})

describe('a connection', () => {
  test(
    'that was told to close is neither rung nor heard, however long the device takes to go',
    inWorld(async ({ enter, presence }) => {
      const bob = await enter({ incoming: 'bob' })
      await register(bob)
      bob.pause()
      const [device] = await presence.registered(accountSid, 'bob')
      for (let sent = 0; sent < 2; sent += 1) bob.send('register', { media: { audio: true } })
      await expect.poll(() => presence.connectedDevices).toBe(0)
      expect(await presence.registered(accountSid, 'bob')).toEqual([])
      expect(presence.find(device?.id ?? '')).toBeUndefined()
      bob.resume()
    }, { messageBurst: 2, messagesPerSecond: 1 }), // prettier-ignore
  )

  test(
    'that is a test of twilio-client 1.x hears of its end only when the client can have taken a sample',
    inWorld(async ({ enter, webhooks, clock, calls, observer }) => {
      webhooks.serve(voiceUrl, () => ({ body: '<Response><Hangup/></Response>' }))
      const tester = await enter(aliceAndBob, '1.5')
      tester.send('invite', { callsid: tempId, sdp: await offer(), twilio: {}, preflight: true })
      await tester.next('answer')
      await calls.idle()
      expect(observer.statuses.at(-1)?.call.status).toBe('completed')
      // Had the end been sent, it would have come before this.
      await register(tester)
      expect(tester.leftTypes).toEqual([])
      clock.advance(2_000)
      await tester.next('hangup')
    }),
  )

  test(
    'that is lost while its call is being made leaves no call behind',
    inWorld(async (world) => {
      const { enter, context, calls, webhooks, observer } = world
      webhooks.serve(voiceUrl, () => ({ body: '<Response><Pause length="600"/></Response>' }))
      const alice = await enter(aliceAndBob)
      const { authorise } = context
      const [asked, gone] = [createDeferred<undefined>(), createDeferred<undefined>()]
      const hold: Authorise = async (token) => {
        asked.resolve(undefined)
        await gone.promise
        return authorise(token)
      }
      Object.assign(context, { authorise: hold })
      await invite(alice)
      await asked.promise
      alice.drop()
      await expect.poll(() => world.presence.connectedDevices).toBe(0)
      gone.resolve(undefined)
      await expect.poll(() => observer.eventsOf('ended')).toHaveLength(1)
      await calls.idle()
    }),
  )

  test(
    'whose call cannot be looked into is told that it failed',
    inWorld(async ({ enter, store, notices }) => {
      const alice = await enter(aliceAndBob)
      await store.close()
      await invite(alice)
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31000 } })
      expect(notices).toContainEqual(expect.stringContaining('fault'))
    }),
  )
})

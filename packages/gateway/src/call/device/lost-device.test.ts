import { describe, expect, test } from 'vitest'
import type { FakeEndpoint } from '../../media/fake/fake-endpoint.js'
import { createDeferred } from '../deferred.js'
import { type CallWorld, inWorld, otherAccountSid, voiceUrl } from '../test-support/call-world.js'
import { dialBob, dialBobOnBridge, ring, settle, talk } from '../test-support/scene.js'

const packet = { format: 'opus', payload: Buffer.from([1]) } as const

/** The caller's and the callee's media. */
function mediaOf({ media }: CallWorld): readonly [FakeEndpoint, FakeEndpoint] {
  const [bridge] = media.bridges
  if (bridge === undefined) throw new Error('Nobody talks')
  return bridge
}

describe('a device that is lost while it rings', () => {
  test(
    'is given up at once; the others of its name ring on',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, childSid } = await ring(world)
      const { sdp } = await second.next('invite')
      world.lose(bob)
      await second.answer(childSid, sdp)
      await alice.next('answer')
    }),
  )

  test(
    'and is the last one ends the dial with no-answer, without waiting for the timeout',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await ring(world)
      world.lose(bob)
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31408 } })
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('no-answer')
    }),
  )

  test(
    'cannot come back to that call, but may be called again',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { bob, childSid, reconnect } = await ring(world)
      world.lose(bob)
      const back = world.connect('bob')
      expect(await back.next('cancel')).toMatchObject({ callsid: childSid, reason: 'not-answered' })
      await back.resume(childSid, reconnect ?? '')
      expect(await back.next('hangup')).toMatchObject({ callsid: childSid, error: { code: 31209 } })
      expect(second.heard).toEqual(['invite'])
    }),
  )

  test(
    'while its offer was being made is not waited for either',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBobOnBridge)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      const asked = createDeferred<undefined>()
      const createEndpoint = world.media.createEndpoint.bind(world.media)
      world.media.createEndpoint = (onEvent) => {
        const endpoint = createEndpoint(onEvent)
        const offer = endpoint.offer.bind(endpoint)
        endpoint.offer = () => {
          world.lose(bob)
          asked.resolve(undefined)
          return offer()
        }
        return endpoint
      }
      await alice.dial()
      await asked.promise
      await alice.next('ringing')
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31408 } })
    }),
  )
})

describe('a device that was lost while it rang', () => {
  test.each(['1.5', '1.6'] as const)('and is back is told to ring no longer (%s)', (version) =>
    inWorld(async (world) => {
      const { alice, bob, childSid } = await ring(world, { bob: { version } })
      world.lose(bob)
      await alice.next('hangup')
      const back = world.connect('bob', { version })
      expect(await back.next('cancel')).toEqual({ callsid: childSid, reason: 'not-answered' })
    })(),
  )

  test.each(['rings', 'talks'])('does not stop another one of the same name that %s, and refreshes its token', (what) =>
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, callSid, childSid } = await ring(world)
      const { sdp } = await second.next('invite')
      world.lose(bob)
      await settle(alice, callSid)
      if (what === 'talks') await second.answer(childSid, sdp)
      world.service.deviceConnected(second)
      expect(second.heard).not.toContain('cancel')
    })(),
  )
})

describe('a device that is lost while it talks', () => {
  test(
    'is waited for as long as the grace lasts; then the call ends with its reason',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      world.lose(alice)
      await world.clock.armed(30_000, 2)
      world.clock.advance(29_999)
      await settle(bob, childSid)
      expect(world.media.bridges).toHaveLength(1)
      world.clock.advance(1)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      await world.service.idle()
      expect(await world.legs()).toMatchObject([
        { sid: callSid, status: 'completed', endReason: 'The connection to the device was lost.' },
        { sid: childSid, status: 'completed', endReason: null },
      ])
    }),
  )

  test(
    'is waited for as long as its client asks, when that is longer',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await talk(world, { alice: { reconnectTimeoutSeconds: 45 } })
      world.lose(alice)
      await world.clock.armed(45_000, 1)
      world.clock.advance(44_999)
      await settle(bob, childSid)
      expect(bob.unread).toEqual([])
      world.clock.advance(1)
      await bob.next('hangup')
    }),
  )

  test(
    'keeps its call as long as its media flows, and not longer',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await talk(world, { alice: { version: '1.5' } })
      const [callerMedia] = mediaOf(world)
      world.lose(alice)
      for (const round of [2, 3, 4]) {
        await world.clock.armed(30_000, round)
        callerMedia.receive(packet)
        world.clock.advance(30_000)
        await settle(bob, childSid)
        expect(bob.unread).toEqual([])
      }
      world.clock.advance(30_000)
      await bob.next('hangup')
    }),
  )

  test(
    'and is the callee’s ends the dial, and the caller’s document goes on',
    inWorld(async (world) => {
      const document = '<Dial><Client>bob</Client></Dial><Dial><Client>carol</Client></Dial>'
      const carol = world.connect('carol')
      const { bob, childSid } = await talk(world, { document })
      world.lose(bob)
      await world.clock.armed(30_000, 2)
      world.clock.advance(30_000)
      await carol.next('invite')
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('completed')
    }),
  )

  test(
    'just after its answer was sent is waited for like one that talks',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer } = await ring(world)
      const sdp = await bob.describe(offer)
      const answered = world.service.answer(bob, { callsid: childSid, sdp })
      world.lose(bob)
      await answered
      await alice.next('answer')
      expect(world.media.bridges).toHaveLength(1)
      await world.clock.armed(30_000, 2)
      world.clock.advance(30_000)
      await alice.next('hangup')
    }),
  )

  test(
    'just after its answer was sent comes back by token, and is confirmed once',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer, reconnect } = await ring(world)
      const sdp = await bob.describe(offer)
      const answered = world.service.answer(bob, { callsid: childSid, sdp })
      world.lose(bob)
      await answered
      await alice.next('answer')
      const back = world.connect('bob')
      await back.resume(childSid, reconnect ?? '', sdp)
      expect(back.heard).toEqual(['answer'])
    }),
  )

  test(
    'again, after it came back, is waited for anew',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, callerReconnect } = await talk(world)
      world.lose(alice)
      await world.clock.armed(30_000, 2)
      world.clock.advance(20_000)
      const back = world.connect('alice')
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      await back.next('answer')
      world.lose(back)
      await world.clock.armed(30_000, 3)
      world.clock.advance(29_999)
      await settle(bob, childSid)
      expect(bob.unread).toEqual([])
      world.clock.advance(1)
      await bob.next('hangup')
    }),
  )

  test(
    'and is back before its loss had its turn is not waited for',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, callerReconnect } = await talk(world)
      const gate = createDeferred<undefined>()
      const [, calleeMedia] = mediaOf(world)
      const restart = calleeMedia.restart.bind(calleeMedia)
      calleeMedia.restart = (sdp) => gate.promise.then(() => restart(sdp))
      const restarted = bob.restartIce(childSid)
      world.lose(alice)
      const back = world.connect('alice')
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      gate.resolve(undefined)
      await restarted
      await settle(back, callSid)
      world.clock.advance(60_000)
      await settle(back, callSid)
      expect(back.heard).toEqual(['answer'])
    }),
  )

  test(
    'and whose call ends meanwhile leaves nothing that waits',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await talk(world)
      world.lose(alice)
      await world.clock.armed(30_000, 2)
      await bob.hangUp(childSid)
      await world.service.idle()
      expect(world.clock.pending).toBe(1)
    }),
  )
})

describe('a caller that is lost before the answer', () => {
  test(
    'and whose newer client holds no token ends its call at once: nobody is left ringing for it',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world)
      world.lose(alice)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
      await world.service.idle()
      expect(world.observer.statusesOf(callSid)).toEqual(['ringing', 'in-progress', 'completed'])
    }),
  )

  test(
    'and whose older client keeps its call is answered when it is back',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world, {
        document: dialBobOnBridge,
        alice: { version: '1.5' },
      })
      world.lose(alice)
      await bob.answer(childSid, offer)
      await bob.next('answer')
      const back = world.connect('alice', { version: '1.5' })
      const answer = await back.next('answer')
      expect(answer.callsid).toBe(callSid)
      expect(world.media.endpointOf(answer.sdp ?? '')?.peer).toBeDefined()
    }),
  )

  test(
    'and whose older client never heard the call SID is hung up under its temporary id',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="10"/><Reject/>')
      const alice = world.connect('alice', { version: '1.5' })
      const tempId = await alice.dial()
      await world.clock.armed(10_000, 1)
      world.lose(alice)
      const back = world.connect('alice', { version: '1.5' })
      world.clock.advance(10_000)
      expect(await back.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31603 } })
    }),
  )
})

describe('a connection that is dead before anyone notices', () => {
  const older = { alice: { version: '1.5' }, bob: { version: '1.5' } } as const

  test(
    'of an older client in a call: the end that it did not hear is told as soon as it is back',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      alice.isCutOff = true
      await bob.hangUp(childSid)
      const back = world.connect('alice', { version: '1.5' })
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      world.lose(alice)
      await world.service.idle()
      expect(back.unread).toEqual([])
    }),
  )

  test(
    'of an older client that is back already: the end is told on both connections',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      alice.isCutOff = true
      const back = world.connect('alice', { version: '1.5' })
      expect(back.heard).toEqual([])
      await bob.hangUp(childSid)
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      world.lose(alice)
      world.service.deviceConnected(back)
      expect(back.unread).toEqual([])
    }),
  )

  test.each(['1.5', '1.6'] as const)('of a client that rings: it is told to stop when it is back (%s)', (version) =>
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world, { bob: { version } })
      bob.isCutOff = true
      await alice.hangUp(callSid)
      const back = world.connect('bob', { version })
      expect(await back.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
    })(),
  )

  test.each(['1.5', '1.6'] as const)('of a client that rings and is back already, too (%s)', (version) =>
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world, { bob: { version } })
      bob.isCutOff = true
      const back = world.connect('bob', { version })
      await alice.hangUp(callSid)
      expect(await back.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
    })(),
  )

  test(
    'of a newer client in a call: it asks for its call, and is told that it is over',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, callerReconnect } = await talk(world)
      alice.isCutOff = true
      await bob.hangUp(childSid)
      await world.service.idle()
      const back = world.connect('alice')
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      expect(await back.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31209 } })
      expect(back.heard).toEqual(['hangup'])
    }),
  )

  test(
    'is not looked for at a page that has a call of its own',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await talk(world, older)
      const other = world.connect('alice', { version: '1.5' })
      await other.dial()
      await other.next('ringing')
      alice.isCutOff = true
      await bob.hangUp(childSid)
      expect(other.unread).toEqual([])
    }),
  )
})

describe('an older client that comes back', () => {
  const older = { alice: { version: '1.5' }, bob: { version: '1.5' } } as const

  test(
    'hears of the end on its new connection',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      world.lose(alice)
      const back = world.connect('alice', { version: '1.5' })
      await bob.hangUp(childSid)
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
    }),
  )

  test(
    'after its call ended hears of that, on each page that may be meant; much later it does not',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      world.lose(alice)
      await bob.hangUp(childSid)
      const [back, other] = [world.connect('alice', { version: '1.5' }), world.connect('alice', { version: '1.5' })]
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      expect(await other.next('hangup')).toEqual({ callsid: callSid })
      expect(world.connect('bob', { version: '1.5' }).inbox).toEqual([])
      world.clock.advance(120_000)
      expect(world.connect('alice', { version: '1.5' }).inbox).toEqual([])
    }),
  )

  test(
    'ends its call from its new connection, even before the old one is missed',
    inWorld(async (world) => {
      const { bob, callSid, childSid } = await talk(world, older)
      const back = world.connect('alice', { version: '1.5' })
      await back.hangUp(callSid)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
    }),
  )

  test(
    'is not taken for another page of the same person: each page that may be meant hears of the end',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      world.lose(alice)
      const other = world.connect('alice', { version: '1.5' })
      const back = world.connect('alice', { version: '1.5' })
      await bob.hangUp(childSid)
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      // A client passes over the end of a call that it does not know.
      expect(await other.next('hangup')).toEqual({ callsid: callSid })
    }),
  )

  test(
    'is sent no answer while it may be one of several pages, since any of them would take it',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world, {
        document: dialBobOnBridge,
        alice: { version: '1.5' },
      })
      world.lose(alice)
      const other = world.connect('alice', { version: '1.5' })
      const back = world.connect('alice', { version: '1.5' })
      await bob.answer(childSid, offer)
      await bob.next('answer')
      expect([...other.inbox, ...back.inbox]).toEqual([])
      back.press(callSid, '1')
      expect(await back.next('answer')).toMatchObject({ callsid: callSid })
      expect(other.inbox).toEqual([])
    }),
  )

  test(
    'with a call of its own is not the one that is missed',
    inWorld(async (world) => {
      const first = await talk(world, older)
      const other = world.connect('alice', { version: '1.5' })
      await other.dial()
      await other.next('ringing')
      world.lose(first.alice)
      world.service.deviceConnected(other)
      await world.service.endAll()
      const ended = other.inbox.flatMap(({ type, payload }) => (type === 'hangup' ? payload : []))
      expect(ended).toEqual([{ callsid: other.inbox[0]?.type === 'ringing' ? other.inbox[0].payload.callsid : '' }])
    }),
  )

  test(
    'is hung up under the temporary id when it missed the call SID',
    inWorld(async (world) => {
      const document = '<Pause length="10"/><Dial answerOnBridge="true"><Client>nobody</Client></Dial>'
      world.serve(voiceUrl, document)
      const alice = world.connect('alice', { version: '1.5' })
      const tempId = await alice.dial()
      await world.clock.armed(10_000, 1)
      world.lose(alice)
      const pages = [world.connect('alice', { version: '1.5' }), world.connect('alice', { version: '1.5' })]
      world.clock.advance(10_000)
      for (const page of pages) {
        expect(await page.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31480 } })
      }
    }),
  )

  test(
    'to another account is another person, whatever the name',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      world.lose(alice)
      const stranger = world.connect('alice', { version: '1.5', grant: { accountSid: otherAccountSid } })
      const back = world.connect('alice', { version: '1.5' })
      await bob.hangUp(childSid)
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      expect(stranger.inbox).toEqual([])
    }),
  )

  test(
    'may be the callee’s',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, older)
      world.lose(bob)
      const back = world.connect('bob', { version: '1.5' })
      await alice.hangUp(callSid)
      expect(await back.next('hangup')).toEqual({ callsid: childSid })
    }),
  )

  test(
    'anonymously belongs to anonymous calls only',
    inWorld(async (world) => {
      const anonymous = { version: '1.5', grant: { identity: undefined, clientNames: [] } } as const
      const { alice, bob, callSid, childSid } = await talk(world, { alice: anonymous })
      world.lose(alice)
      const named = world.connect('alice', { version: '1.5' })
      await named.hangUp(callSid)
      const back = world.connect('anonymous', anonymous)
      await bob.hangUp(childSid)
      expect(await back.next('hangup')).toEqual({ callsid: callSid })
      expect(named.inbox).toEqual([])
    }),
  )
})

describe('lost media', () => {
  test(
    'of the caller ends the call, of the callee the dial, each with its reason',
    inWorld(async (world) => {
      for (const side of [0, 1] as const) {
        const { alice, bob } = await talk(world)
        mediaOf(world)[side].emit({ type: 'lost', reason: 'No packets for 30 seconds.' })
        await bob.next('hangup')
        await alice.next('hangup')
        await world.service.idle()
        world.lose(alice)
        world.lose(bob)
      }
      expect(world.observer.eventsOf('media').filter(({ name }) => name === 'lost')).toMatchObject([
        { detail: { reason: 'No packets for 30 seconds.' } },
        {},
      ])
      const reasons = (await world.legs()).map(({ endReason }) => endReason)
      expect(reasons.filter((reason) => reason === 'The connection to the device was lost.')).toHaveLength(2)
    }),
  )

  test.each([
    ['answerOnBridge, until the answer', dialBobOnBridge, 'answer'],
    ['early media, until it rings', dialBob, 'ringing'],
  ] as const)('of a caller counts from the moment that it is given a description: with %s', (_when, document, given) =>
    inWorld(async (world) => {
      const gate = createDeferred<undefined>()
      world.serve(voiceUrl, async () => {
        await gate.promise
        return { body: `<Response>${document}</Response>` }
      })
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      const [callerMedia] = world.media.endpoints
      expect(callerMedia?.isExpected).toBe(false)
      gate.resolve(undefined)
      const { callsid } = await alice.next('ringing')
      expect(callerMedia?.isExpected).toBe(given === 'ringing')
      const childSid = await bob.accept()
      await alice.next('answer')
      expect(callerMedia?.isExpected).toBe(true)
      callerMedia?.emit({ type: 'lost', reason: 'The device and the gateway could not connect.' })
      expect(await alice.next('hangup')).toEqual({ callsid })
      expect(bob.heard).toEqual(['invite', 'answer', 'hangup'])
      expect((await world.legs()).map(({ sid, endReason }) => [sid, endReason])).toEqual([
        [callsid, 'The connection to the device was lost.'],
        [childSid, null],
      ])
    })(),
  )

  test(
    'of a caller whose description could not be delivered counts from its delivery',
    inWorld(async (world) => {
      const older = { alice: { version: '1.5' }, document: dialBobOnBridge } as const
      const { alice, bob, childSid, offer } = await ring(world, older)
      const [callerMedia] = world.media.endpoints
      world.lose(alice)
      await bob.answer(childSid, offer)
      await bob.next('answer')
      expect(callerMedia?.isExpected).toBe(false)
      const back = world.connect('alice', { version: '1.5' })
      await back.next('answer')
      expect(callerMedia?.isExpected).toBe(true)
    }),
  )

  test(
    'of a caller whose transport fails before that ends the call, too',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await ring(world, { document: dialBobOnBridge })
      world.media.endpoints[0]?.emit({ type: 'lost', reason: 'The socket failed.' })
      expect(await alice.next('hangup')).toEqual({ callsid: callSid })
      expect(await bob.next('cancel')).toMatchObject({ reason: 'caller-hung-up' })
      expect(world.observer.statusesOf(callSid)).toEqual(['ringing', 'canceled'])
    }),
  )

  test(
    'of one device’s offer does not touch another’s call',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { bob, childSid, offer } = await ring(world)
      await second.next('invite')
      world.media.endpoints[1]?.emit({ type: 'lost', reason: 'Never set up.' })
      await bob.answer(childSid, offer)
      await bob.next('answer')
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'and connected media are in the timeline, as are the figures at the end',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world)
      const [callerMedia] = mediaOf(world)
      callerMedia.emit({ type: 'connected' })
      callerMedia.receive(packet)
      await alice.hangUp(callSid)
      const lines = world.observer.eventsOf('media').filter((event) => event.callSid === callSid)
      expect(lines).toMatchObject([{ name: 'connected' }, { name: 'closed', detail: { packetsReceived: 1 } }])
    }),
  )
})

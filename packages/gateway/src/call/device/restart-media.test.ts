import { describe, expect, test } from 'vitest'
import { inWorld } from '../test-support/call-world.js'
import { dialBobOnBridge, ring, talk } from '../test-support/scene.js'

describe('an ICE restart', () => {
  test.each(['caller', 'callee'] as const)('of the %s is answered, and the bridge stays', (side) =>
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      const [device, callsid] = side === 'caller' ? [alice, callSid] : [bob, childSid]
      await device.restartIce(callsid)
      const { sdp } = await device.next('answer')
      expect(world.media.endpointOf(sdp ?? '')?.restarts).toBe(1)
      expect(world.media.bridges).toHaveLength(1)
    })(),
  )

  test(
    'on another connection of an older client is answered there',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world, { alice: { version: '1.5' } })
      world.lose(alice)
      const back = world.connect('alice', { version: '1.5' })
      back.sdp = alice.sdp
      await back.restartIce(callSid)
      expect(await back.next('answer')).toMatchObject({ callsid: callSid })
    }),
  )

  test(
    'of a caller that hears ringback is not taken for the answer: that brings the newest description',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      await alice.restartIce(callSid)
      expect(alice.unread).toEqual([])
      await bob.answer(childSid, offer)
      const { sdp } = await alice.next('answer')
      expect(world.media.endpointOf(sdp ?? '')?.restarts).toBe(1)
    }),
  )

  test(
    'without media that could be restarted does nothing',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world, { document: dialBobOnBridge })
      bob.sdp = offer
      await alice.restartIce(callSid)
      await bob.restartIce(childSid)
      expect([...alice.unread, ...bob.unread]).toEqual([])
      await alice.hangUp(callSid)
      await alice.restartIce(callSid)
      expect(alice.unread).toEqual([])
    }),
  )

  test(
    'that cannot be answered leaves the call as it is, with a line in the timeline',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world)
      alice.sdp = 'v=0'
      await alice.restartIce(callSid)
      expect(alice.unread).toEqual([])
      expect(world.media.bridges).toHaveLength(1)
      expect(world.observer.eventsOf('media').map(({ name }) => name)).toContain('refused')
    }),
  )
})

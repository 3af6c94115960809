import { describe, expect, test } from 'vitest'
import { inWorld } from '../test-support/call-world.js'
import { dialBob, ring, talk } from '../test-support/scene.js'

describe('accepting', () => {
  test(
    'with a description that cannot be used fails that device alone, which is told 31400',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, childSid } = await ring(world)
      const { sdp } = await second.next('invite')
      await world.service.answer(bob, { callsid: childSid, sdp: 'v=0' })
      expect(await bob.next('hangup')).toMatchObject({ callsid: childSid, error: { code: 31400 } })
      await second.answer(childSid, sdp)
      await alice.next('answer')
      expect(bob.unread).toEqual([])
    }),
  )

  test(
    'with a description that cannot be used, at the last device, fails the dial',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world, { document: dialBob })
      await world.service.answer(bob, { callsid: childSid, sdp: 'v=0' })
      expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31000 } })
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('failed')
    }),
  )

  test(
    'twice, or what one called oneself, does nothing',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await talk(world)
      await bob.answer(childSid, offer)
      await alice.answer(callSid, offer)
      expect([...alice.unread, ...bob.unread]).toEqual([])
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'from another connection of the same person does nothing: it is not what rings',
    inWorld(async (world) => {
      const { bob, alice, childSid, offer } = await ring(world)
      const other = world.connect('bob')
      await other.answer(childSid, offer)
      await other.reject(childSid)
      expect([...alice.unread, ...other.unread]).toEqual([])
      await bob.answer(childSid, offer)
      await alice.next('answer')
    }),
  )

  test(
    'against the timeout: an answer that comes first is kept, one that comes after is cancelled',
    inWorld(async (world) => {
      const first = await ring(world)
      const sdp = await first.bob.describe(first.offer)
      const answered = world.service.answer(first.bob, { callsid: first.childSid, sdp })
      world.clock.advance(30_000)
      await answered
      await first.alice.next('answer')
      await first.alice.hangUp(first.callSid)
      world.lose(first.bob)
      const second = await ring(world)
      world.clock.advance(30_000)
      await second.bob.answer(second.childSid, second.offer)
      expect(await second.bob.next('cancel')).toMatchObject({ reason: 'not-answered' })
      await second.alice.next('hangup')
    }),
  )
})

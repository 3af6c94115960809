import { describe, expect, test } from 'vitest'
import { inWorld } from '../test-support/call-world.js'
import { dialBob, ring, settle, talk } from '../test-support/scene.js'

describe('keys that a device sends as a message', () => {
  test.each(['caller', 'callee'] as const)('are pressed for the far side: of the %s, pauses included', (side) =>
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      const [callerMedia, calleeMedia] = world.media.bridges[0] ?? []
      if (side === 'caller') alice.press(callSid, '12w*#WdA')
      else bob.press(childSid, '12w*#WdA')
      const [own, far] = side === 'caller' ? [callerMedia, calleeMedia] : [calleeMedia, callerMedia]
      expect(far?.pressed).toBe('12w*#WDA')
      expect(own?.pressed).toBe('')
    })(),
  )

  test(
    'reach nobody before and after the bridge',
    inWorld(async (world) => {
      const document = `${dialBob}<Pause length="5"/>`
      const { alice, bob, callSid, childSid, offer } = await ring(world, { document })
      alice.press(callSid, '1')
      bob.press(childSid, '2')
      await bob.answer(childSid, offer)
      await alice.next('answer')
      await bob.hangUp(childSid)
      alice.press(callSid, '3')
      await settle(alice, callSid)
      expect(world.media.endpoints.map(({ pressed }) => pressed)).toEqual(['', ''])
    }),
  )

  test(
    'reach nobody when the star among them ends the dial',
    inWorld(async (world) => {
      const document = '<Dial hangupOnStar="true"><Client>bob</Client></Dial>'
      const { alice, bob, callSid } = await talk(world, { document })
      const calleeMedia = world.media.bridges[0]?.[1]
      alice.press(callSid, '12*')
      await bob.next('hangup')
      expect(calleeMedia?.pressed).toBe('')
    }),
  )

  test(
    'in its media are not pressed a second time',
    inWorld(async (world) => {
      await talk(world)
      const [callerMedia, calleeMedia] = world.media.bridges[0] ?? []
      callerMedia?.emit({ type: 'dtmf', digit: '5' })
      expect(calleeMedia?.pressed).toBe('')
    }),
  )

  test(
    'are refused once the far side would hear nothing else for more than half a minute',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world)
      const calleeMedia = world.media.bridges[0]?.[1]
      alice.press(callSid, 'W'.repeat(30))
      alice.press(callSid, '1')
      expect(calleeMedia?.pressed).toBe('W'.repeat(30))
      world.clock.advance(240)
      alice.press(callSid, '1')
      alice.press(callSid, '2')
      expect(calleeMedia?.pressed).toBe(`${'W'.repeat(30)}1`)
      const refusals = world.observer.eventsOf('dtmf').filter(({ name }) => name === 'refused')
      expect(refusals).toMatchObject([{ callSid, detail: { count: 1 } }, { detail: { count: 1 } }])
    }),
  )

  test(
    'to a device that did not negotiate them are a line in the timeline, and no fault',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      const answer = await bob.describe(offer)
      const sdp = answer.replace(/a=(?:rtpmap|fmtp):101 .*\r\n/g, '')
      await world.service.answer(bob, { callsid: childSid, sdp })
      await alice.next('answer')
      alice.press(callSid, '1')
      await settle(alice, callSid)
      expect(world.observer.eventsOf('media')).toMatchObject([
        { callSid: childSid, name: 'refused', detail: { code: 'no-codec' } },
      ])
    }),
  )
})

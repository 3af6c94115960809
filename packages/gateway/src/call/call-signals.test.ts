import { describe, expect, test } from 'vitest'
import { type CallWorld, inWorld, otherAccountSid } from './test-support/call-world.js'
import { dialBobOnBridge, ring, talk } from './test-support/scene.js'

/** What a leg's timeline shows of its signals: an arrow to or from a device for each. */
function ladder({ observer }: CallWorld, callSid: string): readonly string[] {
  return observer
    .eventsOf('signal')
    .filter((event) => event.callSid === callSid)
    .map(({ name, detail }) => {
      const arrow = detail['direction'] === 'sent' ? '<-' : '->'
      return detail['direction'] === undefined ? name : `${String(detail['deviceId'])} ${arrow} ${name}`
    })
}

describe('the timeline of a leg', () => {
  test(
    'has a line for every signal of a call, from and to its devices, in order',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      await bob.answer(childSid, offer)
      await second.next('invite')
      await alice.next('answer')
      await alice.restartIce(callSid)
      alice.press(callSid, '12')
      bob.sendMessage(childSid)
      bob.sendMessage(childSid, 'wrong')
      await alice.hangUp(callSid)
      await world.service.idle()
      expect(ladder(world, callSid)).toEqual([
        'alice-2 -> invite',
        'alice-2 <- ringing',
        'alice-2 <- answer',
        'alice-2 -> reinvite',
        'alice-2 <- answer',
        'alice-2 -> dtmf',
        'alice-2 -> hangup',
      ])
      expect(ladder(world, childSid)).toEqual([
        'bob-3 <- invite',
        'bob-1 <- invite',
        'bob-3 -> answer',
        'bob-3 <- answer',
        'bob-1 <- cancel',
        'bob-3 -> message',
        'bob-3 <- ack',
        'bob-3 -> message',
        'bob-3 <- error',
        'bob-3 <- hangup',
      ])
    }),
  )

  test(
    'shows the media lines of session descriptions and nothing else of them, nor tokens, keys or contents',
    inWorld(async (world) => {
      const { alice, callSid, callerReconnect, reconnect } = await talk(world)
      alice.press(callSid, '4711')
      const text = JSON.stringify(world.observer.eventsOf('signal'))
      expect(text).toContain('m=audio')
      expect(text).not.toMatch(/a=|candidate|fingerprint|ice-pwd|4711/)
      for (const token of [callerReconnect, reconnect]) expect(text).not.toContain(token)
    }),
  )

  test(
    'names the temporary id where a device uses it',
    inWorld(async (world) => {
      const { alice, tempId, callSid } = await ring(world)
      await alice.hangUp(tempId)
      const ids = world.observer
        .eventsOf('signal')
        .filter((event) => event.callSid === callSid)
        .map(({ name, detail }) => [name, detail['callId']])
      expect(ids).toEqual([
        ['invite', tempId],
        ['ringing', undefined],
        ['hangup', tempId],
      ])
    }),
  )

  test(
    'shows what came too late',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world, {
        document: `${dialBobOnBridge}<Pause length="9"/>`,
      })
      world.clock.advance(30_000)
      await bob.next('cancel')
      await bob.answer(childSid, offer)
      expect(ladder(world, childSid).slice(1)).toEqual([`${bob.id} <- cancel`, `${bob.id} -> answer`])
      await alice.hangUp(callSid)
    }),
  )

  test(
    'shows a connection that is lost, the return on another one, and what is refused there',
    inWorld(async (world) => {
      const { alice, callSid, callerReconnect } = await talk(world)
      world.lose(alice)
      await world.clock.armed(30_000, 2)
      const back = world.connect('alice')
      await back.resume(callSid, '0'.repeat(32), alice.sdp)
      await back.resume(callSid, callerReconnect ?? '', alice.sdp)
      expect(ladder(world, callSid).slice(3)).toEqual([
        'connection lost',
        `${back.id} -> invite`,
        `${back.id} <- hangup`,
        `${back.id} -> invite`,
        `${back.id} <- answer`,
      ])
    }),
  )

  test(
    'shows the end that an older client is told when it is back',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, { alice: { version: '1.5' } })
      world.lose(alice)
      await bob.hangUp(childSid)
      await world.service.idle()
      const back = world.connect('alice', { version: '1.5' })
      await back.next('hangup')
      expect(ladder(world, callSid).at(-1)).toBe(`${back.id} <- hangup`)
    }),
  )

  test(
    'shows nothing of what strangers say of it, or are told',
    inWorld(async (world) => {
      const { callSid, childSid, reconnect } = await ring(world)
      const before = world.observer.eventsOf('signal').length
      const strangers = [world.connect('mallory'), world.connect('bob', { grant: { accountSid: otherAccountSid } })]
      for (const device of strangers) {
        await device.hangUp(callSid)
        await device.reject(childSid)
        await device.restartIce(callSid)
        device.press(callSid, '1')
        device.sendMessage(childSid)
        await device.resume(childSid, reconnect ?? '')
      }
      expect(world.observer.eventsOf('signal')).toHaveLength(before)
    }),
  )

  test(
    'is not written for a call that was refused',
    inWorld(async (world) => {
      const alice = world.connect('alice', { grant: { outgoing: undefined } })
      const tempId = await alice.dial()
      await alice.hangUp(tempId)
      await alice.next('hangup')
      expect(world.observer.events).toEqual([])
    }),
  )
})

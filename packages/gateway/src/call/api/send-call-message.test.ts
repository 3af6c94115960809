import { describe, expect, test } from 'vitest'
import { order, take } from '../test-support/call-order.js'
import { accountSid, type CallWorld, inWorld, otherAccountSid, voiceUrl } from '../test-support/call-world.js'
import { dialBobOnBridge, ring, talk } from '../test-support/scene.js'
import type { CallMessageDraft, SentCallMessage } from './send-call-message.js'

const draft: CallMessageDraft = { content: { hello: 'ö' }, contentType: 'application/json' }

function send({ service }: CallWorld, callSid: string, message = draft): SentCallMessage {
  return service.sendMessage({ accountSid, callSid: callSid as `CA${string}` }, message)
}

describe('a message to the device of a call', () => {
  test(
    'reaches the device of that leg alone, and is kept',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      const sent = send(world, childSid)
      const sid = sent.isOk ? sent.sid : ''
      expect(sid).toMatch(/^KX[\da-f]{32}$/)
      expect(await bob.next('message')).toEqual({
        callsid: childSid,
        content: { hello: 'ö' },
        contenttype: 'application/json',
        messagetype: 'user-defined-message',
        voiceeventsid: sid,
      })
      expect(alice.unread).toEqual([])
      send(world, callSid)
      expect(await alice.next('message')).toMatchObject({ callsid: callSid })
      expect(world.observer.eventsOf('message')).toMatchObject([
        { callSid: childSid, name: 'to device', detail: { content: { hello: 'ö' }, voiceEventSid: sid } },
        { callSid },
      ])
    }),
  )

  test(
    'reaches every device that rings for it, and the caller that hears ringing',
    inWorld(async (world) => {
      const desk = world.connect('bob')
      const { alice, bob, callSid, childSid } = await ring(world, { document: dialBobOnBridge })
      await desk.next('invite')
      for (const sid of [callSid, childSid]) expect(send(world, sid)).toMatchObject({ isOk: true })
      for (const device of [alice, bob, desk]) await device.next('message')
    }),
  )

  test(
    'reaches whoever took a call that the API made',
    inWorld(async (world) => {
      const { bob, callSid } = await take(world)
      send(world, callSid)
      await bob.next('message')
    }),
  )

  test(
    'that is too large is refused with 31212: 10,240 bytes are its bound',
    inWorld(async (world) => {
      const { bob, childSid } = await talk(world)
      const ofBytes = (bytes: number): CallMessageDraft => ({ content: 'x'.repeat(bytes), contentType: 'text/plain' })
      expect(send(world, childSid, ofBytes(10_241))).toMatchObject({ isOk: false, code: 31_212 })
      expect(send(world, childSid, { ...draft, content: undefined })).toMatchObject({ isOk: false, code: 31_212 })
      expect(send(world, childSid, ofBytes(10_240))).toMatchObject({ isOk: true })
      expect(bob.unread).toHaveLength(1)
    }),
  )

  test(
    'is refused with 21220 when no device can take it: an older client, one that is away, one without a call SID, no call',
    inWorld(async (world) => {
      const { alice, callSid, childSid } = await talk(world, { bob: { version: '1.5' } })
      const refusal = { isOk: false, code: 21_220 }
      expect(send(world, childSid)).toMatchObject(refusal)
      expect(world.service.sendMessage({ accountSid: otherAccountSid, callSid: 'CA1' }, draft)).toMatchObject(refusal)
      world.lose(alice)
      expect(send(world, callSid)).toMatchObject(refusal)
      world.serve(voiceUrl, '<Pause length="9000"/>')
      await world.connect('carol').dial()
      const { sid } = (await world.legs()).at(-1) ?? { sid: '' }
      expect(send(world, sid)).toMatchObject(refusal)
      const { sid: queued } = await order(world)
      expect(send(world, queued)).toMatchObject(refusal)
      expect(world.observer.eventsOf('message')).toEqual([])
    }),
  )
})

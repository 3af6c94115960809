import { describe, expect, test } from 'vitest'
import type { CallScript } from '../application/call-script.js'
import { createDeferred } from '../deferred.js'
import { order, scriptAt, take } from '../test-support/call-order.js'
import {
  accountSid,
  actionUrl,
  callbackUrl,
  type CallWorld,
  inWorld,
  otherAccountSid,
  voiceUrl,
} from '../test-support/call-world.js'
import { dialBob, dialBobOnBridge, ring, settle, talk } from '../test-support/scene.js'
import type { CallChange } from './change-call.js'
import type { CallOutcome } from './call-order.js'

const nextUrl = 'http://app.test/next'
const next = scriptAt(nextUrl)
const refused = { isOk: false, code: 21220 }

function change({ service }: CallWorld, callSid: string, wanted: CallChange): Promise<CallOutcome> {
  return service.update({ accountSid, callSid: callSid as `CA${string}` }, wanted)
}

function inline(verbs: string): CallScript {
  return { document: { twiml: `<Response>${verbs}</Response>` }, fallback: undefined }
}

describe('completing', () => {
  test(
    'a call ends all of it: both devices are told, and the call is answered as it is then',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      expect(await change(world, callSid, { end: 'completed' })).toMatchObject({
        isOk: true,
        call: { sid: callSid, status: 'completed' },
      })
      expect(await alice.next('hangup')).toEqual({ callsid: callSid })
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
    }),
  )

  test(
    'the leg of a dial lets its parent go on behind the dial',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const document = `<Dial action="${actionUrl}"><Client>bob</Client></Dial>`
      world.serve(actionUrl, '<Dial><Client>carol</Client></Dial>')
      const { bob, childSid } = await talk(world, { document })
      expect(await change(world, childSid, { end: 'completed' })).toMatchObject({ call: { status: 'completed' } })
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      await carol.next('invite')
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }])
    }),
  )

  test(
    'a call that nobody has taken cancels it',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const { sid } = await order(world)
      await bob.next('invite')
      expect(await change(world, sid, { end: 'completed' })).toMatchObject({ call: { status: 'canceled' } })
      expect(await bob.next('cancel')).toMatchObject({ callsid: sid })
    }),
  )
})

describe('cancelling', () => {
  test(
    'a call that rings stops its devices, and its Url is never asked',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const { sid } = await order(world)
      await bob.next('invite')
      expect(await change(world, sid, { end: 'canceled' })).toMatchObject({ call: { status: 'canceled' } })
      expect(await bob.next('cancel')).toEqual({ callsid: sid, reason: 'caller-hung-up' })
      await world.service.idle()
      expect(world.webhooks.requests).toEqual([])
    }),
  )

  test(
    'a leg that rings ends the dial as canceled, unless another one rings',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const nouns = '<Client>bob</Client><Client>carol</Client>'
      world.serve(actionUrl, '')
      const { bob, childSid } = await ring(world, { document: `<Dial action="${actionUrl}">${nouns}</Dial>` })
      const { callsid: carolSid } = await carol.next('invite')
      expect(await change(world, childSid, { end: 'canceled' })).toMatchObject({ call: { status: 'canceled' } })
      await bob.next('cancel')
      expect(carol.unread).toEqual([])
      await change(world, carolSid, { end: 'completed' })
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'canceled', DialBridged: 'false' }])
    }),
  )

  test(
    'is refused for a call that is in progress, which goes on: also for one that only rings somebody',
    inWorld(async (world) => {
      const { alice, callSid, childSid } = await ring(world)
      expect(await change(world, callSid, { end: 'canceled', timeLimitSeconds: 1 })).toMatchObject(refused)
      world.clock.advance(2_000)
      await settle(alice, callSid)
      expect(alice.unread).toEqual([])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('ringing')
    }),
  )
})

describe('redirecting a call', () => {
  test(
    'that waits goes on in the new document at once',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      world.serve(nextUrl, '<Dial><Client>carol</Client></Dial>')
      const { callSid } = await take(world)
      expect(await change(world, callSid, { script: next })).toMatchObject({
        isOk: true,
        call: { sid: callSid, status: 'in-progress' },
      })
      await carol.next('invite')
      expect(world.requestsTo(nextUrl)).toMatchObject([{ CallSid: callSid, CallStatus: 'in-progress' }])
    }),
  )

  test(
    'that talks ends the dialled leg, and the action of the dial is not asked',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Pause length="7000"/>')
      const { alice, bob, callSid, childSid } = await talk(world, {
        document: `<Dial action="${actionUrl}"><Client>bob</Client></Dial>`,
      })
      await change(world, callSid, { script: next })
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      await world.clock.armed(7_000_000, 1)
      expect(world.requestsTo(actionUrl)).toEqual([])
      expect(alice.unread).toEqual([])
      expect(world.media.endpoints[0]?.sound).toBe('silence')
    }),
  )

  test(
    'that rings somebody stops the ringing, also of those in sequence',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const document = '<Dial sequential="true"><Client>bob</Client><Client>carol</Client></Dial>'
      const { alice, bob, callSid, childSid } = await ring(world, { document })
      await change(world, callSid, { script: inline('<Hangup/>') })
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
      await alice.next('answer')
      expect(await alice.next('hangup')).toEqual({ callsid: callSid })
      expect(carol.inbox).toEqual([])
    }),
  )

  test.each(['<Dial><Client>carol</Client></Dial>', '<Say>Hello</Say>', '<Hangup/>', '<Reject/>', ''])(
    'just before its document does "%s" keeps it from doing that',
    (verb) =>
      inWorld(async (world) => {
        const carol = world.connect('carol')
        const { bob, callSid } = await take(world, `<Pause length="1"/>${verb}`)
        await world.clock.armed(1_000, 1)
        world.clock.advance(1_000)
        await change(world, callSid, { script: inline('<Pause length="7000"/>') })
        await world.clock.armed(7_000_000, 1)
        expect(world.observer.statusesOf(callSid).at(-1)).toBe('in-progress')
        expect([...carol.inbox, ...bob.unread]).toEqual([])
      })(),
  )

  test(
    'that asks its application does not wait for the answer, which leads nowhere',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const gate = createDeferred<undefined>()
      world.serve(actionUrl, async () => {
        await gate.promise
        return { body: '<Response><Dial><Client>carol</Client></Dial></Response>' }
      })
      world.serve(nextUrl, '<Pause length="7000"/>')
      const { bob, callSid } = await take(world, `<Pause length="1"/><Redirect>${actionUrl}</Redirect>`)
      await world.clock.armed(1_000, 1)
      world.clock.advance(1_000)
      await change(world, callSid, { script: next })
      await world.clock.armed(7_000_000, 1)
      gate.resolve(undefined)
      await settle(bob, callSid)
      expect(carol.inbox).toEqual([])
      await bob.hangUp(callSid)
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toHaveLength(1)
    }),
  )

  test(
    'again and again counts the last one, and the fallback is that of the script that runs',
    inWorld(async (world) => {
      const fallbackOfLast = 'http://app.test/last-fallback'
      world.serve(nextUrl, () => ({ status: 500 }))
      world.serve(fallbackOfLast, '<Hangup/>')
      const { callSid } = await take(world)
      await Promise.all([
        change(world, callSid, { script: scriptAt(actionUrl) }),
        change(world, callSid, { script: inline('<Pause length="9"/>') }),
        change(world, callSid, { script: { ...next, fallback: { url: fallbackOfLast, method: 'POST' } } }),
      ])
      await world.service.idle()
      expect(world.requestsTo(fallbackOfLast)).toMatchObject([{ ErrorCode: '11200', ErrorUrl: nextUrl }])
      expect(world.requestsTo(nextUrl)).toHaveLength(1)
    }),
  )

  test(
    'to a document that cannot be had ends it',
    inWorld(async (world) => {
      const { bob, callSid } = await take(world)
      await change(world, callSid, { script: inline('<Unclosed>') })
      expect(await bob.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31000 } })
      expect(world.observer.codes).toEqual([12100])
    }),
  )

  test(
    'is refused while nobody has answered it',
    inWorld(async (world) => {
      const { alice, callSid, childSid } = await ring(world, { document: dialBobOnBridge })
      for (const sid of [callSid, childSid]) expect(await change(world, sid, { script: next })).toMatchObject(refused)
      expect(alice.unread).toEqual([])
      const { sid } = await order(world)
      expect(await change(world, sid, { script: next })).toMatchObject(refused)
    }),
  )

  test.each(['hangs up', 'is redirected'])('against a device that %s in the same tick ends whole', (first) =>
    inWorld(async (world) => {
      world.serve(nextUrl, '<Hangup/>')
      const { alice, callSid } = await talk(world)
      const both = [() => alice.hangUp(callSid), () => change(world, callSid, { script: next })] as const
      const [one, other] = first === 'hangs up' ? both : ([both[1], both[0]] as const)
      await Promise.all([one(), other()])
      await world.service.idle()
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('completed')
    })(),
  )
})

describe('redirecting the leg of a dial', () => {
  const document = `<Dial action="${actionUrl}"><Client>bob</Client></Dial>`

  test(
    'makes it a call of its own, with its own SID; its parent goes on behind the dial',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      world.serve(nextUrl, '<Dial><Client>carol</Client></Dial>')
      world.serve(actionUrl, '<Pause length="7000"/>')
      const { alice, bob, callSid, childSid } = await talk(world, { document })
      world.clock.advance(5_000)
      expect(await change(world, childSid, { script: next })).toMatchObject({
        isOk: true,
        call: { sid: childSid, status: 'in-progress', parentCallSid: callSid },
      })
      await world.clock.armed(7_000_000, 1)
      const [asked] = world.requestsTo(actionUrl)
      expect(asked).toMatchObject({ DialCallStatus: 'completed', DialCallSid: childSid, DialBridged: 'true' })
      expect(asked).not.toHaveProperty('DialCallDuration')
      expect(world.requestsTo(nextUrl)).toMatchObject([
        { CallSid: childSid, ParentCallSid: callSid, Direction: 'outbound-dial', CallStatus: 'in-progress' },
      ])
      const carolSid = await carol.accept()
      await carol.next('answer')
      expect(world.media.bridges).toHaveLength(1)
      expect(world.media.bridges[0]?.[0]).toBe(world.media.endpoints[1])
      await alice.hangUp(callSid)
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('in-progress')
      await bob.hangUp(childSid)
      expect(await carol.next('hangup')).toEqual({ callsid: carolSid })
      await world.service.idle()
      expect(bob.heard).toEqual(['invite', 'answer'])
      expect(world.observer.statusesOf(childSid)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
      expect((await world.legs()).find(({ sid }) => sid === carolSid)).toMatchObject({ parentCallSid: childSid })
    }),
  )

  test(
    'leaves its device what it has: it comes back by token, restarts ICE, sends keys and messages, and hangs up',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Dial hangupOnStar="true"><Client>carol</Client></Dial><Pause length="7000"/>')
      world.serve(actionUrl, '')
      const carol = world.connect('carol')
      const { alice, bob, childSid, reconnect } = await talk(world, { document })
      await change(world, childSid, { script: next })
      await alice.next('hangup')
      await carol.accept()
      await carol.next('answer')
      world.lose(bob)
      const back = world.connect('bob')
      await back.resume(childSid, reconnect ?? '', bob.sdp)
      await back.next('answer')
      back.sdp = bob.sdp
      await back.restartIce(childSid)
      expect((await back.next('answer')).sdp).toBeDefined()
      back.sendMessage(childSid)
      await back.next('ack')
      world.media.endpoints[1]?.emit({ type: 'dtmf', digit: '*' })
      await carol.next('hangup')
      await world.clock.armed(7_000_000, 1)
      await back.hangUp(childSid)
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('completed')
    }),
  )

  test(
    'whose device is away waits for it as before',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Pause length="7000"/>')
      world.serve(actionUrl, '<Pause length="7000"/>')
      const { bob, childSid, callSid } = await talk(world, { document })
      world.lose(bob)
      await world.clock.armed(30_000, 2)
      world.clock.advance(20_000)
      await change(world, childSid, { script: next })
      await world.clock.armed(30_000, 3)
      world.clock.advance(30_000)
      await settle(bob, childSid)
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('completed')
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('in-progress')
      expect(bob.heard).toEqual(['invite', 'answer'])
    }),
  )

  test(
    'loses its media as any call does',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Pause length="7000"/>')
      world.serve(actionUrl, '<Pause length="7000"/>')
      const { bob, childSid, callSid } = await talk(world, { document })
      await change(world, childSid, { script: next })
      world.media.endpoints[1]?.emit({ type: 'lost', reason: 'Generated.' })
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('in-progress')
    }),
  )

  test(
    'keeps its status callbacks, whose numbers go on',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      const asked = `<Client statusCallback="${callbackUrl}" statusCallbackEvent="ringing answered completed">bob</Client>`
      const { alice, bob, childSid } = await talk(world, { document: `<Dial>${asked}</Dial>` })
      world.serve(nextUrl, '<Pause length="7000"/>')
      await change(world, childSid, { script: next })
      await alice.next('hangup')
      await world.clock.armed(7_000_000, 1)
      await bob.hangUp(childSid)
      await world.service.idle()
      const told = world.requestsTo(callbackUrl).map(({ CallStatus, SequenceNumber }) => [SequenceNumber, CallStatus])
      expect(told.toSorted()).toEqual([
        ['0', 'ringing'],
        ['1', 'in-progress'],
        ['2', 'completed'],
      ])
    }),
  )

  test(
    'may be done to a leg that became a call before, and to a call whose leg did',
    inWorld(async (world) => {
      world.serve(nextUrl, dialBob.replace('bob', 'carol'))
      world.serve(actionUrl, '<Pause length="7000"/>')
      const carol = world.connect('carol')
      const { alice, callSid, childSid } = await talk(world, { document })
      await change(world, childSid, { script: next })
      const carolSid = await carol.accept()
      await carol.next('answer')
      await change(world, childSid, { script: inline('<Pause length="8000"/>') })
      expect(await carol.next('hangup')).toEqual({ callsid: carolSid })
      await change(world, callSid, { script: inline('<Hangup/>') })
      await alice.next('hangup')
      await world.clock.armed(8_000_000, 1)
      expect(await change(world, childSid, { end: 'completed' })).toMatchObject({ call: { status: 'completed' } })
    }),
  )
})

describe('a status callback that is changed', () => {
  const place = { url: callbackUrl, method: 'POST', events: ['completed'] } as const

  test(
    'takes the place of the one that the call had, and its numbers go on',
    inWorld(async (world) => {
      world.serve(actionUrl, '')
      world.serve(callbackUrl, '')
      const first = { url: actionUrl, method: 'POST', events: ['initiated', 'answered', 'completed'] } as const
      const { bob, callSid } = await take(world, undefined, { statusCallback: first })
      await change(world, callSid, { statusCallback: place })
      await bob.hangUp(callSid)
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toHaveLength(2)
      expect(world.requestsTo(callbackUrl)).toMatchObject([{ CallStatus: 'completed', SequenceNumber: '2' }])
    }),
  )

  test(
    'takes the place of the application’s',
    inWorld(
      async (world) => {
        world.serve(callbackUrl, '')
        const { alice, callSid } = await talk(world)
        await change(world, callSid, { statusCallback: place })
        await alice.hangUp(callSid)
        await world.service.idle()
        expect(world.requestsTo(callbackUrl)).toMatchObject([{ CallStatus: 'completed', SequenceNumber: '0' }])
        expect(world.requestsTo(actionUrl)).toEqual([])
      },
      { application: { statusCallback: actionUrl } },
    ),
  )
})

describe('a time limit that is changed', () => {
  test.each([
    ['shorter', 50, 0],
    ['longer', 200, 100_000],
  ])('is %s: it counts from the answer', (_how, timeLimitSeconds, leftMs) =>
    inWorld(async (world) => {
      const { bob, callSid } = await take(world, undefined, { timeLimitSeconds: 150 })
      world.clock.advance(100_000)
      await change(world, callSid, { timeLimitSeconds })
      if (leftMs > 0) {
        world.clock.advance(leftMs - 1)
        await settle(bob, callSid)
        expect(bob.unread).toEqual([])
        world.clock.advance(1)
      } else world.clock.advance(0)
      expect(await bob.next('hangup')).toEqual({ callsid: callSid })
    })(),
  )

  test(
    'of a call that rings counts once it is answered',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="9000"/>')
      const bob = world.connect('bob')
      const { sid } = await order(world)
      const { sdp } = await bob.next('invite')
      await change(world, sid, { timeLimitSeconds: 10 })
      world.clock.advance(30_000)
      await bob.answer(sid, sdp)
      await world.clock.armed(10_000, 1)
      world.clock.advance(10_000)
      await bob.next('answer')
      await bob.next('hangup')
    }),
  )

  test(
    'of a dialled leg ends the dial, also when it was changed while it rang',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer } = await ring(world)
      await change(world, childSid, { timeLimitSeconds: 10 })
      await bob.answer(childSid, offer)
      await alice.next('answer')
      await bob.next('answer')
      world.clock.advance(8_000)
      await change(world, childSid, { timeLimitSeconds: 9 })
      world.clock.advance(1_000)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
    }),
  )
})

describe('a change', () => {
  test(
    'of a call that has ended, never was, or is another account’s is refused with 21220',
    inWorld(async (world) => {
      const { alice, callSid, childSid } = await talk(world, { document: `${dialBob}<Pause length="7000"/>` })
      await change(world, childSid, { end: 'completed' })
      expect(await change(world, childSid, { end: 'completed' })).toMatchObject(refused)
      const other = { accountSid: otherAccountSid, callSid: callSid as `CA${string}` }
      expect(await world.service.update(other, { end: 'completed' })).toMatchObject(refused)
      await alice.hangUp(callSid)
      await world.service.idle()
      for (const sid of [callSid, `CA${'0'.repeat(32)}`, 'TJSalice-1-1']) {
        expect(await change(world, sid, { end: 'completed' })).toMatchObject(refused)
      }
    }),
  )

  test(
    'is a line of the timeline',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Pause length="7000"/>')
      const { callSid } = await take(world)
      await change(world, callSid, { script: next, timeLimitSeconds: 100 })
      await change(world, callSid, { end: 'completed' })
      expect(world.observer.eventsOf('change').map(({ name, detail }) => [name, detail])).toEqual([
        ['time limit', { seconds: 100 }],
        ['redirected', {}],
        ['completed', {}],
      ])
    }),
  )
})

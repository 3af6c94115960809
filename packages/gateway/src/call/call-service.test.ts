import { describe, expect, test } from 'vitest'
import { createDeferred } from './deferred.js'
import { accountSid, actionUrl, callbackUrl, inWorld, otherAccountSid, voiceUrl } from './test-support/call-world.js'
import { dialBob, dialBobOnBridge, ring, settle, talk } from './test-support/scene.js'

const token = /^[\da-f]{32}$/

describe('a call from device to device', () => {
  test(
    'rings with early media, is answered with the same description, and is bridged',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBob)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial({ To: 'bob' })
      const ringing = await alice.next('ringing')
      const { callsid: childSid, sdp, reconnect, parameters } = await bob.next('invite')
      expect(childSid).not.toBe(ringing.callsid)
      expect(reconnect).toMatch(token)
      expect(parameters).toEqual({
        From: 'client:alice',
        To: 'client:bob',
        CallSid: childSid,
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
      })
      expect(world.media.endpointOf(ringing.sdp ?? '')?.sound).toBe('ringback')
      await bob.answer(childSid, sdp)
      expect(await bob.next('answer')).toEqual({ callsid: childSid, reconnect })
      const answer = await alice.next('answer')
      expect(answer).toMatchObject({ callsid: ringing.callsid, sdp: ringing.sdp })
      expect(answer.reconnect).toMatch(token)
      expect(answer.reconnect).not.toBe(reconnect)
      expect(world.media.bridges).toHaveLength(1)
      await alice.hangUp(ringing.callsid)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      await world.service.idle()
      expect([...alice.unread, ...bob.unread]).toEqual([])
      expect(world.observer.statusesOf(ringing.callsid)).toEqual(['ringing', 'in-progress', 'completed'])
      expect(world.observer.statusesOf(childSid)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
    }),
  )

  test(
    'under answerOnBridge rings without media, and stays ringing until someone answers',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBobOnBridge)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      const { callsid, sdp } = await alice.next('ringing')
      expect(sdp).toBeUndefined()
      expect(world.observer.statusesOf(callsid)).toEqual(['ringing'])
      await bob.accept()
      const answer = await alice.next('answer')
      expect(world.media.endpointOf(answer.sdp ?? '')?.peer).toBeDefined()
      expect(world.observer.statusesOf(callsid)).toEqual(['ringing', 'in-progress'])
    }),
  )

  test(
    'is ended by the callee: the caller gets a plain hang-up under its call SID',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      await bob.hangUp(childSid)
      expect(await alice.next('hangup')).toEqual({ callsid: callSid })
      expect(bob.unread).toEqual([])
    }),
  )

  test(
    'with older clients carries no reconnect tokens, and the callee’s answer is not confirmed',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer, reconnect } = await ring(world, {
        alice: { version: '1.5' },
        bob: { version: '1.5' },
      })
      expect(reconnect).toBeUndefined()
      await bob.answer(childSid, offer)
      expect(await alice.next('answer')).not.toHaveProperty('reconnect')
      expect(bob.unread).toEqual([])
    }),
  )

  test(
    'may be with oneself, on one connection',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Dial><Client>alice</Client></Dial>')
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid } = await alice.next('ringing')
      const childSid = await alice.accept()
      await alice.next('answer')
      await alice.next('answer')
      await alice.hangUp(childSid)
      expect(await alice.next('hangup')).toEqual({ callsid })
    }),
  )
})

describe('what the caller is sent for the verb that comes first', () => {
  test.each([
    ['<Reject/>', 31603, 'no-answer'],
    ['<Reject reason="busy"/>', 31486, 'busy'],
  ])('%s: a hang-up under the temporary id, with an error', (document, code, status) =>
    inWorld(async (world) => {
      world.serve(voiceUrl, document)
      const alice = world.connect('alice')
      const tempId = await alice.dial()
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code } })
      await world.service.idle()
      expect(await world.legs()).toMatchObject([{ status, answeredAt: null }])
    })(),
  )

  test.each(['', '<Hangup/>'])('"%s": an answer, then a plain hang-up', (document) =>
    inWorld(async (world) => {
      world.serve(voiceUrl, document)
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid, sdp } = await alice.next('answer')
      expect(sdp).toContain('a=candidate')
      expect(await alice.next('hangup')).toEqual({ callsid })
      await world.service.idle()
      expect(await world.legs()).toMatchObject([{ status: 'completed' }])
    })(),
  )

  test(
    '<Pause>: nothing until the next verb decides',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="7"/><Reject/>')
      const alice = world.connect('alice')
      const tempId = await alice.dial()
      await world.clock.armed(7_000, 1)
      expect(alice.unread).toEqual([])
      world.clock.advance(7_000)
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31603 } })
    }),
  )

  test(
    'a verb that answers: the answer at once; a following <Dial> sends nothing more, its ringback is media',
    inWorld(async (world) => {
      world.serve(voiceUrl, `<Say>Hello</Say>${dialBob}`)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      const { sdp } = await alice.next('answer')
      const { callsid, sdp: offer } = await bob.next('invite')
      expect(world.media.endpointOf(sdp ?? '')?.sound).toBe('ringback')
      await bob.answer(callsid, offer)
      await bob.next('answer')
      expect(world.media.bridges).toHaveLength(1)
      expect(alice.unread).toEqual([])
    }),
  )
})

describe('a call that nobody takes', () => {
  test(
    'declined: the dial is busy, and the caller learns 31603',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world)
      await bob.reject(childSid)
      expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31603 } })
      expect(bob.unread).toEqual([])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('busy')
    }),
  )

  test(
    'ignored: after the dial’s timeout the device is cancelled, and the caller learns 31408',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world)
      world.clock.advance(29_999)
      await settle(alice, callSid)
      expect(bob.unread).toEqual([])
      world.clock.advance(1)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'not-answered' })
      expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31408 } })
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('no-answer')
    }),
  )

  test(
    'nobody registered: at once, and the caller learns 31480',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBob)
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid } = await alice.next('ringing')
      expect(await alice.next('hangup')).toMatchObject({ callsid, error: { code: 31480 } })
      await world.service.idle()
      const [, child] = await world.legs()
      expect(child).toMatchObject({ status: 'no-answer', to: 'client:bob', parentCallSid: callsid })
      expect(world.observer.statusesOf(child?.sid ?? '')).toEqual(['initiated', 'no-answer'])
    }),
  )

  test(
    'under answerOnBridge: the caller’s leg ends as the dialled one did',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world, { document: dialBobOnBridge })
      await bob.reject(childSid)
      expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31603 } })
      expect(world.observer.statusesOf(callSid)).toEqual(['ringing', 'busy'])
    }),
  )

  test.each([
    ['<Dial><Number>+15551234567</Number></Dial>', 'completed'],
    ['<Dial answerOnBridge="true"><Client>no name</Client></Dial>', 'failed'],
  ])('nobody who could be rung: %s fails, and the caller learns 31000', (document, status) =>
    inWorld(async (world) => {
      world.serve(voiceUrl, document.replace('<Dial', `<Dial action="${actionUrl}"`))
      world.serve(actionUrl, '')
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid, sdp } = await alice.next('ringing')
      expect(sdp === undefined).toBe(status === 'failed')
      expect(await alice.next('hangup')).toMatchObject({ callsid, error: { code: 31000 } })
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }])
      expect(await world.legs()).toMatchObject([
        { status, answeredAt: status === 'failed' ? null : (expect.any(Number) as number) },
      ])
      expect(alice.heard).toEqual(['ringing', 'hangup'])
    })(),
  )

  test(
    'nobody registered, under answerOnBridge: the action hears no-answer, and the caller’s leg ends as it',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBobOnBridge.replace('<Dial', `<Dial action="${actionUrl}"`))
      world.serve(actionUrl, '')
      const alice = world.connect('alice')
      await alice.dial()
      const { callsid, sdp } = await alice.next('ringing')
      expect(sdp).toBeUndefined()
      expect(await alice.next('hangup')).toMatchObject({ callsid, error: { code: 31480 } })
      await world.service.idle()
      const [parent, child] = await world.legs()
      expect([parent, child]).toMatchObject([{ status: 'no-answer' }, { status: 'no-answer' }])
      expect(world.requestsTo(actionUrl)).toMatchObject([
        { DialCallStatus: 'no-answer', DialCallSid: child?.sid, CallStatus: 'ringing' },
      ])
      expect(world.clock.now()).toBe(parent?.createdAt)
    }),
  )

  test(
    'the next verb goes on',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await ring(world, {
        document: `${dialBob}<Dial><Client>carol</Client></Dial>`,
      })
      const carol = world.connect('carol')
      await bob.reject(childSid)
      await carol.accept()
      expect(await alice.next('answer')).toMatchObject({ callsid: callSid })
    }),
  )
})

describe('a caller that hangs up', () => {
  test.each(['temporary id', 'call SID'])('while it rings, under its %s: the device is cancelled', (which) =>
    inWorld(async (world) => {
      const { alice, bob, tempId, callSid, childSid } = await ring(world)
      await alice.hangUp(which === 'call SID' ? callSid : tempId)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
      await world.service.idle()
      expect(alice.unread).toEqual([])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('canceled')
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('completed')
    })(),
  )

  test(
    'under answerOnBridge, before anyone answered: its leg is canceled',
    inWorld(async (world) => {
      const { alice, callSid, tempId } = await ring(world, { document: dialBobOnBridge })
      await alice.hangUp(tempId)
      expect(world.observer.statusesOf(callSid)).toEqual(['ringing', 'canceled'])
    }),
  )

  test(
    'while the application is asked: the call is canceled, and the document that comes later is not run',
    inWorld(async (world) => {
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      const asked = createDeferred<undefined>()
      const answered = createDeferred<undefined>()
      world.serve(voiceUrl, async () => {
        asked.resolve(undefined)
        await answered.promise
        return { body: `<Response>${dialBob}</Response>` }
      })
      const tempId = await alice.dial()
      await asked.promise
      await alice.hangUp(tempId)
      answered.resolve(undefined)
      await world.service.idle()
      expect([...alice.inbox, ...bob.inbox]).toEqual([])
      expect(await world.legs()).toMatchObject([{ status: 'canceled' }])
    }),
  )

  test(
    'may do so under its temporary id during the whole call',
    inWorld(async (world) => {
      const { alice, bob, tempId, childSid } = await talk(world)
      await alice.hangUp(tempId)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
    }),
  )

  test(
    'twice is heard once',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world)
      await Promise.all([alice.hangUp(callSid), alice.hangUp(callSid)])
      expect(bob.heard.filter((type) => type === 'hangup')).toHaveLength(1)
    }),
  )

  test(
    'and says why: the reason is in the timeline',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world)
      await alice.hangUp(callSid, 'Media connection failed.')
      const hangups = world.observer.eventsOf('signal').filter(({ name }) => name === 'hangup')
      expect(hangups).toMatchObject([
        { callSid, detail: { direction: 'received', message: 'Media connection failed.' } },
        { detail: { direction: 'sent' } },
      ])
    }),
  )
})

describe('several devices under one name', () => {
  test(
    'are rung newest first, each with an offer of its own',
    inWorld(async (world) => {
      world.serve(voiceUrl, dialBob)
      const alice = world.connect('alice')
      const bobs = [world.connect('bob'), world.connect('bob'), world.connect('bob')]
      await alice.dial()
      const invites = await Promise.all(bobs.map((bob) => bob.next('invite')))
      expect(new Set(invites.map(({ callsid }) => callsid)).size).toBe(1)
      expect(new Set(invites.map(({ sdp }) => sdp)).size).toBe(3)
      expect(new Set(invites.map(({ reconnect }) => reconnect)).size).toBe(3)
      const invited = world.journal.filter((line) => line.endsWith('is sent invite'))
      expect(invited).toEqual(bobs.toReversed().map(({ id }) => `${id} is sent invite`))
    }),
  )

  test(
    'the first accept wins, the others are told that it was answered elsewhere',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, childSid, offer } = await ring(world)
      const { sdp } = await second.next('invite')
      await Promise.all([bob.answer(childSid, offer), second.answer(childSid, sdp)])
      expect(await bob.next('answer')).toMatchObject({ callsid: childSid })
      expect(await second.next('cancel')).toEqual({ callsid: childSid, reason: 'answered-elsewhere' })
      await alice.next('answer')
      expect(world.media.openEndpoints).toBe(2)
    }),
  )

  test(
    'one decline ends the leg of the name, and the others are told that it was rejected elsewhere',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, childSid } = await ring(world)
      await second.next('invite')
      await second.reject(childSid)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'rejected-elsewhere' })
      expect(second.unread).toEqual([])
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31603 } })
    }),
  )

  test.each(['reject', 'hangUp'] as const)('a %s of one that lost, crossing its cancel, touches nothing', (what) =>
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      await second.next('invite')
      await bob.answer(childSid, offer)
      await second[what](childSid)
      second.press(childSid, '*')
      await alice.next('answer')
      await alice.hangUp(callSid)
      expect(bob.heard).toEqual(['invite', 'answer', 'hangup'])
      expect(second.heard).toEqual(['invite', 'cancel'])
    })(),
  )
})

describe('several names in one dial', () => {
  const document = '<Dial><Client>bob</Client><Client>carol</Client></Dial>'

  test(
    'ring together, each as a leg of its own; the first accept wins, the other legs are canceled',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { bob, alice, childSid, callSid } = await ring(world, { document })
      const carolSid = await carol.accept()
      expect(carolSid).not.toBe(childSid)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'answered-elsewhere' })
      await alice.next('answer')
      await world.service.endAll()
      expect(await world.legs()).toMatchObject([
        { sid: callSid, status: 'completed' },
        { sid: childSid, parentCallSid: callSid, status: 'canceled' },
        { sid: carolSid, parentCallSid: callSid, status: 'completed' },
      ])
    }),
  )

  test(
    'a decline of one lets the other ring on',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { bob, alice, childSid } = await ring(world, { document })
      await bob.reject(childSid)
      await carol.accept()
      await alice.next('answer')
    }),
  )

  test(
    'a device that stands for both rings twice, and takes one of them',
    inWorld(async (world) => {
      world.serve(voiceUrl, document)
      const alice = world.connect('alice')
      const both = world.connect('bob', { grant: { clientNames: ['bob', 'carol'] } })
      await alice.dial()
      const first = await both.next('invite')
      const second = await both.next('invite')
      await both.answer(first.callsid, first.sdp)
      expect(await both.next('answer')).toMatchObject({ callsid: first.callsid })
      expect(await both.next('cancel')).toMatchObject({ callsid: second.callsid })
    }),
  )

  test(
    'in sequence ring one after the other, each for the dial’s timeout',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { bob, alice } = await ring(world, { document: document.replace('<Dial', '<Dial sequential="true"') })
      expect(carol.unread).toEqual([])
      world.clock.advance(30_000)
      await bob.next('cancel')
      await carol.accept()
      expect(await alice.next('answer')).toBeDefined()
      await world.clock.armed(14_400_000, 2)
      expect(alice.heard).toEqual(['ringing', 'answer'])
    }),
  )

  test(
    'in sequence stop when one has talked, and when the caller presses star',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const sequential = document.replace('<Dial', '<Dial sequential="true" hangupOnStar="true"')
      const talked = await talk(world, { document: sequential })
      await talked.bob.hangUp(talked.childSid)
      await talked.alice.next('hangup')
      const tempId = await talked.alice.dial()
      await talked.bob.next('invite')
      talked.alice.press(tempId, '*')
      await talked.bob.next('cancel')
      await talked.alice.next('ringing')
      await talked.alice.next('hangup')
      expect(carol.inbox).toEqual([])
    }),
  )

  test(
    'in sequence are all tried when nobody is there',
    inWorld(async (world) => {
      world.serve(voiceUrl, document.replace('<Dial', '<Dial sequential="true"'))
      const alice = world.connect('alice')
      await alice.dial()
      await alice.next('ringing')
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31480 } })
      await world.service.idle()
      expect(await world.legs()).toHaveLength(3)
    }),
  )
})

describe('time limits', () => {
  test(
    'of the dial end the bridge, and the document goes on',
    inWorld(async (world) => {
      const document = '<Dial timeLimit="60"><Client>bob</Client></Dial><Dial><Client>carol</Client></Dial>'
      const carol = world.connect('carol')
      const { bob, childSid } = await talk(world, { document })
      world.clock.advance(59_999)
      await settle(bob, childSid)
      expect(bob.unread).toEqual([])
      world.clock.advance(1)
      expect(await bob.next('hangup')).toEqual({ callsid: childSid })
      await carol.next('invite')
    }),
  )

  test(
    'of the call end everything',
    inWorld(
      async (world) => {
        const { alice, bob, callSid, childSid } = await talk(world)
        world.clock.advance(100_000)
        expect(await bob.next('hangup')).toEqual({ callsid: childSid })
        expect(await alice.next('hangup')).toEqual({ callsid: callSid })
      },
      { limits: { maxCallSeconds: 100 } },
    ),
  )
})

describe('the star key', () => {
  const document = '<Dial hangupOnStar="true"><Client>bob</Client></Dial><Dial><Client>carol</Client></Dial>'

  test.each(['tone', 'message'])('of the caller, as a %s, ends the dial with hangupOnStar', (how) =>
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { alice, bob, callSid } = await talk(world, { document })
      const [callerEnd] = world.media.bridges[0] ?? []
      if (how === 'tone') callerEnd?.emit({ type: 'dtmf', digit: '*' })
      else alice.press(callSid, '12*')
      await bob.next('hangup')
      await carol.next('invite')
    })(),
  )

  test(
    'before the answer cancels',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { alice, bob, callSid, childSid } = await ring(world, { document })
      alice.press(callSid, '*')
      await bob.next('cancel')
      await carol.next('invite')
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('canceled')
    }),
  )

  test(
    'of the callee, other keys, and star without the attribute do nothing; which keys is nobody’s business',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      alice.press(callSid, '*')
      alice.press(callSid, '123')
      bob.press(childSid, '*')
      bob.press('CA0', '*')
      world.media.bridges[0]?.[1].emit({ type: 'dtmf', digit: '4' })
      await settle(alice, callSid)
      expect(world.media.bridges).toHaveLength(1)
      expect(world.observer.eventsOf('dtmf').map(({ detail }) => detail)).toEqual([
        { count: 1 },
        { count: 3 },
        { count: 1 },
        { count: 1 },
      ])
    }),
  )
})

describe('call messages', () => {
  test(
    'of either device are acknowledged and kept',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world)
      alice.sendMessage(callSid)
      bob.sendMessage(childSid)
      const voiceeventsid = `KX${'0'.repeat(32)}`
      expect(await alice.next('ack')).toEqual({ acktype: 'message', callsid: callSid, voiceeventsid })
      expect(await bob.next('ack')).toEqual({ acktype: 'message', callsid: childSid, voiceeventsid })
      expect(world.observer.eventsOf('message')).toMatchObject([
        { callSid, detail: { contentType: 'application/json', content: { hello: 'there' } } },
        { callSid: childSid },
      ])
    }),
  )

  test(
    'of an unknown type are refused with 31210, of an unknown call with 31481',
    inWorld(async (world) => {
      const { alice, callSid } = await talk(world)
      alice.sendMessage(callSid, 'wrong')
      const voiceeventsid = `KX${'0'.repeat(32)}`
      expect(await alice.next('error')).toMatchObject({ callsid: callSid, voiceeventsid, error: { code: 31210 } })
      alice.sendMessage(`CA${'0'.repeat(32)}`)
      expect(await alice.next('error')).toMatchObject({ voiceeventsid, error: { code: 31481 } })
      expect(world.observer.eventsOf('message')).toEqual([])
    }),
  )
})

describe('an invite', () => {
  test(
    'that is sent twice makes one call',
    inWorld(async (world) => {
      const { alice, tempId } = await ring(world)
      await world.service.invite(alice, { callsid: tempId, sdp: alice.sdp, twilio: {} })
      expect(world.service.runningCalls).toBe(1)
      expect(alice.unread).toEqual([])
    }),
  )

  test(
    'with a session description that cannot be answered fails with 31400',
    inWorld(async (world) => {
      const alice = world.connect('alice')
      const tempId = await alice.dial({}, { sdp: 'v=0' })
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31400 } })
      await world.service.idle()
      expect(world.webhooks.requests).toEqual([])
      expect(await world.legs()).toMatchObject([{ status: 'failed' }])
    }),
  )

  test(
    'that may not be is refused under its temporary id, and leaves no trace',
    inWorld(async (world) => {
      const alice = world.connect('alice', { grant: { outgoing: undefined } })
      const tempId = await alice.dial()
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31002 } })
      expect(await world.legs()).toEqual([])
    }),
  )

  test(
    'beyond the calls that an account may have is refused, also when several come at once',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, '<Pause length="60"/>')
        const devices = ['alice', 'bob', 'carol'].map((name) => world.connect(name))
        await Promise.all(devices.map((device) => device.dial()))
        expect(world.service.runningCalls).toBe(2)
        const refused = devices.flatMap(({ inbox }) => inbox)
        expect(refused).toMatchObject([{ type: 'hangup', payload: { error: { code: 31206 } } }])
        expect(world.observer.notifications).toMatchObject([{ code: 10_004, callSid: null }])
      },
      { limits: { maxCallsPerAccount: 2 } },
    ),
  )

  test(
    'of an expired token is refused with 31205, while the call that it began runs on',
    inWorld(async (world) => {
      const expiresAt = world.clock.now() / 1000 + 60
      const { alice, bob, callSid } = await talk(world, { alice: { grant: { expiresAt } } })
      world.clock.advance(61_000)
      const tempId = await alice.dial()
      expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31205 } })
      expect(world.media.bridges).toHaveLength(1)
      await alice.hangUp(callSid)
      await bob.next('hangup')
    }),
  )
})

describe('someone else’s call', () => {
  test(
    'cannot be ended, answered, restarted or resumed by another account or another person',
    inWorld(async (world) => {
      const { bob, callSid, childSid, offer, reconnect } = await ring(world)
      const stranger = world.connect('bob', { grant: { accountSid: otherAccountSid } })
      const mallory = world.connect('mallory')
      for (const device of [stranger, mallory]) {
        await device.hangUp(callSid)
        await device.hangUp(childSid)
        await device.reject(childSid)
        await device.answer(childSid, offer)
        await device.restartIce(callSid)
        await device.resume(childSid, reconnect ?? '')
        expect(await device.next('hangup')).toMatchObject({ error: { code: 31209 } })
        expect(device.unread).toEqual([])
      }
      await bob.answer(childSid, offer)
      await bob.next('answer')
      await mallory.hangUp(childSid)
      expect(world.media.bridges).toHaveLength(1)
    }),
  )

  test(
    'and ids that are none are passed over',
    inWorld(async (world) => {
      const alice = world.connect('alice')
      for (const callsid of ['', 'CA1', 'TJS1', '__proto__']) {
        await alice.hangUp(callsid)
        await alice.reject(callsid)
        await world.service.answer(alice, { callsid, sdp: '' })
        await alice.restartIce(callsid)
      }
      expect(alice.inbox).toEqual([])
    }),
  )
})

describe('the service', () => {
  test(
    'knows which connections have a call',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await ring(world)
      const carol = world.connect('carol')
      expect([alice, bob, carol].map(({ id }) => world.service.isInCall(id))).toEqual([true, true, false])
      await bob.reject(childSid)
      await world.service.idle()
      expect([alice, bob].map(({ id }) => world.service.isInCall(id))).toEqual([false, false])
    }),
  )

  test(
    'finds a call by either id: while it runs, for a while by the temporary one, and always by its SID',
    inWorld(async (world) => {
      const { tempId, callSid } = await talk(world)
      const locate = (id: string): Promise<string | undefined> => world.service.locate(accountSid, id)
      expect(await locate(tempId)).toBe(callSid)
      expect(await world.service.locate(otherAccountSid, tempId)).toBeUndefined()
      await world.service.endAll()
      expect(await Promise.all([tempId, callSid].map(locate))).toEqual([callSid, callSid])
      world.clock.advance(120_000)
      expect(await Promise.all([tempId, callSid].map(locate))).toEqual([undefined, callSid])
      expect(await locate(`CA${'0'.repeat(32)}`)).toBeUndefined()
    }),
  )

  test(
    'ends the calls of one account, and leaves those of others alone',
    inWorld(async (world) => {
      const { alice, bob } = await talk(world)
      await world.service.endAllOf(`AC${'9'.repeat(32)}`)
      expect(world.service.runningCalls).toBe(1)
      await world.service.endAllOf(accountSid)
      expect([alice.heard.at(-1), bob.heard.at(-1)]).toEqual(['hangup', 'hangup'])
      await world.service.idle()
      expect(world.service.runningCalls).toBe(0)
    }),
  )

  test(
    'ends every call, tells every device, and waits until nothing is under way',
    inWorld(
      async (world) => {
        const { alice, bob } = await talk(world)
        world.serve(callbackUrl, '')
        await world.service.endAll()
        expect(world.service.runningCalls).toBe(0)
        expect(alice.heard.at(-1)).toBe('hangup')
        expect(bob.heard.at(-1)).toBe('hangup')
        expect(world.requestsTo(callbackUrl)).toHaveLength(1)
      },
      { application: { statusCallback: callbackUrl } },
    ),
  )
})

import { describe, expect, test } from 'vitest'
import { createDeferred } from '../deferred.js'
import type { CallScript } from '../application/call-script.js'
import { scriptOf } from '../application/call-script.js'
import type { CallPorts } from '../call-ports.js'
import { order, orderOf, take } from '../test-support/call-order.js'
import { accountSid, applicationSid, callbackUrl, fallbackUrl, inWorld, voiceUrl } from '../test-support/call-world.js'
import { settle } from '../test-support/scene.js'

const events = ['initiated', 'ringing', 'answered', 'completed'] as const
const statusCallback = { url: callbackUrl, method: 'POST', events } as const

describe('a call that the API makes', () => {
  test(
    'is queued and kept when it is acknowledged, before anyone is rung',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="9000"/>')
      const bob = world.connect('bob')
      const outcome = await world.service.create(orderOf())
      expect(outcome).toMatchObject({ isOk: true, call: { status: 'queued', startedAt: null } })
      expect(world.journal[0]).toBe('outbound-api leg is kept as queued')
      const { callsid, sdp, parameters } = await bob.next('invite')
      expect(parameters).toEqual({
        From: 'client:server',
        To: 'client:bob',
        CallSid: callsid,
        AccountSid: accountSid,
        ApiVersion: '2010-04-01',
      })
      expect(world.webhooks.requests).toEqual([])
      await bob.answer(callsid, sdp)
      await world.clock.armed(9_000_000, 1)
      expect(world.requestsTo(voiceUrl)).toEqual([
        {
          AccountSid: accountSid,
          ApiVersion: '2010-04-01',
          CallSid: callsid,
          CallStatus: 'in-progress',
          Called: 'client:bob',
          Caller: 'client:server',
          Direction: 'outbound-api',
          From: 'client:server',
          To: 'client:bob',
        },
      ])
      await bob.hangUp(callsid)
      await world.service.idle()
      expect(world.observer.statusesOf(callsid)).toEqual([
        ...['queued', 'initiated', 'ringing', 'in-progress', 'completed'],
      ])
      const now = world.clock.now()
      expect(await world.legs()).toMatchObject([
        { direction: 'outbound-api', parentCallSid: null, applicationSid: null, startedAt: now, answeredAt: now },
      ])
      expect(bob.heard).toEqual(['invite', 'answer'])
    }),
  )

  test(
    'hands its custom parameters and its caller id to the device',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const to = { clientName: 'bob', params: [['order', 'ö 1'] as const] }
      await order(world, { to, callerId: '+15551234567' })
      const { parameters } = await bob.next('invite')
      expect(parameters).toMatchObject({ From: '+15551234567', To: 'client:bob', Params: 'order=%C3%B6%201' })
      expect(await world.legs()).toMatchObject([{ from: 'client:server', to: 'client:bob' }])
    }),
  )

  test.each(['1.5', '1.6'] as const)('rings every device of the name; the first to accept has it (%s)', (version) =>
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="9000"/>')
      const bobs = [world.connect('bob', { version }), world.connect('bob', { version })] as const
      const { sid } = await order(world)
      const [first, second] = await Promise.all(bobs.map((bob) => bob.next('invite')))
      expect(first?.callsid).toBe(sid)
      expect(first?.sdp).not.toBe(second?.sdp)
      await bobs[0].answer(sid, first?.sdp ?? '')
      expect(await bobs[1].next('cancel')).toEqual({ callsid: sid, reason: 'answered-elsewhere' })
      await bobs[1].answer(sid, second?.sdp ?? '')
      await world.clock.armed(9_000_000, 1)
      expect(world.requestsTo(voiceUrl)).toHaveLength(1)
      expect(world.media.openEndpoints).toBe(1)
      await world.service.endAll()
      expect(bobs[0].heard).toEqual(version === '1.6' ? ['invite', 'answer', 'hangup'] : ['invite', 'hangup'])
      expect(bobs[1].heard).toEqual(['invite', 'cancel'])
    })(),
  )

  test(
    'to a name that nobody is registered under is over at once as no-answer, and its Url is not asked',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      const { sid } = await order(world, { statusCallback })
      await world.service.idle()
      expect(world.observer.statusesOf(sid)).toEqual(['queued', 'initiated', 'no-answer'])
      expect(await world.legs()).toMatchObject([
        { endedAt: world.clock.now(), endReason: 'No device is registered under the name.' },
      ])
      expect(world.requestsTo(voiceUrl)).toEqual([])
      const numbered = world
        .requestsTo(callbackUrl)
        .map(({ CallStatus, SequenceNumber }) => [SequenceNumber, CallStatus])
      expect(numbered.toSorted()).toEqual([
        ['0', 'initiated'],
        ['1', 'no-answer'],
      ])
    }),
  )

  test(
    'that one device declines is busy: the others ring no longer',
    inWorld(async (world) => {
      const bobs = [world.connect('bob'), world.connect('bob')] as const
      const { sid } = await order(world)
      await Promise.all(bobs.map((bob) => bob.next('invite')))
      await bobs[1].reject(sid)
      expect(await bobs[0].next('cancel')).toEqual({ callsid: sid, reason: 'rejected-elsewhere' })
      expect(bobs[1].unread).toEqual([])
      expect(world.observer.statusesOf(sid).at(-1)).toBe('busy')
    }),
  )

  test(
    'that one device hangs up on before it took it is busy, too',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const { sid } = await order(world)
      await bob.next('invite')
      await bob.hangUp(sid)
      expect(world.observer.statusesOf(sid).at(-1)).toBe('busy')
    }),
  )

  test(
    'that nobody takes in time is a no-answer',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const { sid } = await order(world, { timeoutSeconds: 20 })
      await bob.next('invite')
      world.clock.advance(19_999)
      await settle(bob, 'CA0')
      expect(bob.unread).toEqual([])
      world.clock.advance(1)
      expect(await bob.next('cancel')).toEqual({ callsid: sid, reason: 'not-answered' })
      await world.service.idle()
      expect(world.observer.statusesOf(sid).at(-1)).toBe('no-answer')
      expect(world.requestsTo(voiceUrl)).toEqual([])
    }),
  )

  test(
    'whose last device is lost while it rings is a no-answer, without waiting',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const { sid } = await order(world)
      await bob.next('invite')
      world.lose(bob)
      await world.service.idle()
      expect(world.observer.statusesOf(sid).at(-1)).toBe('no-answer')
    }),
  )

  test(
    'whose devices cannot be looked up fails, and the defect is reported',
    inWorld(async (world) => {
      world.ports.devices.registered = () => Promise.reject(new Error('The store is gone.'))
      const { sid } = await order(world)
      await world.service.idle()
      expect(world.observer.statusesOf(sid)).toEqual(['queued', 'failed'])
      expect(world.observer.faults.splice(0)).toHaveLength(1)
    }),
  )

  test(
    'tells its status callback of its progress, numbered, each with the call as it was',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      const { bob, callSid } = await take(world, undefined, { statusCallback })
      world.clock.advance(61_000)
      await bob.hangUp(callSid)
      await world.service.idle()
      const requests = world
        .requestsTo(callbackUrl)
        .toSorted((one, other) => Number(one['SequenceNumber']) - Number(other['SequenceNumber']))
      expect(requests.map(({ CallStatus }) => CallStatus)).toEqual([
        ...['initiated', 'ringing', 'in-progress', 'completed'],
      ])
      expect(requests[3]).toMatchObject({
        CallSid: callSid,
        Direction: 'outbound-api',
        CallbackSource: 'call-progress-events',
        SequenceNumber: '3',
        CallDuration: '61',
        Duration: '2',
      })
    }),
  )

  test(
    'presses its keys for whoever takes it before its script begins',
    inWorld(async (world) => {
      let pressed = ''
      world.serve(voiceUrl, () => {
        pressed = world.media.endpoints[0]?.pressed ?? ''
        return { body: '<Response><Hangup/></Response>' }
      })
      const bob = world.connect('bob')
      await order(world, { sendDigits: '12ww3#' })
      await bob.accept()
      await world.service.idle()
      expect(pressed).toBe('12ww3#')
    }),
  )

  test(
    'goes on when the device cannot hear keys, with a line in its timeline',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Hangup/>')
      const bob = world.connect('bob')
      const { sid } = await order(world, { sendDigits: '1' })
      const { sdp: offer } = await bob.next('invite')
      const sdp = (await bob.describe(offer)).replace(/a=(?:rtpmap|fmtp):101 .*\r\n/g, '')
      await world.service.answer(bob, { callsid: sid, sdp })
      await world.service.idle()
      expect(world.observer.eventsOf('media')).toMatchObject([{ name: 'refused', detail: { code: 'no-codec' } }, {}])
      expect(world.requestsTo(voiceUrl)).toHaveLength(1)
    }),
  )

  test.each([
    [100, 100],
    [undefined, 14_400],
    [20_000, 14_400],
  ])('with the time limit %j ends %i seconds after its answer', (timeLimitSeconds, seconds) =>
    inWorld(async (world) => {
      const bob = world.connect('bob')
      world.serve(voiceUrl, '<Pause length="90000"/>')
      const { sid } = await order(world, { timeLimitSeconds })
      const { sdp } = await bob.next('invite')
      world.clock.advance(30_000)
      await bob.answer(sid, sdp)
      await world.clock.armed(86_400_000, 1)
      world.clock.advance(seconds * 1000 - 1)
      await settle(bob, sid)
      expect(world.observer.statusesOf(sid).at(-1)).toBe('in-progress')
      world.clock.advance(1)
      await bob.next('answer')
      expect(await bob.next('hangup')).toEqual({ callsid: sid })
    })(),
  )

  test(
    'dials on like any other: it is the parent of whom it reaches',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { bob, callSid } = await take(world, '<Dial answerOnBridge="true"><Client>carol</Client></Dial>')
      const carolSid = await carol.accept()
      await carol.next('answer')
      expect(world.media.bridges).toHaveLength(1)
      await carol.hangUp(carolSid)
      expect(await bob.next('hangup')).toEqual({ callsid: callSid })
      expect(await world.legs()).toMatchObject([
        { sid: callSid, status: 'completed' },
        { sid: carolSid, parentCallSid: callSid, from: 'client:server', direction: 'outbound-dial' },
      ])
    }),
  )

  test(
    'ends plainly for whoever took it, though nobody answered the dial: they dialled nobody',
    inWorld(async (world) => {
      const { bob, callSid } = await take(world, '<Dial><Client>carol</Client></Dial>')
      expect(await bob.next('hangup')).toEqual({ callsid: callSid })
    }),
  )

  test(
    'is resumed by its device after its connection was lost',
    inWorld(async (world) => {
      const { bob, callSid, reconnect } = await take(world)
      world.lose(bob)
      const back = world.connect('bob')
      await back.resume(callSid, reconnect ?? '', bob.sdp)
      expect(await back.next('answer')).toEqual({ callsid: callSid, reconnect })
      await back.hangUp(callSid)
      expect(world.observer.statusesOf(callSid).at(-1)).toBe('completed')
    }),
  )

  test(
    'is waited for as long as the grace lasts when its device is gone',
    inWorld(async (world) => {
      const { bob, callSid } = await take(world)
      world.lose(bob)
      await world.clock.armed(30_000, 1)
      world.clock.advance(30_000)
      await world.service.idle()
      expect(await world.legs()).toMatchObject([
        { sid: callSid, status: 'completed', endReason: 'The connection to the device was lost.' },
      ])
    }),
  )

  test(
    'that rings may be forwarded to another device by its connect token',
    inWorld(async (world) => {
      world.serve(voiceUrl, '<Pause length="9000"/>')
      const bob = world.connect('bob')
      const { sid } = await order(world)
      const { reconnect } = await bob.next('invite')
      const desk = world.connect('bob')
      await desk.resume(sid, reconnect ?? '')
      const { sdp } = await desk.next('answer')
      expect(world.media.endpointOf(sdp ?? '')).toBeDefined()
      expect(await bob.next('cancel')).toEqual({ callsid: sid, reason: 'taken-over' })
      await world.clock.armed(9_000_000, 1)
      expect(world.observer.statusesOf(sid).at(-1)).toBe('in-progress')
    }),
  )
})

describe('the script of a call that the API makes', () => {
  test(
    'may be an application: its VoiceUrl, its fallback, and its status callback at the end',
    inWorld(
      async (world) => {
        world.serve(voiceUrl, () => ({ status: 500 }))
        world.serve(fallbackUrl, '<Pause length="1"/>')
        world.serve(callbackUrl, '')
        const application = await world.store.applications.find(accountSid, applicationSid)
        if (application === undefined) throw new Error('The world is empty')
        const bob = world.connect('bob')
        await order(world, { applicationSid, script: scriptOf(application) })
        const callSid = await bob.accept()
        await world.clock.armed(1_000, 1)
        world.clock.advance(1_000)
        await world.service.idle()
        expect(world.requestsTo(voiceUrl)).toMatchObject([{ ApplicationSid: applicationSid, To: 'client:bob' }])
        expect(world.requestsTo(fallbackUrl)).toMatchObject([{ ErrorCode: '11200', ErrorUrl: voiceUrl }])
        expect(world.requestsTo(callbackUrl)).toMatchObject([
          { CallSid: callSid, CallStatus: 'completed', SequenceNumber: '0', ApplicationSid: applicationSid },
        ])
      },
      { application: { voiceFallbackUrl: fallbackUrl, statusCallback: callbackUrl } },
    ),
  )

  const inline = (twiml: string, fallback?: CallScript['fallback']): CallScript => ({ document: { twiml }, fallback })

  test(
    'may be a document: nobody is asked',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const bob = world.connect('bob')
      await order(world, { script: inline('<Response><Dial><Client>carol</Client></Dial></Response>') })
      await bob.accept()
      await carol.next('invite')
      expect(world.webhooks.requests).toEqual([])
    }),
  )

  test(
    'that is a broken document ends the call with a notification, and its device is told',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      await order(world, { script: inline('<Response>') })
      const callSid = await bob.accept()
      await bob.next('answer')
      expect(await bob.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31000 } })
      expect(world.observer.notifications).toMatchObject([
        { code: 12100, level: 'error', callSid, responseBody: '<Response>', requestUrl: null },
      ])
    }),
  )

  test(
    'that is a broken document has a fallback',
    inWorld(async (world) => {
      world.serve(fallbackUrl, '<Hangup/>')
      const bob = world.connect('bob')
      await order(world, { script: inline('nothing', { url: fallbackUrl, method: 'POST' }) })
      await bob.accept()
      await world.service.idle()
      expect(world.requestsTo(fallbackUrl)).toMatchObject([{ ErrorCode: '12100', ErrorUrl: '' }])
    }),
  )
})

describe('a call that the API cannot have', () => {
  test(
    'is one too many for the account: 10004, and a notification',
    inWorld(
      async (world) => {
        world.connect('bob')
        const outcomes = await Promise.all([order(world), world.service.create(orderOf())])
        expect(outcomes[1]).toMatchObject({ isOk: false, code: 10_004 })
        expect(await world.legs()).toHaveLength(1)
        expect(world.observer.codes).toEqual([10_004])
      },
      { limits: { maxCallsPerAccount: 1 } },
    ),
  )

  test.each(['suspended', 'closed'] as const)('is that of an account that is %s: 10001', (status) =>
    inWorld(
      async (world) => {
        expect(await world.service.create(orderOf())).toMatchObject({ isOk: false, code: 10_001 })
        expect(await world.legs()).toEqual([])
      },
      { account: { status } },
    )(),
  )

  test('is one that cannot be kept: the promise rejects, and nothing is left of it', async () => {
    const full = new Error('The disk is full.')
    const store = (kept: CallPorts['store']): CallPorts['store'] => ({
      ...kept,
      calls: { ...kept.calls, insert: () => Promise.reject(full) },
    })
    await inWorld(
      async (world) => {
        const bob = world.connect('bob')
        await expect(world.service.create(orderOf())).rejects.toBe(full)
        expect(world.service.runningCalls).toBe(0)
        expect(bob.inbox).toEqual([])
      },
      { store },
    )()
  })
})

test(
  'every call of an account that is suspended ends as such: those that ring fail, those that talk are completed',
  inWorld(async (world) => {
    const carol = world.connect('carol')
    const { bob, callSid } = await take(world)
    const { sid: ringing } = await order(world, { to: { clientName: 'carol', params: [] } })
    await carol.next('invite')
    await world.service.endAllOf(accountSid)
    expect(await bob.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31203 } })
    expect(await carol.next('cancel')).toMatchObject({ callsid: ringing })
    await world.service.idle()
    const endReason = 'The account was suspended or closed.'
    expect(await world.legs()).toMatchObject([
      { sid: callSid, status: 'completed', endReason },
      { sid: ringing, status: 'failed', endReason },
    ])
  }),
)

test(
  'a call that is made while everything ends leaves nothing',
  inWorld(async (world) => {
    const bob = world.connect('bob')
    const gate = createDeferred<undefined>()
    const registered = world.ports.devices.registered.bind(world.ports.devices)
    world.ports.devices.registered = async (...name) => {
      await gate.promise
      return registered(...name)
    }
    const { sid } = await order(world)
    const ended = world.service.endAll()
    gate.resolve(undefined)
    await ended
    expect(world.observer.statusesOf(sid).at(-1)).toBe('canceled')
    expect(bob.heard).toEqual(['invite', 'cancel'])
  }),
)

import type { Sid } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { createApplication } from '../../account/create-application.js'
import { createIncomingPhoneNumber } from '../../account/create-incoming-phone-number.js'
import type { FakeEndpoint } from '../../media/fake/fake-endpoint.js'
import { order } from '../test-support/call-order.js'
import {
  accountSid,
  actionUrl,
  callbackUrl,
  type CallWorld,
  fallbackUrl,
  inWorld,
  otherAccountSid,
  voiceUrl,
} from '../test-support/call-world.js'
import { giveNumber, numberUrl, ownNumber } from '../test-support/own-number.js'
import type { ScriptedDevice } from '../test-support/scripted-device.js'

const callingNumber = '+15559999'
const dialNumber = `<Dial callerId="${callingNumber}" action="${actionUrl}"><Number>${ownNumber}</Number></Dial>`
const dialNumberOnBridge = dialNumber.replace('<Dial ', '<Dial answerOnBridge="true" ')
const dialBob = '<Dial><Client>bob</Client></Dial>'
const dialCarol = '<Response><Dial><Client>carol</Client></Dial></Response>'
const dialBobOnBridge = '<Dial answerOnBridge="true"><Client>bob</Client></Dial>'

/** Alice calls an application that dials the number, whose own application runs a document. */
async function call(world: CallWorld, document: string, callers = dialNumber): Promise<ScriptedDevice> {
  world.serve(voiceUrl, callers)
  world.serve(numberUrl, document)
  world.serve(actionUrl, '<Hangup/>')
  await giveNumber(world)
  const alice = world.connect('alice')
  await alice.dial()
  return alice
}

/** The same; bob is rung at the number and answers, and they talk. */
async function talk(world: CallWorld, document = dialBob) {
  const bob = world.connect('bob')
  const alice = await call(world, document)
  const { callsid: callSid } = await alice.next('ringing')
  await alice.next('answer')
  const bobSid = await bob.accept()
  await bob.next('answer')
  return { alice, bob, callSid, bobSid }
}

/** The endpoint of a device, found by what it was told last. */
function endpointOf({ media }: CallWorld, device: ScriptedDevice): FakeEndpoint {
  const sdps = device.inbox.flatMap(({ payload }) => ('sdp' in payload ? [payload.sdp] : []))
  const endpoint = media.endpointOf(sdps.at(-1) ?? '')
  if (endpoint === undefined) throw new Error(`${device.id} was given no media`)
  return endpoint
}

/** How the legs stand, oldest first. */
async function legsOf(world: CallWorld): Promise<readonly string[]> {
  await world.service.idle()
  return (await world.legs()).map(({ direction, from, to, status }) => `${direction} ${from} ${to} ${status}`)
}

const inWords = (legs: readonly (readonly string[])[]): readonly string[] => legs.map((leg) => leg.join(' ')).sort()

describe('a number of the gateway that is dialled', () => {
  test(
    'is answered by its own application, in a call of its own, and the two people hear each other',
    inWorld(async (world) => {
      const { alice, bob, callSid, bobSid } = await talk(world)
      expect(endpointOf(world, alice).peer).toBe(endpointOf(world, bob))
      expect(bob.inbox[0]).toMatchObject({ payload: { parameters: { From: callingNumber, To: 'client:bob' } } })
      const [inbound, dialled, atNumber, toBob] = await world.legs()
      expect(inbound).toMatchObject({ sid: callSid, direction: 'inbound', status: 'in-progress' })
      expect(dialled).toMatchObject({ parentCallSid: callSid, phoneNumberSid: null, status: 'in-progress' })
      expect(atNumber).toMatchObject({
        ...{ direction: 'inbound', parentCallSid: null, applicationSid: null, status: 'in-progress' },
        ...{ from: callingNumber, to: ownNumber, phoneNumberSid: expect.stringMatching(/^PN/) as string },
      })
      expect(toBob).toMatchObject({ sid: bobSid, parentCallSid: atNumber?.sid, direction: 'outbound-dial' })

      await bob.hangUp(bobSid)
      await alice.next('hangup')
      expect(await legsOf(world)).toEqual([
        'inbound client:alice  completed',
        `outbound-dial ${callingNumber} ${ownNumber} completed`,
        `inbound ${callingNumber} ${ownNumber} completed`,
        `outbound-dial ${callingNumber} client:bob completed`,
      ])
      expect(world.requestsTo(actionUrl)).toMatchObject([
        { CallSid: callSid, DialCallSid: dialled?.sid, DialCallStatus: 'completed', DialBridged: 'true' },
      ])
    }),
  )

  test(
    'asks its VoiceUrl with the parameters of a telephone call, and tells its status callback of the end',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      world.serve(voiceUrl, dialNumber)
      world.serve(actionUrl, '')
      world.serve(numberUrl, '<Reject/>')
      await giveNumber(world, { statusCallback: callbackUrl, stirStatus: null })
      const alice = world.connect('alice')
      await alice.dial()
      await alice.next('ringing')
      await alice.next('hangup')
      await world.service.idle()
      const sid = (await world.legs())[2]?.sid
      const own = { CallSid: sid, Direction: 'inbound', From: callingNumber, To: ownNumber, Called: ownNumber }
      const [request] = world.requestsTo(numberUrl)
      expect(request).toMatchObject({ ...own, CallStatus: 'ringing', FromCity: '', CalledCountry: '', StirVerstat: '' })
      expect(request).not.toHaveProperty('ApplicationSid')
      expect(request).not.toHaveProperty('ParentCallSid')
      expect(world.requestsTo(callbackUrl)).toMatchObject([{ ...own, CallStatus: 'no-answer', CallDuration: '0' }])
    }),
  )

  test(
    'rings until its application has somebody answer, if both ask for that',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const alice = await call(world, dialBobOnBridge, dialNumberOnBridge)
      const { callsid, sdp } = await bob.next('invite')
      expect(await alice.next('ringing')).not.toHaveProperty('sdp')
      expect(alice.unread).toEqual([])
      await bob.answer(callsid, sdp)
      await alice.next('answer')
      await expect.poll(() => endpointOf(world, alice).peer).toBe(endpointOf(world, bob))
    }),
  )

  test(
    'lets its caller hear what its application lets be heard',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const alice = await call(world, dialBob)
      await alice.next('ringing')
      await alice.next('answer')
      await bob.next('invite')
      expect(endpointOf(world, alice).sound).toBe('ringback')
      expect(endpointOf(world, alice).peer).toBeUndefined()
    }),
  )

  test.each([
    ['<Reject reason="busy"/>', 'busy', 'busy'],
    ['<Reject/>', 'no-answer', 'no-answer'],
    ['<Dial answerOnBridge="true"><Client>nobody</Client></Dial>', 'no-answer', 'no-answer'],
    ['<Hangup/>', 'completed', 'completed'],
  ])('ends the dial as its own call ends: %s', (document, status, dialStatus) =>
    inWorld(async (world) => {
      const alice = await call(world, document)
      await expect.poll(() => alice.heard).toContain('hangup')
      await world.service.idle()
      const [, dialled, atNumber] = await world.legs()
      expect([dialled?.status, atNumber?.status]).toEqual([dialStatus, status])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: dialStatus }])
    })(),
  )

  test(
    'is called off when its caller hangs up before the answer',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const alice = await call(world, dialBobOnBridge)
      const { callsid } = await alice.next('ringing')
      await bob.next('invite')
      await alice.hangUp(callsid)
      expect(await bob.next('cancel')).toMatchObject({ reason: 'caller-hung-up' })
      expect((await legsOf(world)).map((leg) => leg.split(' ').at(-1))).toEqual([
        ...['completed', 'canceled', 'canceled', 'canceled'],
      ])
    }),
  )

  test(
    'is hung up when its caller hangs up',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world)
      await alice.hangUp(callSid)
      await bob.next('hangup')
      expect((await legsOf(world)).map((leg) => leg.split(' ').at(-1))).toEqual(Array(4).fill('completed'))
    }),
  )

  test(
    'rings no longer than the dial',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const alice = await call(world, dialBobOnBridge, dialNumberOnBridge.replace('<Dial', '<Dial timeout="10"'))
      await alice.next('ringing')
      await bob.next('invite')
      world.clock.advance(10_000)
      await bob.next('cancel')
      await alice.next('answer')
      await alice.next('hangup')
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'no-answer' }])
    }),
  )

  test(
    'is told of the keys that its caller presses, in the media or as a message',
    inWorld(async (world) => {
      const starred = '<Dial hangupOnStar="true"><Client>bob</Client></Dial><Pause length="9000"/>'
      const { alice, bob, callSid } = await talk(world, starred)
      alice.press(callSid, '12')
      expect(endpointOf(world, bob).pressed).toBe('12')
      endpointOf(world, alice).emit({ type: 'dtmf', digit: '*' })
      await bob.next('hangup')
      const atNumber = (await world.legs())[2]
      const keys = world.observer.eventsOf('dtmf').filter(({ callSid }) => callSid === atNumber?.sid)
      expect(keys).toHaveLength(3)
      expect(endpointOf(world, alice).sound).toBe('silence')
      expect(alice.unread).toEqual([])
    }),
  )

  test(
    'hears the keys that the document presses on the answer, and its leg has callbacks of its own',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      const attributes = `sendDigits="1w2" statusCallback="${callbackUrl}" statusCallbackEvent="answered completed"`
      const alice = await call(world, '<Pause/><Hangup/>', dialNumber.replace('<Number', `<Number ${attributes}`))
      await alice.next('ringing')
      await world.clock.armed(1_000, 1)
      world.clock.advance(1_000)
      await alice.next('answer')
      await alice.next('hangup')
      await world.service.idle()
      const [, dialled, atNumber] = await world.legs()
      expect(world.requestsTo(callbackUrl)).toMatchObject([
        { CallSid: dialled?.sid, CallStatus: 'in-progress', To: ownNumber },
        { CallSid: dialled?.sid, CallStatus: 'completed' },
      ])
      expect(world.observer.eventsOf('dtmf').map(({ callSid }) => callSid)).toContain(atNumber?.sid)
    }),
  )

  test(
    'may dial another one: the people at the ends of both lines hear each other',
    inWorld(async (world) => {
      const second = '+15550002'
      await giveNumber(world, { phoneNumber: second, voiceUrl: 'http://second.test/voice' })
      world.serve('http://second.test/voice', dialBob)
      const { alice, bob, bobSid } = await talk(world, `<Dial>${second}</Dial>`)
      expect(endpointOf(world, alice).peer).toBe(endpointOf(world, bob))
      await bob.hangUp(bobSid)
      await alice.next('hangup')
      expect(await legsOf(world)).toHaveLength(6)
    }),
  )

  test(
    'rings beside clients; whoever is first has the call',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const both = dialNumber.replace('</Dial>', '<Client>carol</Client></Dial>')
      const alice = await call(world, '<Pause length="9000"/>', both)
      await alice.next('ringing')
      const callsid = await carol.accept()
      await alice.next('answer')
      expect(endpointOf(world, alice).peer).toBe(endpointOf(world, carol))
      await carol.hangUp(callsid)
      await alice.next('hangup')
      expect(inWords([await legsOf(world)]).join()).toContain(`inbound ${callingNumber} ${ownNumber} canceled`)
    }),
  )

  test(
    'runs into the bound of calls when it dials itself, and then everything ends',
    inWorld(
      async (world) => {
        const alice = await call(world, `<Dial>${ownNumber}</Dial>`)
        await expect.poll(() => alice.heard).toContain('hangup')
        await world.service.idle()
        expect(world.observer.codes).toEqual([10004])
      },
      { limits: { maxCallsPerAccount: 4 } },
    ),
  )
})

describe('a number that cannot be dialled', () => {
  test(
    'has come over ten others: calls do not go in circles for ever',
    inWorld(
      async (world) => {
        const alice = await call(world, `<Dial>${ownNumber}</Dial>`)
        await expect.poll(() => alice.heard).toContain('hangup')
        await world.service.idle()
        expect(await world.legs()).toHaveLength(1 + 2 * 10)
        expect(world.observer.codes).toEqual([13224])
        expect(world.observer.notifications[0]?.text).toContain('over 10 numbers already')
      },
      { limits: { maxCallsPerAccount: 100 } },
    ),
  )

  test(
    'is nobody’s: it is reported, makes no leg, and the others are rung',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      world.serve(voiceUrl, '<Dial><Number>+15550000</Number><Client>bob</Client></Dial>')
      const alice = world.connect('alice')
      await alice.dial()
      await bob.next('invite')
      expect(world.observer.codes).toEqual([13224])
      expect(world.observer.notifications[0]?.text).toContain('+15550000 was not dialled')
      expect(world.observer.notifications[0]?.text).toContain('(line 1, column 17)')
      expect(await world.legs()).toHaveLength(2)
    }),
  )

  test(
    'is called by a client: only a number can call one',
    inWorld(async (world) => {
      const alice = await call(world, dialBob, `<Dial action="${actionUrl}">${ownNumber}</Dial>`)
      await expect.poll(() => alice.heard).toContain('hangup')
      await world.service.idle()
      expect(world.observer.codes).toEqual([13247])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }])
      expect(await world.legs()).toHaveLength(1)
    }),
  )

  test(
    'belongs to an account that is suspended: its developer is told',
    inWorld(async (world) => {
      await world.store.accounts.update(otherAccountSid, { status: 'suspended' }, 1)
      await giveNumber(world, { accountSid: otherAccountSid, phoneNumber: '+15550002' })
      const alice = await call(world, dialBob, dialNumber.replace(ownNumber, '+15550002'))
      await expect.poll(() => alice.heard).toContain('hangup')
      await world.service.idle()
      expect(world.observer.notifications).toMatchObject([{ code: 10003, accountSid: otherAccountSid }])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'failed' }])
      expect(world.requestsTo(numberUrl)).toEqual([])
    }),
  )

  test(
    'has no VoiceUrl: its developer is told, and the dial has failed',
    inWorld(async (world) => {
      await giveNumber(world, { phoneNumber: '+15550002', voiceUrl: null })
      const alice = await call(world, dialBob, dialNumber.replace(ownNumber, '+15550002'))
      await expect.poll(() => alice.heard).toContain('hangup')
      await world.service.idle()
      expect(world.observer.notifications).toMatchObject([{ code: 11100 }])
      expect(world.observer.notifications[0]?.text).toContain('The number +15550002 has no VoiceUrl')
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'failed' }])
    }),
  )

  test(
    'has a call that cannot be kept: the dial has failed, and the caller’s call goes on',
    inWorld(
      async (world) => {
        const alice = await call(world, dialBob)
        await expect.poll(() => alice.heard).toContain('hangup')
        await world.service.idle()
        expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'failed' }])
        expect(world.observer.faults.splice(0)).toMatchObject([{ message: 'no room' }])
      },
      {
        store: (store) => ({
          ...store,
          calls: {
            ...store.calls,
            insert: (record) =>
              record.phoneNumberSid === null ? store.calls.insert(record) : Promise.reject(new Error('no room')),
          },
        }),
      },
    ),
  )
})

describe('who answers, and who is vouched for', () => {
  test(
    'an application answers a number in place of its own URLs',
    inWorld(async (world) => {
      const sid: Sid<'AP'> = `AP${'9'.repeat(32)}`
      const app = {
        sid,
        accountSid,
        friendlyName: '',
        voiceUrl: 'http://app.test/broken',
        voiceFallbackUrl: fallbackUrl,
      }
      await world.store.applications.insert(createApplication(app, 1))
      await giveNumber(world, { phoneNumber: '+15550002', voiceApplicationSid: sid })
      world.serve('http://app.test/broken', () => ({ status: 500 }))
      world.serve(fallbackUrl, '<Reject reason="busy"/>')
      const alice = await call(world, '', dialNumber.replace(ownNumber, '+15550002'))
      await expect.poll(() => alice.heard).toContain('hangup')
      await world.service.idle()
      expect(world.requestsTo(fallbackUrl)).toMatchObject([{ To: '+15550002', ErrorCode: '11200' }])
      expect(world.requestsTo(numberUrl)).toEqual([])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'busy' }])
    }),
  )

  test.each([
    [accountSid, 'A', 'TN-Validation-Passed-A'],
    [accountSid, 'C', 'TN-Validation-Passed-C'],
    [accountSid, null, ''],
    [otherAccountSid, 'A', ''],
  ] as const)('a number of %s with %s is presented with "%s"', (owner, stirStatus, verdict) =>
    inWorld(async (world) => {
      const draft = { sid: `PN${'9'.repeat(32)}`, accountSid: owner, phoneNumber: callingNumber, stirStatus } as const
      await world.store.incomingPhoneNumbers.insert(createIncomingPhoneNumber(draft, 1))
      const alice = await call(world, '<Reject/>')
      await expect.poll(() => alice.heard).toContain('hangup')
      expect(world.requestsTo(numberUrl)).toMatchObject([{ StirVerstat: verdict }])
    })(),
  )
})

test.each([
  [accountSid, 'B', 'TN-Validation-Passed-B'],
  [accountSid, null, ''],
  [otherAccountSid, 'A', ''],
] as const)(
  'a number that is nobody’s, at a number of %s with %s, is presented with "%s"',
  (owner, stirStatus, verdict) =>
    inWorld(async (world) => {
      await giveNumber(world, { accountSid: owner, stirStatus })
      world.serve(voiceUrl, dialNumber)
      world.serve(numberUrl, '<Reject/>')
      world.serve(actionUrl, '')
      const alice = world.connect('alice')
      await alice.dial()
      await expect.poll(() => alice.heard).toContain('hangup')
      expect(world.requestsTo(numberUrl)).toMatchObject([{ StirVerstat: verdict }])
    })(),
)

describe('the verdict on the number that calls', () => {
  const vouched = { phoneNumber: callingNumber, stirStatus: 'A' } as const

  test.each([
    ['is passed on to the devices that its application rings', dialBob, 'TN-Validation-Passed-A'],
    [
      'says nothing of another number that is shown to them',
      '<Dial callerId="+1888"><Client>bob</Client></Dial>',
      null,
    ],
  ])('%s', (_behaviour, document, verdict) =>
    inWorld(async (world) => {
      await giveNumber(world, vouched)
      const bob = world.connect('bob')
      await call(world, document)
      const { parameters } = await bob.next('invite')
      expect(parameters.StirStatus ?? null).toBe(verdict)
    })(),
  )

  test(
    'is about nobody whom the API’s own call to a number has dialled',
    inWorld(async (world) => {
      await giveNumber(world, vouched)
      await giveNumber(world)
      world.serve(numberUrl, '<Pause length="1"/><Dial><Client>bob</Client></Dial>')
      const [bob, carol] = [world.connect('bob'), world.connect('carol')]
      const script = { document: { twiml: dialCarol }, fallback: undefined }
      await order(world, { to: { phoneNumber: ownNumber }, from: callingNumber, script })
      await world.clock.armed(1_000, 1)
      world.clock.advance(1_000)
      expect((await bob.next('invite')).parameters.StirStatus).toBe('TN-Validation-Passed-A')
      expect((await carol.next('invite')).parameters).not.toHaveProperty('StirStatus')
    }),
  )
})

describe('a call that the API makes to a number', () => {
  const pause = { document: { twiml: '<Response><Pause length="9000"/></Response>' }, fallback: undefined }

  test(
    'runs its document with whoever the number’s application reaches',
    inWorld(async (world) => {
      const [bob, carol] = [world.connect('bob'), world.connect('carol')]
      await giveNumber(world)
      world.serve(numberUrl, dialBob)
      const script = { document: { twiml: dialCarol }, fallback: undefined }
      const { sid } = await order(world, { to: { phoneNumber: ownNumber }, from: callingNumber, script })
      const bobSid = await bob.accept()
      await bob.next('answer')
      await carol.accept()
      await carol.next('answer')
      await expect.poll(() => endpointOf(world, bob).peer).toBe(endpointOf(world, carol))
      expect(world.observer.statusesOf(sid)).toEqual(['queued', 'initiated', 'ringing', 'in-progress'])
      await bob.hangUp(bobSid)
      await carol.next('hangup')
      expect(await legsOf(world)).toEqual([
        `outbound-api ${callingNumber} ${ownNumber} completed`,
        `inbound ${callingNumber} ${ownNumber} completed`,
        ...inWords([
          ['outbound-dial', callingNumber, 'client:bob', 'completed'],
          ['outbound-dial', callingNumber, 'client:carol', 'completed'],
        ]),
      ])
    }),
  )

  test.each([
    ['<Reject reason="busy"/>', 'busy'],
    ['<Reject/>', 'no-answer'],
  ])('ends as the number’s call does: %s', (document, status) =>
    inWorld(async (world) => {
      await giveNumber(world)
      world.serve(numberUrl, document)
      await order(world, { to: { phoneNumber: ownNumber }, from: callingNumber, script: pause })
      await world.service.idle()
      expect((await world.legs()).map((leg) => leg.status)).toEqual([status, status])
    })(),
  )

  test(
    'presses its keys, shows its caller id, and ends the number’s call when it is ended',
    inWorld(async (world) => {
      await giveNumber(world)
      world.serve(numberUrl, '<Dial hangupOnStar="true"><Client>bob</Client></Dial><Pause length="9000"/>')
      const bob = world.connect('bob')
      const { sid } = await order(world, {
        ...{
          to: { phoneNumber: ownNumber },
          from: callingNumber,
          callerId: '+15558888',
          script: pause,
          sendDigits: '*',
        },
      })
      await bob.next('invite')
      await bob.next('cancel')
      expect(world.requestsTo(numberUrl)).toMatchObject([{ From: '+15558888' }])
      await world.service.update({ accountSid, callSid: sid }, { end: 'completed' })
      await world.service.idle()
      expect((await world.legs()).map((leg) => leg.status)).toEqual(['completed', 'completed', 'canceled'])
    }),
  )

  test(
    'fails if the number has gone meanwhile',
    inWorld(async (world) => {
      await order(world, { to: { phoneNumber: ownNumber }, from: callingNumber, script: pause })
      await world.service.idle()
      expect((await world.legs()).map((leg) => leg.status)).toEqual(['failed'])
    }),
  )
})

test(
  'the leg to a number is redirected: it goes on as a call of its own, and still ends with the number’s call',
  inWorld(async (world) => {
    const { alice, bob, bobSid } = await talk(world)
    const dialled = (await world.legs())[1]
    if (dialled === undefined) throw new Error('There is no such leg')
    const carol = world.connect('carol')
    const script = { document: { twiml: dialCarol }, fallback: undefined }
    await world.service.update({ accountSid, callSid: dialled.sid }, { script })
    await alice.next('hangup')
    await carol.accept()
    await carol.next('answer')
    await expect.poll(() => endpointOf(world, bob).peer).toBe(endpointOf(world, carol))
    await bob.hangUp(bobSid)
    await carol.next('hangup')
    await world.service.idle()
    expect((await world.legs()).map((leg) => leg.status)).toEqual(Array(5).fill('completed'))
  }),
)

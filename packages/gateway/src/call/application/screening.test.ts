import type { CallSid } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { accountSid, actionUrl, callbackUrl, type CallWorld, inWorld, voiceUrl } from '../test-support/call-world.js'
import { giveNumber, numberUrl, ownNumber } from '../test-support/own-number.js'
import type { ScriptedDevice } from '../test-support/scripted-device.js'

const screenUrl = 'http://app.test/screen'
const nextUrl = 'http://app.test/next'
const noun = `<Client url="${screenUrl}">bob</Client>`
const dialScreened = `<Dial action="${actionUrl}">${noun}</Dial>`

interface ScreenedCall {
  readonly alice: ScriptedDevice
  readonly bob: ScriptedDevice
  /** Of the leg that is screened. */
  readonly childSid: CallSid
}

/** Alice calls bob, who answers; a document runs with him. */
async function answer(world: CallWorld, screening: string, document = dialScreened): Promise<ScreenedCall> {
  world.serve(voiceUrl, document)
  world.serve(screenUrl, screening)
  world.serve(actionUrl, '<Hangup/>')
  const [alice, bob] = [world.connect('alice'), world.connect('bob')]
  await alice.dial()
  await alice.next('ringing')
  const childSid = (await bob.accept()) as CallSid
  await bob.next('answer')
  return { alice, bob, childSid }
}

/** What the device hears of its call now. */
function heardBy({ media }: CallWorld, device: ScriptedDevice) {
  const sdps = device.inbox.flatMap(({ payload }) => ('sdp' in payload ? [payload.sdp] : []))
  return media.endpointOf(sdps.at(-1) ?? '')
}

describe('a document that screens whoever answered', () => {
  test(
    'runs before they are connected: the caller hears ringback until it is done',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await answer(world, '<Pause length="3"/>')
      await world.clock.armed(3_000, 1)
      expect(heardBy(world, alice)?.sound).toBe('ringback')
      expect(alice.unread).toEqual([])
      const [parent] = await world.legs()
      const own = { CallSid: childSid, ParentCallSid: parent?.sid, Direction: 'outbound-dial', To: 'client:bob' }
      expect(world.requestsTo(screenUrl)).toMatchObject([{ ...own, CallStatus: 'in-progress', AccountSid: accountSid }])
      world.clock.advance(3_000)
      await alice.next('answer')
      await expect.poll(() => heardBy(world, alice)?.peer).toBe(heardBy(world, bob))
      await bob.hangUp(childSid)
      await alice.next('hangup')
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }])
    }),
  )

  test(
    'is asked as the noun says, leads to others, and hears of what is not supported',
    inWorld(async (world) => {
      world.serve(nextUrl, '<Say>Hello</Say>')
      const { alice } = await answer(
        world,
        `<Redirect method="GET">${nextUrl}</Redirect>`,
        dialScreened.replace('<Client ', '<Client method="GET" '),
      )
      await alice.next('answer')
      expect(world.webhooks.requests.map(({ url, method }) => `${method} ${url.split('?')[0] ?? ''}`)).toEqual([
        ...[`POST ${voiceUrl}`, `GET ${screenUrl}`, `GET ${nextUrl}`],
      ])
      expect(world.observer.notifications).toMatchObject([{ code: 12200, callSid: (await world.legs())[1]?.sid }])
    }),
  )

  test.each([['<Hangup/>'], ['<Reject/>'], ['<Pause/><Hangup/>']])('declines by %s', (screening) =>
    inWorld(async (world) => {
      const { alice, bob } = await answer(world, screening)
      if (screening.startsWith('<Pause')) {
        await world.clock.armed(1_000, 1)
        world.clock.advance(1_000)
      }
      await bob.next('hangup')
      await alice.next('answer')
      await alice.next('hangup')
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'no-answer', DialBridged: 'false' }])
      expect((await world.legs()).map(({ status }) => status)).toEqual(['completed', 'completed'])
    })(),
  )

  test.each([
    ['dials', '<Dial><Client>carol</Client></Dial>', 13201],
    ['goes in circles', `<Redirect>${screenUrl}</Redirect>`, 11215],
    ['is none', '<Dial', 12100],
  ])('that %s connects nobody: the leg ends, and its developer is told', (_what, screening, code) =>
    inWorld(async (world) => {
      const { bob, childSid } = await answer(world, screening)
      await bob.next('hangup')
      await world.service.idle()
      expect(world.observer.notifications).toMatchObject([{ code, callSid: childSid }])
      const status = code === 11215 ? 'no-answer' : 'failed'
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: status, DialBridged: 'false' }])
      expect((await world.legs()).map((leg) => leg.status)).toEqual(['completed', 'completed'])
    })(),
  )

  test(
    'is asked no more when the caller hangs up meanwhile',
    inWorld(async (world) => {
      const { alice, bob } = await answer(world, `<Pause length="3"/><Redirect>${nextUrl}</Redirect>`)
      await world.clock.armed(3_000, 1)
      await alice.hangUp((await world.legs())[0]?.sid ?? '')
      await bob.next('hangup')
      await world.service.idle()
      expect(world.requestsTo(nextUrl)).toEqual([])
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'canceled' }])
    }),
  )

  test(
    'ends with whoever it screens: they hang up, or their device is lost for good',
    inWorld(async (world) => {
      const first = await answer(world, '<Pause length="300"/>')
      await world.clock.armed(300_000, 1)
      await first.bob.hangUp(first.childSid)
      await first.alice.next('answer')
      const second = await answer(world, '<Pause length="300"/>')
      await world.clock.armed(300_000, 1)
      world.lose(second.bob)
      await world.clock.armed(30_000, 1)
      world.clock.advance(30_000)
      await second.alice.next('answer')
      await world.service.idle()
      expect(world.requestsTo(actionUrl).map(({ DialCallStatus }) => DialCallStatus)).toEqual([
        ...['no-answer', 'no-answer'],
      ])
    }),
  )

  test(
    'lets other names ring on, of which the first to be connected has the call',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const { alice, bob } = await answer(
        world,
        '<Pause length="300"/>',
        dialScreened.replace('</Dial>', `<Client url="${nextUrl}">carol</Client></Dial>`),
      )
      world.serve(nextUrl, '<Pause length="1"/>')
      await world.clock.armed(300_000, 1)
      await carol.accept()
      await world.clock.armed(1_000, 1)
      world.clock.advance(1_000)
      await bob.next('hangup')
      await alice.next('answer')
      await expect.poll(() => heardBy(world, alice)?.peer).toBe(heardBy(world, carol))
    }),
  )

  test(
    'comes after the leg’s answer, of which its status callback hears at once',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      const callback = `statusCallback="${callbackUrl}" statusCallbackEvent="answered completed"`
      const { childSid } = await answer(world, '<Hangup/>', dialScreened.replace('<Client', `<Client ${callback}`))
      await world.service.idle()
      expect(world.requestsTo(callbackUrl)).toMatchObject([
        { CallSid: childSid, CallStatus: 'in-progress' },
        { CallSid: childSid, CallStatus: 'completed' },
      ])
    }),
  )
})

describe('the API and a leg that is screened', () => {
  test(
    'ends it',
    inWorld(async (world) => {
      const { bob, childSid } = await answer(world, '<Pause length="300"/>')
      await world.clock.armed(300_000, 1)
      expect(await world.service.update({ accountSid, callSid: childSid }, { end: 'completed' })).toMatchObject({
        isOk: true,
      })
      await bob.next('hangup')
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'no-answer' }])
    }),
  )

  test(
    'redirects it: it goes on as a call of its own, and is screened no more',
    inWorld(async (world) => {
      const { alice, bob, childSid } = await answer(world, `<Pause length="3"/><Redirect>${nextUrl}</Redirect>`)
      await world.clock.armed(3_000, 1)
      const script = { document: { twiml: '<Response><Pause length="9000"/></Response>' }, fallback: undefined }
      await world.service.update({ accountSid, callSid: childSid }, { script })
      await alice.next('answer')
      await alice.next('hangup')
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'no-answer' }])
      expect(world.requestsTo(nextUrl)).toEqual([])
      expect(bob.unread).toEqual([])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('in-progress')
    }),
  )
})

describe('a number that is screened', () => {
  const dialNumber = `<Dial callerId="+15559999" action="${actionUrl}"><Number sendDigits="1" url="${screenUrl}">${ownNumber}</Number></Dial>`

  async function call(world: CallWorld, screening: string): Promise<ScriptedDevice> {
    world.serve(voiceUrl, dialNumber)
    world.serve(screenUrl, screening)
    world.serve(actionUrl, '<Hangup/>')
    world.serve(numberUrl, '<Dial answerOnBridge="true"><Client>bob</Client></Dial>')
    await giveNumber(world)
    const alice = world.connect('alice')
    await alice.dial()
    return alice
  }

  test(
    'hears its keys first, and its caller once the document is done',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      const alice = await call(world, '<Pause length="3"/>')
      await bob.accept()
      await bob.next('answer')
      await world.clock.armed(3_000, 1)
      const [, dialled, atNumber] = await world.legs()
      expect(world.requestsTo(screenUrl)).toMatchObject([{ CallSid: dialled?.sid, To: ownNumber }])
      expect(world.observer.eventsOf('dtmf').map(({ callSid }) => callSid)).toEqual([atNumber?.sid])
      expect(heardBy(world, bob)?.peer).toBeUndefined()
      world.clock.advance(3_000)
      await expect.poll(() => heardBy(world, alice)?.peer).toBe(heardBy(world, bob))
    }),
  )

  test(
    'ends its own call when it is declined',
    inWorld(async (world) => {
      const bob = world.connect('bob')
      await call(world, '<Hangup/>')
      await bob.accept()
      await bob.next('answer')
      await bob.next('hangup')
      await world.service.idle()
      expect(world.requestsTo(actionUrl)).toMatchObject([{ DialCallStatus: 'no-answer', DialBridged: 'false' }])
      expect((await world.legs()).map(({ status }) => status)).toEqual(Array(4).fill('completed'))
    }),
  )
})

import { describe, expect, test } from 'vitest'
import { createDeferred } from './deferred.js'
import { type CallWorld, inWorld, voiceUrl } from './test-support/call-world.js'
import { dialBob, dialBobOnBridge, ring, settle, talk } from './test-support/scene.js'
import type { ScriptedDevice } from './test-support/scripted-device.js'

/** Do both in one turn of the event loop, the first one first. */
async function atOnce(first: () => Promise<void>, second: () => Promise<void>): Promise<void> {
  await Promise.all([first(), second()])
}

/** Make ready an answer, and return the giving of it. */
async function readyToAnswer(
  { service }: CallWorld,
  device: ScriptedDevice,
  callsid: string,
  offer: string,
): Promise<() => Promise<void>> {
  const sdp = await device.describe(offer)
  return () => service.answer(device, { callsid, sdp })
}

describe('two accepts in one tick', () => {
  test.each([0, 1])('of two devices of one name: the first wins, the other is cancelled (%i)', (firstIndex) =>
    inWorld(async (world) => {
      const desk = world.connect('bob')
      const { alice, bob, childSid, offer } = await ring(world)
      const { sdp } = await desk.next('invite')
      const accepts = [
        await readyToAnswer(world, bob, childSid, offer),
        await readyToAnswer(world, desk, childSid, sdp),
      ] as const
      const [winner, loser] = firstIndex === 0 ? [bob, desk] : [desk, bob]
      await atOnce(accepts[firstIndex] ?? accepts[0], accepts[1 - firstIndex] ?? accepts[1])
      await alice.next('answer')
      expect(winner.heard).toEqual(['invite', 'answer'])
      expect(loser.inbox.at(-1)).toMatchObject({ type: 'cancel', payload: { reason: 'answered-elsewhere' } })
      expect(world.media.bridges).toHaveLength(1)
      expect(world.media.openEndpoints).toBe(2)
    })(),
  )

  test(
    'of two names: the first wins, the leg of the other is canceled',
    inWorld(async (world) => {
      const carol = world.connect('carol')
      const document = '<Dial><Client>bob</Client><Client>carol</Client></Dial>'
      const { alice, bob, childSid, offer } = await ring(world, { document })
      const { callsid: carolSid, sdp } = await carol.next('invite')
      await atOnce(await readyToAnswer(world, carol, carolSid, sdp), await readyToAnswer(world, bob, childSid, offer))
      await alice.next('answer')
      expect(carol.heard).toEqual(['invite', 'answer'])
      expect(bob.inbox.at(-1)).toMatchObject({ type: 'cancel', payload: { reason: 'answered-elsewhere' } })
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('canceled')
      expect(world.media.bridges).toHaveLength(1)
    }),
  )
})

describe('the caller’s hang-up against an answer', () => {
  test(
    'that comes after it: the device that answers is cancelled',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      const answer = await readyToAnswer(world, bob, childSid, offer)
      await atOnce(() => alice.hangUp(callSid), answer)
      expect(await bob.next('cancel')).toEqual({ callsid: childSid, reason: 'caller-hung-up' })
      expect(bob.unread).toEqual([])
      expect(alice.heard).toEqual(['ringing'])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('canceled')
    }),
  )

  test(
    'that comes before it: the device that has answered is hung up',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      const answer = await readyToAnswer(world, bob, childSid, offer)
      await atOnce(answer, () => alice.hangUp(callSid))
      expect(bob.heard).toEqual(['invite', 'answer', 'hangup'])
      expect(alice.heard).toEqual(['ringing', 'answer'])
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('completed')
    }),
  )
})

describe('a cancel against an accept', () => {
  test(
    'by the timeout, just before it: the device is told that nobody answered',
    inWorld(async (world) => {
      const { alice, bob, childSid, offer } = await ring(world)
      const answer = await readyToAnswer(world, bob, childSid, offer)
      world.clock.advance(30_000)
      await answer()
      expect(bob.inbox.at(-1)).toMatchObject({ type: 'cancel', payload: { reason: 'not-answered' } })
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31408 } })
    }),
  )

  test(
    'by the timeout, just after it: they talk',
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      const answer = await readyToAnswer(world, bob, childSid, offer)
      const answered = answer()
      world.clock.advance(30_000)
      await answered
      await alice.next('answer')
      await settle(alice, callSid)
      expect(bob.heard).toEqual(['invite', 'answer'])
      expect(world.media.bridges).toHaveLength(1)
    }),
  )
})

describe('a reject against an accept, of two devices of one name', () => {
  test(
    'that comes after it: the leg is busy, the device that accepts is cancelled',
    inWorld(async (world) => {
      const desk = world.connect('bob')
      const { alice, bob, childSid, offer } = await ring(world)
      const accept = await readyToAnswer(world, bob, childSid, offer)
      await atOnce(() => desk.reject(childSid), accept)
      expect(bob.inbox.at(-1)).toMatchObject({ type: 'cancel', payload: { reason: 'rejected-elsewhere' } })
      expect(await alice.next('hangup')).toMatchObject({ error: { code: 31603 } })
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('busy')
    }),
  )

  test(
    'that comes before it: the call goes on, and the device that rejects is cancelled',
    inWorld(async (world) => {
      const desk = world.connect('bob')
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      const accept = await readyToAnswer(world, bob, childSid, offer)
      await atOnce(accept, () => desk.reject(childSid))
      await alice.next('answer')
      await settle(alice, callSid)
      expect(desk.inbox.at(-1)).toMatchObject({ type: 'cancel', payload: { reason: 'answered-elsewhere' } })
      expect(world.media.bridges).toHaveLength(1)
    }),
  )
})

type Version = '1.5' | '1.6'

/** A call in some state, whose caller's device is then lost. */
interface State {
  readonly lost: ScriptedDevice
  readonly callSid: string
}

/** What becomes of the call. */
interface Loss {
  readonly state: string
  readonly version: Version
  readonly when: 'at once' | 'after the grace'
  readonly status: string
  readonly set: (world: CallWorld, version: Version) => Promise<State>
}

async function waiting(world: CallWorld, version: Version, document: string): Promise<State> {
  world.serve(voiceUrl, document)
  const alice = world.connect('alice', { version })
  await alice.dial()
  await world.clock.armed(9_000_000, 1)
  return { lost: alice, callSid: world.observer.statuses[0]?.call.sid ?? '' }
}

async function ringing(world: CallWorld, version: Version, document: string): Promise<State> {
  const { alice: lost, callSid } = await ring(world, { document, alice: { version } })
  return { lost, callSid }
}

/** A newer client that was not answered regards its call as closed; an older one keeps it. */
function unanswered(state: string, status: string, set: Loss['set']): readonly Loss[] {
  return [
    { state, version: '1.6', when: 'at once', status, set },
    { state, version: '1.5', when: 'after the grace', status, set },
  ]
}

function answered(state: string, set: Loss['set']): readonly Loss[] {
  return (['1.5', '1.6'] as const).map((version) => {
    return { state, version, when: 'after the grace', status: 'completed', set }
  })
}

const losses: readonly Loss[] = [
  ...unanswered('before a verb', 'canceled', (world, version) => waiting(world, version, '<Pause length="9000"/>')),
  ...unanswered('while it rings under answerOnBridge', 'canceled', (world, version) =>
    ringing(world, version, dialBobOnBridge.replace('<Dial', '<Dial timeout="600"')),
  ),
  ...unanswered('while it rings with early media', 'completed', (world, version) =>
    ringing(world, version, dialBob.replace('<Dial', '<Dial timeout="600"')),
  ),
  ...answered('while it is answered and waits', (world, version) =>
    waiting(world, version, '<Say>Hello</Say><Pause length="9000"/>'),
  ),
  ...answered('while it talks', async (world, version) => {
    const { alice: lost, callSid } = await talk(world, { alice: { version } })
    return { lost, callSid }
  }),
  ...answered('after it talked', async (world, version) => {
    const document = `${dialBob}<Pause length="9000"/>`
    const { alice: lost, bob, callSid, childSid } = await talk(world, { document, alice: { version } })
    await bob.hangUp(childSid)
    await world.clock.armed(9_000_000, 1)
    return { lost, callSid }
  }),
]

describe('a socket that is lost', () => {
  test.each(losses)(
    '$state, the caller’s ($version): the call ends $when as $status',
    ({ version, when, status, set }) =>
      inWorld(async (world) => {
        const { lost, callSid } = await set(world, version)
        world.lose(lost)
        if (when === 'after the grace') {
          await settle(lost, callSid)
          expect(world.service.runningCalls).toBe(1)
          world.clock.advance(30_000)
        }
        await world.service.idle()
        expect(world.observer.statusesOf(callSid).at(-1)).toBe(status)
        const [record] = await world.legs()
        expect(record?.endReason).toBe('The connection to the device was lost.')
      })(),
  )

  test.each(['1.5', '1.6'] as const)(
    'while it rings, the callee’s (%s): its leg ends at once as no-answer',
    (version) =>
      inWorld(async (world) => {
        const { bob, childSid } = await ring(world, { bob: { version } })
        world.lose(bob)
        await world.service.idle()
        expect(world.observer.statusesOf(childSid).at(-1)).toBe('no-answer')
      })(),
  )

  test.each(['1.5', '1.6'] as const)('while it talks, the callee’s (%s): its leg ends after the grace', (version) =>
    inWorld(async (world) => {
      const { alice, bob, callSid, childSid } = await talk(world, { bob: { version } })
      world.lose(bob)
      await settle(alice, callSid)
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('in-progress')
      world.clock.advance(30_000)
      await world.service.idle()
      expect(world.observer.statusesOf(childSid).at(-1)).toBe('completed')
    })(),
  )

  test(
    'while the application is asked: nothing of the document that comes later is run',
    inWorld(async (world) => {
      const gate = createDeferred<undefined>()
      const asked = createDeferred<undefined>()
      world.serve(voiceUrl, async () => {
        asked.resolve(undefined)
        await gate.promise
        return { body: `<Response>${dialBob}</Response>` }
      })
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      await asked.promise
      world.lose(alice)
      gate.resolve(undefined)
      await world.service.idle()
      expect(bob.inbox).toEqual([])
      expect(await world.legs()).toMatchObject([{ status: 'canceled' }])
    }),
  )

  test(
    'after the call: nothing more happens',
    inWorld(async (world) => {
      const { alice, bob, callSid } = await talk(world)
      await alice.hangUp(callSid)
      await world.service.idle()
      const before = world.observer.events.length
      world.lose(alice)
      world.lose(bob)
      expect(world.observer.events).toHaveLength(before)
    }),
  )
})

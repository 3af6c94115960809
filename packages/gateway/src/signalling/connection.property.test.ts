import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { offer, talk, tempId } from './test-support/phone-call.js'
import { applicationSid, inWorld, type SignallingWorld } from './test-support/signalling-world.js'
import type { SocketClient } from './test-support/socket-client.js'

vi.setConfig({ testTimeout: 60_000 })

/** What a frame is filled with: ids of calls that run and of none, descriptions that are none, keys, and rubbish. */
function frames({ callSid, childSid, sdp, token }: Known): fc.Arbitrary<string> {
  const callsid = fc.constantFrom(callSid, childSid, tempId, `CA${'0'.repeat(32)}`, 'x', '')
  const anySdp = fc.oneof(fc.constantFrom(sdp, 'v=0', ''), fc.string({ unit: 'binary' }))
  const payloads: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    listen: fc.record({ token: fc.constantFrom(token, 'x.y.z'), reconnectTimeout: fc.constantFrom(0, 30) }),
    register: fc.record({ media: fc.record({ audio: fc.boolean() }) }),
    invite: fc.record(
      {
        ...{ callsid, sdp: anySdp, twilio: fc.record({ params: fc.string() }, { requiredKeys: [] }) },
        reconnect: fc.constantFrom('0'.repeat(32), 'x'),
      },
      { requiredKeys: ['callsid', 'sdp', 'twilio'] },
    ),
    answer: fc.record({ callsid, sdp: anySdp }),
    reinvite: fc.record({ callsid, sdp: anySdp }),
    reject: fc.record({ callsid }),
    hangup: fc.record({ callsid }),
    dtmf: fc.record({ callsid, dtmf: fc.constantFrom('1', '*', '12#', 'x') }),
    message: fc.record({
      ...{ callsid, content: fc.jsonValue(), contenttype: fc.string() },
      ...{ messagetype: fc.constantFrom('user-defined-message', 'other'), voiceeventsid: fc.constant('KX1') },
    }),
    candidate: fc.record({ callsid, candidate: fc.string() }),
  }
  const messages = Object.entries(payloads).map(([type, payload]) =>
    payload.map((value) => JSON.stringify({ type, version: '1.6', payload: value })),
  )
  return fc.oneof(...messages, fc.json(), fc.string({ unit: 'binary' }), fc.constant('\n'))
}

interface Known {
  readonly callSid: string
  readonly childSid: string
  readonly sdp: string
  readonly token: string
}

/** Everything that was sent has been handled: what is asked last is answered last, or the device has been cut off. */
async function settled(client: SocketClient): Promise<void> {
  client.sendText(JSON.stringify({ type: 'register', version: '1.6', payload: { media: { audio: false } } }))
  await Promise.race([client.next('offline'), client.closed()])
}

/** One device sends what it likes while two others talk. */
async function disturb(world: SignallingWorld, isInside: boolean): Promise<void> {
  const { callSid, childSid } = await talk(world)
  const token = world.token({ incoming: 'mallory', outgoing: applicationSid })
  const known = { callSid, childSid, sdp: await offer(), token }
  await fc.assert(
    fc.asyncProperty(fc.array(frames(known), { maxLength: 15 }), async (sent) => {
      const mallory = isInside
        ? await world.enter({ incoming: 'mallory', outgoing: applicationSid })
        : await world.open()
      for (const frame of sent) mallory.sendText(frame)
      await settled(mallory)
      mallory.drop()
      expect(world.notices.filter((notice) => notice.startsWith('fault'))).toEqual([])
      expect(world.observer.faults).toEqual([])
      for (const sid of [callSid, childSid]) expect(world.observer.statusesOf(sid).at(-1)).toBe('in-progress')
    }),
    { numRuns: 100 },
  )
}

const generous = { messagesPerSecond: 1_000_000, messageBurst: 1_000_000, connectionsPerAddressPerMinute: 1_000_000 }

test(
  'whatever a device sends that was let in, nothing fails, and the calls of others go on',
  inWorld((world) => disturb(world, true), generous),
)

test(
  'whatever a device sends before it was let in, nothing fails, and the calls of others go on',
  inWorld((world) => disturb(world, false), generous),
)

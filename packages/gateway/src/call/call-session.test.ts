import { describe, expect, test } from 'vitest'
import { FakeMedia } from '../media/fake/fake-media.js'
import { MediaError, type MediaErrorCode, type MediaEvent } from '../media/media.js'
import type { FakeEndpoint } from '../media/fake/fake-endpoint.js'
import { aCall } from '../store/store-rows.contract.js'
import { CallEndedError, type DialOutcome, type DialSpec } from '../twiml/control.js'
import { prepareBranches } from './device/dial-branches.js'
import { DeviceEnd } from './device-end.js'
import { FarewellBook } from './device/farewell-book.js'
import { LineMedia } from './line/line-media.js'
import { createCall } from './state/call.js'
import { CallSession } from './call-session.js'
import { accountSid, applicationSid, inWorld, voiceUrl } from './test-support/call-world.js'
import { dialBob, ring, talk } from './test-support/scene.js'

const defect = new Error('A defect of the engine.')

/** A media engine some of whose parts fail. */
class FailingMedia extends FakeMedia {
  /** Changes each endpoint as it is made. */
  spoil: (endpoint: FakeEndpoint) => void = () => undefined
  createFails = false
  bridgeFails = false

  override createEndpoint(onEvent: (event: MediaEvent) => void): FakeEndpoint {
    if (this.createFails) throw new MediaError('closed', 'The media engine is closed.')
    const endpoint = super.createEndpoint(onEvent)
    this.spoil(endpoint)
    return endpoint
  }

  override bridge(...ends: Parameters<FakeMedia['bridge']>): void {
    if (this.bridgeFails) throw defect
    super.bridge(...ends)
  }
}

const rejecting = (): Promise<never> => Promise.reject(defect)

describe('a media engine that fails', () => {
  test.each<[MediaErrorCode, number]>([
    ['bad-sdp', 31400],
    ['no-codec', 31400],
    ['no-port', 31000],
    ['closed', 31000],
  ])('with %s to answer the caller ends the call: the device is told %i', async (code, error) => {
    const media = new FailingMedia()
    media.spoil = (endpoint) => {
      endpoint.refuseNext(code)
    }
    await inWorld(
      async (world) => {
        const alice = world.connect('alice')
        const tempId = await alice.dial()
        expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: error } })
        await world.service.idle()
        expect(await world.legs()).toMatchObject([{ status: 'failed' }])
        expect(world.observer.eventsOf('media')).toMatchObject([{ name: 'refused', detail: { code } }, {}])
      },
      { media },
    )()
  })

  test('with a defect ends the call, and the defect is reported', async () => {
    const media = new FailingMedia()
    media.spoil = (endpoint) => {
      endpoint.answer = rejecting
    }
    await inWorld(
      async (world) => {
        const alice = world.connect('alice')
        await alice.dial()
        expect(await alice.next('hangup')).toMatchObject({ error: { code: 31000 } })
        expect(world.observer.faults.splice(0)).toEqual([defect])
      },
      { media },
    )()
  })

  test('to make an endpoint for the caller refuses the call, and leaves no trace of it', async () => {
    const media = new FailingMedia()
    media.createFails = true
    await inWorld(
      async (world) => {
        const alice = world.connect('alice')
        const tempId = await alice.dial()
        expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31000 } })
        expect(await world.legs()).toEqual([])
        expect(world.observer.faults.splice(0)).toMatchObject([{ code: 'closed' }])
      },
      { media },
    )()
  })

  test('to make an offer for one device rings the others', async () => {
    const media = new FailingMedia()
    media.spoil = (endpoint) => {
      if (endpoint.place === 1) endpoint.refuseNext('no-port')
    }
    await inWorld(
      async (world) => {
        const second = world.connect('bob')
        world.serve(voiceUrl, dialBob)
        const [alice, newest] = [world.connect('alice'), world.connect('bob')]
        await alice.dial()
        await second.accept()
        await second.next('answer')
        expect(newest.inbox).toEqual([])
      },
      { media },
    )()
  })

  test.each(['refusing', 'gone'])('to make any offer, %s, fails the leg', async (how) => {
    const media = new FailingMedia()
    media.spoil = (endpoint) => {
      if (how === 'refusing' && endpoint.place > 0) endpoint.refuseNext('no-port')
      media.createFails = how === 'gone'
    }
    await inWorld(
      async (world) => {
        world.serve(voiceUrl, dialBob)
        const [alice, bob] = [world.connect('alice'), world.connect('bob')]
        await alice.dial()
        await alice.next('ringing')
        expect(await alice.next('hangup')).toMatchObject({ error: { code: 31000 } })
        await world.service.idle()
        expect(await world.legs()).toMatchObject([{ status: 'completed' }, { status: 'failed' }])
        expect(bob.inbox).toEqual([])
      },
      { media },
    )()
  })

  test('to join two who would talk ends the call of both', async () => {
    const media = new FailingMedia()
    media.bridgeFails = true
    await inWorld(
      async (world) => {
        const { alice, bob, callSid, childSid, offer } = await ring(world)
        await bob.answer(childSid, offer)
        await bob.next('answer')
        await alice.next('answer')
        expect(await bob.next('hangup')).toEqual({ callsid: childSid })
        expect(await alice.next('hangup')).toMatchObject({ callsid: callSid, error: { code: 31000 } })
        expect(world.observer.statusesOf(callSid).at(-1)).toBe('failed')
        expect(world.observer.faults.splice(0)).toEqual([defect])
      },
      { media },
    )()
  })

  test('to close the callee’s media parts the caller from it all the same', async () => {
    const media = new FailingMedia()
    await inWorld(
      async (world) => {
        const document = '<Dial><Client>bob</Client></Dial><Pause length="3"/>'
        const { bob, childSid } = await talk(world, { document })
        const [bridge] = world.media.bridges
        if (bridge === undefined) throw new Error('Nobody talks')
        const [callerMedia, calleeMedia] = bridge
        const close = calleeMedia.close.bind(calleeMedia)
        calleeMedia.close = rejecting
        await bob.hangUp(childSid)
        expect(callerMedia.sound).toBe('silence')
        await close()
        expect(world.observer.faults.splice(0)).toEqual([defect])
      },
      { media },
    )()
  })

  test('to close or to give figures does not keep a call from ending whole', async () => {
    const media = new FailingMedia()
    media.spoil = (endpoint) => {
      const close = endpoint.close.bind(endpoint)
      endpoint.close = () => close().then(rejecting)
      endpoint.stats = () => {
        throw defect
      }
    }
    await inWorld(
      async (world) => {
        const { alice, bob, callSid } = await talk(world)
        await alice.hangUp(callSid)
        await bob.next('hangup')
        await world.service.idle()
        expect(world.observer.statusesOf(callSid).at(-1)).toBe('completed')
        expect(world.observer.faults.splice(0)).toEqual([defect, defect])
      },
      { media },
    )()
  })
})

describe('a session', () => {
  const spec: DialSpec = {
    targets: [{ clientName: 'bob', params: [], screening: undefined, statusCallback: undefined }],
    timeoutSeconds: 30,
    timeLimitSeconds: 60,
    callerId: undefined,
    answerOnBridge: false,
    sequential: false,
    hangupOnStar: false,
  }

  test(
    'dials once at a time, and not after its end',
    inWorld(async (world) => {
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      const account = await world.store.accounts.find(accountSid)
      if (account === undefined) throw new Error('The world is empty')
      const ports = { ...world.ports, media: new LineMedia(world.ports.media) }
      const session = new CallSession(ports, {
        ...{ account, call: createCall(record.sid), farewells: new FarewellBook(world.ports) },
        onLegAdded: () => undefined,
        callNumber: () => undefined,
        track: () => undefined,
      })
      session.context.caller = new DeviceEnd(world.ports, {
        ...{ callSid: record.sid, device: alice, identity: 'alice', tempId: 'TJS1' },
        onMedia: () => undefined,
      })
      await session.keep({ ...record, createdAt: world.clock.now() })
      const dial = (): Promise<DialOutcome> => session.dial(spec, () => prepareBranches(session, spec))
      const outcome = dial()
      await bob.next('invite')
      await expect(dial()).rejects.toThrow(RangeError)
      await session.post({ type: 'end', cause: 'hangup', isTold: false })
      expect(await outcome).toMatchObject({ status: 'canceled', isBridged: false })
      await expect(dial()).rejects.toThrow(CallEndedError)
      await session.over
    }),
  )
})

const record = aCall({ accountSid, applicationSid, to: '' })

import { describe, expect, test } from 'vitest'
import type { Store } from '../store/store.js'
import { StoreError } from '../store/store-error.js'
import type { CallPorts } from './call-ports.js'
import type { CallRecord } from './call-record.js'
import { createDeferred } from './deferred.js'
import { callbackUrl, inWorld, voiceUrl } from './test-support/call-world.js'
import { dialBob, ring, talk } from './test-support/scene.js'

const full = new StoreError('full', 'The disk is full.')

/** A store some of whose writes fail. */
function failing(fails: { readonly insert?: (call: CallRecord) => boolean; readonly update?: () => boolean }) {
  return (store: Store): CallPorts['store'] => ({
    ...store,
    calls: {
      ...store.calls,
      insert: (call) => (fails.insert?.(call) === true ? Promise.reject(full) : store.calls.insert(call)),
      update: (...change) => (fails.update?.() === true ? Promise.reject(full) : store.calls.update(...change)),
    },
  })
}

describe('a leg', () => {
  test(
    'is in the store before anyone hears of it, and so is every status',
    inWorld(async (world) => {
      const second = world.connect('bob')
      const { alice, bob, callSid, childSid, offer } = await ring(world)
      await second.next('invite')
      await bob.answer(childSid, offer)
      await alice.hangUp(callSid)
      await world.service.idle()
      expect(world.journal).toEqual([
        'inbound leg is kept as ringing',
        'outbound-dial leg is kept as initiated',
        'inbound leg is kept as in-progress',
        'alice-2 is sent ringing',
        'bob-3 is sent invite',
        'bob-1 is sent invite',
        'outbound-dial leg is kept as ringing',
        'outbound-dial leg is kept as in-progress',
        'bob-3 is sent answer',
        'alice-2 is sent answer',
        'bob-1 is sent cancel',
        'outbound-dial leg is kept as completed',
        'bob-3 is sent hangup',
        'inbound leg is kept as completed',
      ])
    }),
  )

  test(
    'that is over is kept before its device is told',
    inWorld(async (world) => {
      world.serve(voiceUrl, `${dialBob}<Hangup/>`)
      const [alice, bob] = [world.connect('alice'), world.connect('bob')]
      await alice.dial()
      await bob.next('invite')
      world.clock.advance(30_000)
      await world.service.idle()
      expect(world.journal.slice(-5)).toEqual([
        'outbound-dial leg is kept as no-answer',
        'bob-2 is sent cancel',
        'alice-1 is sent answer',
        'inbound leg is kept as completed',
        'alice-1 is sent hangup',
      ])
    }),
  )

  test(
    'is kept with its times and the reason of its end',
    inWorld(async (world) => {
      const start = world.clock.now()
      const { bob, childSid } = await talk(world)
      world.clock.advance(3_000)
      await bob.hangUp(childSid)
      await world.service.idle()
      const times = { answeredAt: start, endedAt: start + 3_000, updatedAt: start + 3_000, endReason: null }
      expect(await world.legs()).toMatchObject([
        { direction: 'inbound', from: 'client:alice', to: 'bob', ...times },
        { direction: 'outbound-dial', from: 'client:alice', to: 'client:bob', ...times },
      ])
    }),
  )

  test(
    'writes its life into its timeline, in order',
    inWorld(async (world) => {
      const { bob, childSid } = await ring(world)
      await bob.reject(childSid)
      await world.service.idle()
      const lines = world.observer.events
        .filter(({ callSid, kind }) => callSid === childSid && kind !== 'media')
        .map(({ kind, name }) => `${kind} ${name}`)
      expect(lines).toEqual([
        ...['created outbound-dial', 'signal invite', 'signal reject', 'status ringing', 'ended busy'],
      ])
    }),
  )
})

describe('a store that fails', () => {
  test(
    'when a call comes in: it is refused with 31000, and there is no such call',
    inWorld(
      async (world) => {
        world.serve(callbackUrl, '')
        const alice = world.connect('alice')
        const tempId = await alice.dial()
        expect(await alice.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31000 } })
        await alice.hangUp(tempId)
        world.lose(alice)
        expect(world.service.runningCalls).toBe(0)
        expect(world.media.openEndpoints).toBe(0)
        expect(world.webhooks.requests).toEqual([])
        expect(world.observer.statuses).toEqual([])
        expect(world.observer.faults.splice(0)).toEqual([full])
      },
      { store: failing({ insert: () => true }), application: { statusCallback: callbackUrl } },
    ),
  )

  test('while the device of a call that comes in is lost: there is no such call either', async () => {
    const gate = createDeferred<undefined>()
    await inWorld(
      async (world) => {
        const alice = world.connect('alice')
        const dialled = alice.dial()
        await gate.promise
        world.lose(alice)
        await dialled
        expect(world.observer.faults.splice(0)).toEqual([full])
      },
      {
        store: (store) => ({
          ...store,
          calls: {
            ...store.calls,
            insert: () => {
              gate.resolve(undefined)
              return Promise.reject(full)
            },
          },
        }),
      },
    )()
  })

  test(
    'for one leg of a dial: the other names ring',
    inWorld(
      async (world) => {
        const carol = world.connect('carol')
        world.serve(voiceUrl, '<Dial><Client>bob</Client><Client>carol</Client></Dial>')
        const [alice, bob] = [world.connect('alice'), world.connect('bob')]
        await alice.dial()
        await alice.next('ringing')
        await carol.accept()
        await alice.next('answer')
        expect(bob.inbox).toEqual([])
        expect(world.observer.faults.splice(0)).toEqual([full])
      },
      { store: failing({ insert: ({ to }) => to === 'client:bob' }) },
    ),
  )

  test('in the middle of a call: it goes on, ends whole, and everyone is told', async () => {
    let isFull = false
    await inWorld(
      async (world) => {
        world.serve(callbackUrl, '')
        const { alice, bob, callSid, childSid, offer } = await ring(world)
        isFull = true
        await bob.answer(childSid, offer)
        await bob.next('answer')
        await alice.next('answer')
        expect(world.media.bridges).toHaveLength(1)
        await bob.hangUp(childSid)
        expect(await alice.next('hangup')).toEqual({ callsid: callSid })
        await world.service.idle()
        expect(world.requestsTo(callbackUrl)).toMatchObject([{ CallStatus: 'completed' }])
        expect(world.observer.statusesOf(callSid)).toEqual(['ringing', 'in-progress', 'completed'])
        expect([...new Set(world.observer.faults.splice(0))]).toEqual([full])
      },
      { store: failing({ update: () => isFull }), application: { statusCallback: callbackUrl } },
    )()
  })
})

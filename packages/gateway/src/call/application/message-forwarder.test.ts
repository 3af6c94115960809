import type { CallSid } from '@ringdown/protocol'
import { describe, expect, test, vi } from 'vitest'
import { accountSid, type CallWorld, inWorld } from '../test-support/call-world.js'
import { talk } from '../test-support/scene.js'

const callbackUrl = 'https://app.example/messages'

async function subscribe(world: CallWorld, callSid: string, letter: string, url = callbackUrl): Promise<void> {
  await world.store.userDefinedMessageSubscriptions.insert({
    sid: `ZY${letter.repeat(32)}`,
    accountSid,
    callSid: callSid as CallSid,
    callback: url,
    method: 'POST',
    idempotencyKey: null,
    createdAt: world.clock.now(),
  })
}

describe('a message that a device attaches to its call', () => {
  test(
    'reaches whoever has subscribed to that leg, numbered for each subscription since it was made',
    inWorld(async (world) => {
      world.serve(callbackUrl, '')
      world.serve('https://app.example/late', '')
      const { alice, bob, callSid, childSid } = await talk(world)
      await subscribe(world, childSid, '1')
      bob.sendMessage(childSid)
      alice.sendMessage(callSid)
      await vi.waitFor(() => {
        expect(world.requestsTo(callbackUrl)).toHaveLength(1)
      })
      await subscribe(world, childSid, '2', 'https://app.example/late')
      bob.sendMessage(childSid)
      await vi.waitFor(() => {
        expect(world.requestsTo('https://app.example/late')).toHaveLength(1)
      })
      const message = {
        AccountSid: accountSid,
        CallSid: childSid,
        Sid: `KX${'0'.repeat(32)}`,
        Content: '{"hello":"there"}',
        ContentType: 'application/json',
      }
      await vi.waitFor(() => {
        expect(world.requestsTo(callbackUrl)).toEqual([
          { ...message, SequenceNumber: '1' },
          { ...message, SequenceNumber: '2' },
        ])
      })
      expect(world.requestsTo('https://app.example/late')).toEqual([{ ...message, SequenceNumber: '1' }])
      expect(world.observer.eventsOf('webhook').filter(({ name }) => name === 'message')).toHaveLength(3)
    }),
  )

  test(
    'of a kind that is refused reaches nobody',
    inWorld(async (world) => {
      const { bob, childSid } = await talk(world)
      await subscribe(world, childSid, '1')
      bob.sendMessage(childSid, 'wrong')
      await bob.next('error')
      expect(world.requestsTo(callbackUrl)).toEqual([])
    }),
  )

  test(
    'that the application does not take is a notification, and the call goes on',
    inWorld(async (world) => {
      world.webhooks.serve(callbackUrl, () => ({ status: 500, body: '' }))
      const { bob, childSid } = await talk(world)
      await subscribe(world, childSid, '1')
      bob.sendMessage(childSid)
      await vi.waitFor(() => {
        expect(world.observer.notifications).toMatchObject([
          { callSid: childSid, code: 11200, requestUrl: callbackUrl },
        ])
      })
      expect(world.service.runningCalls).toBe(1)
    }),
  )
})

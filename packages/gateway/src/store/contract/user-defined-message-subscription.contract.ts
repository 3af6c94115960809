import { expect, test } from 'vitest'
import { aCall, accountSid, aSubscription, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with subscriptions to the messages of calls. */
export function userDefinedMessageSubscriptionContract(open: OpenStore): void {
  test('the subscriptions of a call are listed oldest first, and deleted by their own call only', async () => {
    const { calls, userDefinedMessageSubscriptions: subscriptions } = await open()
    const [ours, theirs] = [testSid('CA', 1), testSid('CA', 2)]
    for (const sid of [ours, theirs]) await calls.insert(aCall({ sid }))
    const younger = aSubscription({ sid: testSid('ZY', 1), createdAt: 2, idempotencyKey: 'one', method: 'GET' })
    const older = aSubscription({ sid: testSid('ZY', 2), createdAt: 1 })
    const foreign = aSubscription({ sid: testSid('ZY', 3), callSid: theirs, idempotencyKey: 'one' })
    for (const subscription of [younger, older, foreign]) await subscriptions.insert(subscription)
    expect(await subscriptions.list(ours)).toEqual([older, younger])
    expect(await subscriptions.delete(theirs, older.sid)).toBe(false)
    expect(await subscriptions.delete(ours, older.sid)).toBe(true)
    expect(await subscriptions.delete(ours, older.sid)).toBe(false)
    expect(await subscriptions.list(ours)).toEqual([younger])
    expect(await subscriptions.list(theirs)).toEqual([foreign])
  })

  test('an idempotency key makes one subscription of a call; without a key there may be any number', async () => {
    const { calls, userDefinedMessageSubscriptions: subscriptions } = await open()
    await calls.insert(aCall())
    const first = aSubscription({ sid: testSid('ZY', 1), idempotencyKey: 'one' })
    await subscriptions.insert(first)
    const again = { ...first, sid: testSid('ZY', 2) }
    await expect(subscriptions.insert(again)).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
    for (const number of [3, 4]) await subscriptions.insert(aSubscription({ sid: testSid('ZY', number) }))
    expect(await subscriptions.list(aCall().sid)).toHaveLength(3)
  })

  test('a subscription ends with its call, and is refused where there is none', async () => {
    const { calls, userDefinedMessageSubscriptions: subscriptions } = await open()
    await expect(subscriptions.insert(aSubscription())).rejects.toMatchObject({ code: 'unknown-reference' })
    await calls.insert(aCall({ status: 'completed' }))
    await subscriptions.insert(aSubscription())
    await calls.delete(accountSid, aCall().sid)
    expect(await subscriptions.list(aCall().sid)).toEqual([])
  })
}

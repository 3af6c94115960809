import { callStatuses, isFinal } from '@ringdown/protocol'
import { expect, test } from 'vitest'
import { aCall, aCallEvent, accountSid, aNotification, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does when a call is to be deleted. */
export function callDeletionContract(open: OpenStore): void {
  test('a call is deleted in a final status only', async () => {
    const { calls } = await open()
    for (const [number, status] of callStatuses.entries()) {
      const sid = testSid('CA', number)
      await calls.insert(aCall({ sid, status }))
      expect(await calls.delete(accountSid, sid), status).toBe(isFinal(status) ? 'deleted' : 'still-running')
      expect(await calls.find(accountSid, sid), status).toEqual(isFinal(status) ? undefined : aCall({ sid, status }))
    }
  })

  test('a call is deleted by its own account only, and once', async () => {
    const { calls } = await open()
    const call = aCall({ status: 'completed' })
    await calls.insert(call)
    expect(await calls.delete(testSid('AC', 2), call.sid)).toBe('unknown')
    expect(await calls.delete(accountSid, testSid('CA', 9))).toBe('unknown')
    expect(await calls.delete(accountSid, call.sid)).toBe('deleted')
    expect(await calls.delete(accountSid, call.sid)).toBe('unknown')
  })

  test('what belongs to a deleted call goes with it, what belongs to others stays, and its children lose their parent', async () => {
    const { calls, callEvents, notifications } = await open()
    const [parent, child] = [
      aCall({ status: 'completed' }),
      aCall({ sid: testSid('CA', 2), parentCallSid: testSid('CA', 1) }),
    ]
    for (const [number, call] of [parent, child].entries()) {
      await calls.insert(call)
      await callEvents.append(aCallEvent({ callSid: call.sid }))
      await notifications.insert(aNotification({ sid: testSid('NO', number), callSid: call.sid }))
    }
    await notifications.insert(aNotification({ sid: testSid('NO', 9) }))

    await calls.delete(accountSid, parent.sid)

    expect(await calls.find(accountSid, child.sid)).toEqual({ ...child, parentCallSid: null })
    expect((await callEvents.list(parent.sid, {}, { limit: 10 })).rows).toEqual([])
    expect((await callEvents.list(child.sid, {}, { limit: 10 })).rows).toHaveLength(1)
    const { rows } = await notifications.list(accountSid, {}, { limit: 10 })
    expect(rows.map(({ callSid }) => callSid)).toEqual([null, child.sid])
  })
}

import { callStatuses, isFinal } from '@ringdown/protocol'
import { expect, test } from 'vitest'
import { aCall, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'

/** What every store does with calls. */
export function callContract(open: OpenStore): void {
  test('a call is found within its account as it was inserted, however much more the object holds', async () => {
    const { calls } = await open()
    const call = aCall({ answeredAt: 1, endedAt: 2, endReason: 'media lost' })
    await calls.insert({ ...call, mailbox: 'not a column' } as typeof call)
    expect(await calls.find(accountSid, call.sid)).toEqual(call)
    expect(await calls.find(testSid('AC', 2), call.sid)).toBeUndefined()
    expect(await calls.find(accountSid, testSid('CA', 9))).toBeUndefined()
  })

  test('a call is patched, stamped and returned', async () => {
    const { calls } = await open()
    await calls.insert(aCall())
    const patch = { status: 'in-progress', answeredAt: later, to: 'client:carol' } as const
    const expected = aCall({ ...patch, updatedAt: later })
    expect(await calls.update(aCall().sid, patch, later)).toEqual(expected)
    expect(await calls.find(accountSid, aCall().sid)).toEqual(expected)
    expect(await calls.update(testSid('CA', 9), patch, later)).toBeUndefined()
  })

  test('a call whose account or parent does not exist is refused', async () => {
    const { calls } = await open()
    const refused = { name: 'StoreError', code: 'unknown-reference' }
    await expect(calls.insert(aCall({ accountSid: testSid('AC', 9) }))).rejects.toMatchObject(refused)
    await expect(calls.insert(aCall({ parentCallSid: testSid('CA', 9) }))).rejects.toMatchObject(refused)
  })

  test('a second call with the same SID is refused as a conflict', async () => {
    const { calls } = await open()
    await calls.insert(aCall())
    await expect(calls.insert(aCall({ to: 'client:carol' }))).rejects.toMatchObject({ code: 'conflict' })
    expect(await calls.find(accountSid, aCall().sid)).toEqual(aCall())
  })

  test('the calls that are not over, in every account, are failed with the reason; the others stay as they are', async () => {
    const { accounts, calls } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = callStatuses.flatMap((status, index) => [
      aCall({ sid: testSid('CA', index), status }),
      aCall({ sid: testSid('CA', 100 + index), status, accountSid: testSid('AC', 2), answeredAt: 5 }),
    ])
    for (const row of rows) await calls.insert(row)

    const failed = await calls.failUnfinished('The gateway was restarted', later)

    const orphans = rows.filter(({ status }) => !isFinal(status))
    const end = { status: 'failed', endReason: 'The gateway was restarted', endedAt: later, updatedAt: later } as const
    expect(failed).toEqual(orphans.map((call) => ({ ...call, ...end })))
    for (const row of rows) {
      const expected = isFinal(row.status) ? row : { ...row, ...end }
      expect(await calls.find(row.accountSid, row.sid)).toEqual(expected)
    }
    expect(await calls.failUnfinished('Again', later)).toEqual([])
  })
}

import { expect, test } from 'vitest'
import { aCall, accountSid, aNotification, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with notifications. */
export function notificationContract(open: OpenStore): void {
  test('notifications are listed for the account, or for one call of it, page by page', async () => {
    const { calls, notifications } = await open()
    await calls.insert(aCall())
    const rows = [1, 2, 3, 4, 5].map((number) =>
      aNotification({ sid: testSid('NO', number), at: number, callSid: number % 2 === 0 ? testSid('CA', 1) : null }),
    )
    for (const row of rows) await notifications.insert(row)
    const ofAccount = await readAll((page) => notifications.list(accountSid, undefined, page), 2)
    expect(ofAccount.flatMap((page) => page.rows)).toEqual([...rows].reverse())
    const ofCall = await readAll((page) => notifications.list(accountSid, testSid('CA', 1), page), 1)
    expect(ofCall.flatMap((page) => page.rows)).toEqual([rows[3], rows[1]])
    expect((await notifications.list(testSid('AC', 2), undefined, { limit: 5 })).rows).toEqual([])
    expect((await notifications.list(testSid('AC', 2), testSid('CA', 1), { limit: 5 })).rows).toEqual([])
  })
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NotificationFilter } from '../notification-store.js'
import { aCall, accountSid, anAccount, aNotification, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with notifications. */
export function notificationContract(open: OpenStore): void {
  test('a notification is found within its account as it was inserted', async () => {
    const { notifications } = await open()
    const notification = aNotification({ responseHeaders: 'Date=now', responseBody: '<html>', requestMethod: 'GET' })
    await notifications.insert(notification)
    expect(await notifications.find(accountSid, notification.sid)).toEqual(notification)
    expect(await notifications.find(testSid('AC', 2), notification.sid)).toBeUndefined()
    expect(await notifications.find(accountSid, testSid('NO', 9))).toBeUndefined()
  })

  test('notifications are listed within the account by any filter, newest first, page by page', async () => {
    const { accounts, calls, notifications } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const callSids = [testSid('CA', 1), testSid('CA', 2)]
    for (const sid of callSids) await calls.insert(aCall({ sid }))
    const rows = Array.from({ length: 40 }, (_, number) =>
      aNotification({
        sid: testSid('NO', number),
        accountSid: number % 7 === 0 ? testSid('AC', 2) : accountSid,
        callSid: [null, ...callSids][number % 3] ?? null,
        level: number % 5 < 2 ? 'error' : 'warning',
        at: number % 4,
      }),
    )
    for (const row of rows) await notifications.insert(row)
    const moment = fc.integer({ min: 0, max: 4 })
    const anyFilter = fc.record(
      {
        callSid: fc.constantFrom(...callSids),
        level: fc.constantFrom('error', 'warning'),
        at: fc.record({ from: moment, before: moment }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter: NotificationFilter) => {
        const { callSid, level, at: { from = 0, before = Infinity } = {} } = filter
        const pages = await readAll((page) => notifications.list(accountSid, filter, page), 3)
        const expected = rows
          .filter((row) => row.accountSid === accountSid && row.at >= from && row.at < before)
          .filter((row) => (callSid ?? row.callSid) === row.callSid && (level ?? row.level) === row.level)
          .reverse()
          .sort((a, b) => b.at - a.at)
        expect(pages.flatMap((page) => page.rows)).toEqual(expected)
      }),
    )
  })
}

import { expect, test } from 'vitest'
import type { Application } from '../../account/application.js'
import type { ApplicationFilter } from '../application-store.js'
import { aCall, accountSid, anAccount, anApplication, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with applications. */
export function applicationContract(open: OpenStore): void {
  test('an application is found within its account as it was inserted', async () => {
    const { applications } = await open()
    const application = anApplication({ voiceCallerIdLookup: true, smsUrl: 'https://app.example/sms' })
    await applications.insert(application)
    expect(await applications.find(accountSid, application.sid)).toEqual(application)
    expect(await applications.find(testSid('AC', 2), application.sid)).toBeUndefined()
    expect(await applications.find(accountSid, testSid('AP', 9))).toBeUndefined()
  })

  test('applications are listed for their account, newest first, page by page, all or those of one name', async () => {
    const { accounts, applications } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = [
      anApplication({ sid: testSid('AP', 1), createdAt: 2 }),
      anApplication({ sid: testSid('AP', 2), createdAt: 1, friendlyName: 'Shop' }),
      anApplication({ sid: testSid('AP', 3), createdAt: 2, friendlyName: 'Shop' }),
      anApplication({ sid: testSid('AP', 4), accountSid: testSid('AC', 2), friendlyName: 'Shop' }),
    ] as const
    for (const application of rows) await applications.insert(application)
    const listed = async (filter: ApplicationFilter): Promise<readonly Application[]> => {
      const pages = await readAll((page) => applications.list(accountSid, filter, page), 1)
      return pages.flatMap((page) => page.rows)
    }
    expect(await listed({})).toEqual([rows[2], rows[0], rows[1]])
    expect(await listed({ friendlyName: 'Shop' })).toEqual([rows[2], rows[1]])
    expect(await listed({ friendlyName: 'shop' })).toEqual([])
  })

  test('an application is updated within its account: what is not named stays, null clears', async () => {
    const { applications } = await open()
    const application = anApplication()
    await applications.insert(application)
    const patch = { voiceUrl: null, voiceMethod: 'GET', voiceCallerIdLookup: true } as const
    const changed = await applications.update(accountSid, application.sid, patch, later)
    expect(changed).toEqual({ ...application, ...patch, updatedAt: later })
    expect(await applications.find(accountSid, application.sid)).toEqual(changed)
    expect(await applications.update(testSid('AC', 2), application.sid, patch, later)).toBeUndefined()
  })

  test('an application is deleted by its own account only, and its calls stay', async () => {
    const { applications, calls } = await open()
    const application = anApplication()
    await applications.insert(application)
    await calls.insert(aCall({ applicationSid: application.sid }))
    expect(await applications.delete(testSid('AC', 2), application.sid)).toBe(false)
    expect(await applications.delete(accountSid, application.sid)).toBe(true)
    expect(await applications.find(accountSid, application.sid)).toBeUndefined()
    expect(await calls.find(accountSid, aCall().sid)).toMatchObject({ applicationSid: application.sid })
  })
}

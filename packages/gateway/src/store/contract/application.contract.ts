import { expect, test } from 'vitest'
import { aCall, accountSid, anApplication, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'

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

  test('applications are listed oldest first', async () => {
    const { applications } = await open()
    const younger = anApplication({ sid: testSid('AP', 1), createdAt: 2 })
    const older = anApplication({ sid: testSid('AP', 2), createdAt: 1 })
    for (const application of [younger, older]) await applications.insert(application)
    expect(await applications.list(accountSid)).toEqual([older, younger])
    expect(await applications.list(testSid('AC', 2))).toEqual([])
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

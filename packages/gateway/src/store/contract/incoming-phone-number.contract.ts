import { expect, test } from 'vitest'
import type { IncomingPhoneNumberFilter } from '../incoming-phone-number-store.js'
import { accountSid, anAccount, anApplication, anIncomingPhoneNumber, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with telephone numbers. */
export function incomingPhoneNumberContract(open: OpenStore): void {
  test('a telephone number is found within its account, and by itself in all accounts', async () => {
    const { incomingPhoneNumbers } = await open()
    const number = anIncomingPhoneNumber({
      voiceCallerIdLookup: true,
      stirStatus: 'B',
      smsUrl: 'https://app.example/sms',
    })
    await incomingPhoneNumbers.insert(number)
    expect(await incomingPhoneNumbers.find(accountSid, number.sid)).toEqual(number)
    expect(await incomingPhoneNumbers.find(testSid('AC', 2), number.sid)).toBeUndefined()
    expect(await incomingPhoneNumbers.find(accountSid, testSid('PN', 9))).toBeUndefined()
    expect(await incomingPhoneNumbers.findByNumber('+15550100')).toEqual(number)
    expect(await incomingPhoneNumbers.findByNumber('+1555010')).toBeUndefined()
  })

  test('a telephone number is had once in the gateway, until it is given back', async () => {
    const { accounts, incomingPhoneNumbers } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const theirs = anIncomingPhoneNumber()
    const ours = anIncomingPhoneNumber({ sid: testSid('PN', 2), accountSid: testSid('AC', 2) })
    await incomingPhoneNumbers.insert(theirs)
    const refused = { name: 'StoreError', code: 'conflict' }
    await expect(incomingPhoneNumbers.insert(ours)).rejects.toMatchObject(refused)
    expect(await incomingPhoneNumbers.delete(testSid('AC', 2), theirs.sid)).toBe(false)
    expect(await incomingPhoneNumbers.delete(accountSid, theirs.sid)).toBe(true)
    expect(await incomingPhoneNumbers.delete(accountSid, theirs.sid)).toBe(false)
    await incomingPhoneNumbers.insert(ours)
    expect(await incomingPhoneNumbers.findByNumber('+15550100')).toEqual(ours)
  })

  test('telephone numbers are listed for their account, newest first, page by page, by name and by part', async () => {
    const { accounts, incomingPhoneNumbers } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = [
      anIncomingPhoneNumber({ sid: testSid('PN', 1), phoneNumber: '+15550100', createdAt: 1 }),
      anIncomingPhoneNumber({ sid: testSid('PN', 2), phoneNumber: '+15550111', createdAt: 3, friendlyName: 'Shop' }),
      anIncomingPhoneNumber({ sid: testSid('PN', 3), phoneNumber: '+4915550100', type: 'mobile', createdAt: 2 }),
      anIncomingPhoneNumber({ sid: testSid('PN', 4), phoneNumber: '+15550122', accountSid: testSid('AC', 2) }),
    ]
    for (const row of rows) await incomingPhoneNumbers.insert(row)
    const listed = async (filter: IncomingPhoneNumberFilter): Promise<readonly number[]> => {
      const pages = await readAll((page) => incomingPhoneNumbers.list(accountSid, filter, page), 1)
      return pages.flatMap((page) => page.rows).map((row) => rows.findIndex(({ sid }) => sid === row.sid) + 1)
    }
    expect(await listed({})).toEqual([2, 3, 1])
    expect(await listed({ phoneNumber: '+15550100' })).toEqual([1])
    expect(await listed({ phoneNumber: '15550100' })).toEqual([3, 1])
    expect(await listed({ phoneNumber: '+1555***1' })).toEqual([2])
    expect(await listed({ phoneNumber: '***********' })).toEqual([3])
    expect(await listed({ phoneNumber: '%' })).toEqual([])
    expect(await listed({ phoneNumber: '_' })).toEqual([])
    expect(await listed({ phoneNumber: '\\' })).toEqual([])
    expect(await listed({ friendlyName: 'Shop' })).toEqual([2])
    expect(await listed({ friendlyName: 'Shop', phoneNumber: '100' })).toEqual([])
    expect(await listed({ type: 'local' })).toEqual([2, 1])
    expect(await listed({ type: 'mobile', phoneNumber: '100' })).toEqual([3])
    expect(await listed({ type: 'toll-free' })).toEqual([])
  })

  test('a telephone number is updated within its account, and may be handed to another one', async () => {
    const { accounts, incomingPhoneNumbers } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const number = anIncomingPhoneNumber()
    await incomingPhoneNumbers.insert(number)
    const patch = { voiceUrl: null, voiceCallerIdLookup: true, stirStatus: 'A', accountSid: testSid('AC', 2) } as const
    const wide = { ...patch, phoneNumber: '+1999', sid: testSid('PN', 7), type: 'mobile' }
    expect(await incomingPhoneNumbers.update(testSid('AC', 2), number.sid, wide, later)).toBeUndefined()
    const changed = { ...number, ...patch, updatedAt: later }
    expect(await incomingPhoneNumbers.update(accountSid, number.sid, wide, later)).toEqual(changed)
    expect(await incomingPhoneNumbers.find(testSid('AC', 2), number.sid)).toEqual(changed)
    expect(await incomingPhoneNumbers.find(accountSid, number.sid)).toBeUndefined()
  })

  test('an application that is deleted answers no number any more; one that is unknown is refused', async () => {
    const { applications, incomingPhoneNumbers } = await open()
    const { sid: voiceApplicationSid } = anApplication()
    const number = anIncomingPhoneNumber({ voiceApplicationSid })
    await expect(incomingPhoneNumbers.insert(number)).rejects.toMatchObject({ code: 'unknown-reference' })
    await applications.insert(anApplication())
    await incomingPhoneNumbers.insert(number)
    await applications.delete(accountSid, voiceApplicationSid)
    expect(await incomingPhoneNumbers.find(accountSid, number.sid)).toEqual({ ...number, voiceApplicationSid: null })
  })
}

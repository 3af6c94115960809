import { expect, test } from 'vitest'
import type { Account } from '../../account/account.js'
import type { AccountFilter } from '../account-store.js'
import { accountSid, anAccount, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with accounts. */
export function accountContract(open: OpenStore): void {
  test('an account is found by its SID as it was inserted', async () => {
    const { accounts } = await open()
    const account = anAccount({
      sid: testSid('AC', 2),
      ownerAccountSid: accountSid,
      secondaryAuthToken: 'b'.repeat(32),
    })
    await accounts.insert(account)
    expect(await accounts.find(account.sid)).toEqual(account)
    expect(await accounts.find(testSid('AC', 9))).toBeUndefined()
    expect(await accounts.find('no SID at all')).toBeUndefined()
  })

  test('accounts are listed oldest first', async () => {
    const { accounts } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2), createdAt: 3 }))
    await accounts.insert(anAccount({ sid: testSid('AC', 3), createdAt: 2 }))
    expect((await accounts.all()).map(({ sid }) => sid)).toEqual([testSid('AC', 3), testSid('AC', 2), accountSid])
  })

  test('an account sees itself and its sub-accounts, newest first, by every filter', async () => {
    const { accounts } = await open()
    const subAccount = (number: number, changes: Partial<Account>): Account =>
      anAccount({ sid: testSid('AC', number), ownerAccountSid: accountSid, createdAt: number, ...changes })
    const rows = [
      anAccount(),
      subAccount(2, { friendlyName: 'Shop' }),
      subAccount(3, { status: 'suspended' }),
      subAccount(4, { friendlyName: 'Shop', status: 'suspended' }),
      subAccount(5, { status: 'closed', createdAt: 3 }),
    ]
    for (const row of rows.slice(1)) await accounts.insert(row)
    await accounts.insert(anAccount({ sid: testSid('AC', 9) }))
    const listed = async (filter: AccountFilter): Promise<readonly number[]> => {
      const pages = await readAll((page) => accounts.list(anAccount(), filter, page), 1)
      return pages.flatMap((page) => page.rows).map((row) => rows.findIndex(({ sid }) => sid === row.sid) + 1)
    }
    expect(await listed({})).toEqual([1, 4, 5, 3, 2])
    expect(await listed({ friendlyName: 'Shop' })).toEqual([4, 2])
    expect(await listed({ status: 'suspended' })).toEqual([4, 3])
    expect(await listed({ status: 'suspended', friendlyName: 'Shop' })).toEqual([4])
    expect(await listed({ friendlyName: 'shop' })).toEqual([])
  })

  test('a sub-account sees itself alone', async () => {
    const { accounts } = await open()
    const subAccount = anAccount({ sid: testSid('AC', 2), ownerAccountSid: accountSid })
    await accounts.insert(subAccount)
    await accounts.insert(anAccount({ sid: testSid('AC', 3), ownerAccountSid: accountSid }))
    expect(await accounts.list(subAccount, {}, { limit: 10 })).toEqual({ rows: [subAccount], next: undefined })
    expect(await accounts.list(subAccount, { status: 'closed' }, { limit: 10 })).toEqual({ rows: [], next: undefined })
  })

  test('an update changes what it names, stamps the row, and returns it', async () => {
    const { accounts } = await open()
    const rotated = await accounts.update(
      accountSid,
      { authToken: 'c'.repeat(32), secondaryAuthToken: anAccount().authToken },
      later,
    )
    const expected = anAccount({
      authToken: 'c'.repeat(32),
      secondaryAuthToken: anAccount().authToken,
      updatedAt: later,
    })
    expect(rotated).toEqual(expected)
    expect(await accounts.find(accountSid)).toEqual(expected)
    expect(await accounts.update(accountSid, { secondaryAuthToken: null }, later)).toMatchObject({
      secondaryAuthToken: null,
    })
  })

  test('an update of an unknown account gives undefined', async () => {
    const { accounts } = await open()
    expect(await accounts.update(testSid('AC', 9), { status: 'closed' }, later)).toBeUndefined()
  })

  test('an update cannot reach columns that its type does not name', async () => {
    const { accounts } = await open()
    const wide = { friendlyName: 'New', sid: testSid('AC', 7), createdAt: 0 }
    expect(await accounts.update(accountSid, wide, later)).toEqual(anAccount({ friendlyName: 'New', updatedAt: later }))
  })

  test('a second account with the same SID is refused as a conflict, and the first one stays', async () => {
    const { accounts } = await open()
    const twin = anAccount({ friendlyName: 'Twin' })
    await expect(accounts.insert(twin)).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
    expect(await accounts.all()).toEqual([anAccount()])
  })
}

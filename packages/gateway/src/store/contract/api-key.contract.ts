import { expect, test } from 'vitest'
import { accountSid, anAccount, anApiKey, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with API keys. */
export function apiKeyContract(open: OpenStore): void {
  test('an API key is found by its SID, and listed for its account only', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const younger = anApiKey({ sid: testSid('SK', 1), createdAt: 2 })
    const older = anApiKey({ sid: testSid('SK', 2), createdAt: 1 })
    const foreign = anApiKey({ sid: testSid('SK', 3), accountSid: testSid('AC', 2) })
    for (const key of [younger, older, foreign]) await apiKeys.insert(key)
    expect(await apiKeys.find(younger.sid)).toEqual(younger)
    expect(await apiKeys.find(testSid('SK', 9))).toBeUndefined()
    expect(await apiKeys.list(accountSid)).toEqual([older, younger])
  })

  test('an API key is deleted by its own account only', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const key = anApiKey()
    await apiKeys.insert(key)
    expect(await apiKeys.delete(testSid('AC', 2), key.sid)).toBe(false)
    expect(await apiKeys.delete(accountSid, key.sid)).toBe(true)
    expect(await apiKeys.delete(accountSid, key.sid)).toBe(false)
    expect(await apiKeys.find(key.sid)).toBeUndefined()
  })

  test('an API key of an account that does not exist is refused', async () => {
    const { apiKeys } = await open()
    await expect(apiKeys.insert(anApiKey({ accountSid: testSid('AC', 9) }))).rejects.toMatchObject({
      name: 'StoreError',
      code: 'unknown-reference',
    })
  })
}

import { expect, test } from 'vitest'
import { accountSid, anAccount, anApiKey, testSid } from '../store-rows.contract.js'
import { later, type OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** What every store does with API keys. */
export function apiKeyContract(open: OpenStore): void {
  test('an API key is found by its SID, and listed for its account only, newest first, page by page', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const younger = anApiKey({ sid: testSid('SK', 1), createdAt: 2 })
    const older = anApiKey({ sid: testSid('SK', 2), createdAt: 1 })
    const foreign = anApiKey({ sid: testSid('SK', 3), accountSid: testSid('AC', 2) })
    for (const key of [younger, older, foreign]) await apiKeys.insert(key)
    expect(await apiKeys.find(younger.sid)).toEqual(younger)
    expect(await apiKeys.find(testSid('SK', 9))).toBeUndefined()
    const pages = await readAll((page) => apiKeys.list(accountSid, page), 1)
    expect(pages.flatMap(({ rows }) => rows)).toEqual([younger, older])
  })

  test('an API key is renamed by its own account only, and nothing else of it changes', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const key = anApiKey()
    await apiKeys.insert(key)
    const wide = { friendlyName: 'Desk phones', secret: 'chosen' }
    expect(await apiKeys.update(testSid('AC', 2), key.sid, wide, later)).toBeUndefined()
    expect(await apiKeys.update(accountSid, testSid('SK', 9), wide, later)).toBeUndefined()
    const renamed = { ...key, friendlyName: 'Desk phones', updatedAt: later }
    expect(await apiKeys.update(accountSid, key.sid, wide, later)).toEqual(renamed)
    expect(await apiKeys.find(key.sid)).toEqual(renamed)
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

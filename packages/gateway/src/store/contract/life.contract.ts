import { expect, test } from 'vitest'
import { aCall, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with values, failures and its end. */
export function lifeContract(open: OpenStore): void {
  test('values that look like SQL are only values', async () => {
    const { accounts, calls } = await open()
    const nasty = `'; drop table calls; -- " \` \\ é 😀 ?`
    await calls.insert(aCall({ from: nasty }))
    expect((await calls.list(accountSid, { from: nasty }, { limit: 1 })).rows).toEqual([aCall({ from: nasty })])
    expect(await accounts.find(`${accountSid}' or '1'='1`)).toBeUndefined()
  })

  test('an error holds none of the values', async () => {
    const { accounts } = await open()
    const error: unknown = await accounts.insert(anAccount()).catch((reason: unknown) => reason)
    expect(String(error)).not.toContain(anAccount().authToken)
    expect(JSON.stringify(error)).not.toContain(anAccount().authToken)
  })

  test('the store answers a ping until it is closed, and closing twice is as good as once', async () => {
    const store = await open()
    await expect(store.ping()).resolves.toBeUndefined()
    await store.close()
    await store.close()
    await expect(store.ping()).rejects.toThrow()
  })

  test('closing waits for what was asked for before', async () => {
    const store = await open()
    const inserted = Promise.all([1, 2, 3].map((number) => store.calls.insert(aCall({ sid: testSid('CA', number) }))))
    const closed = store.close()
    await expect(inserted).resolves.toHaveLength(3)
    await closed
  })
}

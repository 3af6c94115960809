import { expect, test } from 'vitest'
import { accountSid, anAccount, aPresenceWebhook, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with presence webhooks. */
export function presenceWebhookContract(open: OpenStore): void {
  test('an account has one presence webhook at most, and another account its own', async () => {
    const { accounts, presenceWebhooks } = await open()
    const other = testSid('AC', 2)
    await accounts.insert(anAccount({ sid: other }))
    expect(await presenceWebhooks.find(accountSid)).toBeUndefined()
    expect(await presenceWebhooks.set(aPresenceWebhook())).toEqual(aPresenceWebhook())
    const theirs = aPresenceWebhook({ accountSid: other, url: 'https://other.example/presence' })
    await presenceWebhooks.set(theirs)
    const changed = { url: 'https://app.example/new?a=1#rc=2', method: 'GET', updatedAt: 9 } as const
    const kept = { ...aPresenceWebhook(), ...changed }
    expect(await presenceWebhooks.set({ ...kept, createdAt: 9 })).toEqual(kept)
    expect(await presenceWebhooks.find(accountSid)).toEqual(kept)
    expect(await presenceWebhooks.find(other)).toEqual(theirs)
  })

  test('a presence webhook is deleted once, and leaves those of others', async () => {
    const { accounts, presenceWebhooks } = await open()
    const other = testSid('AC', 2)
    await accounts.insert(anAccount({ sid: other }))
    for (const sid of [accountSid, other]) await presenceWebhooks.set(aPresenceWebhook({ accountSid: sid }))
    expect([await presenceWebhooks.delete(accountSid), await presenceWebhooks.delete(accountSid)]).toEqual([
      true,
      false,
    ])
    expect(await presenceWebhooks.find(accountSid)).toBeUndefined()
    expect(await presenceWebhooks.find(other)).toBeDefined()
  })

  test('a presence webhook of an account that does not exist is refused', async () => {
    const { presenceWebhooks } = await open()
    const foreign = aPresenceWebhook({ accountSid: testSid('AC', 9) })
    await expect(presenceWebhooks.set(foreign)).rejects.toMatchObject({ code: 'unknown-reference' })
  })
}

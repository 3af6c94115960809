import { expect, test } from 'vitest'
import { accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

/** What every store does with revoked tokens. */
export function revokedTokenContract(open: OpenStore): void {
  test('a revoked token id is known for its account only', async () => {
    const { accounts, revokedTokens } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    await revokedTokens.revoke(accountSid, 'abc', 2_000)
    expect(await revokedTokens.has(accountSid, 'abc')).toBe(true)
    expect(await revokedTokens.has(accountSid, 'abd')).toBe(false)
    expect(await revokedTokens.has(testSid('AC', 2), 'abc')).toBe(false)
  })

  test('revocations whose time is over are pruned; revoking again lengthens and never shortens', async () => {
    const { revokedTokens } = await open()
    await revokedTokens.revoke(accountSid, 'short', 1_000)
    await revokedTokens.revoke(accountSid, 'lengthened', 1_000)
    await revokedTokens.revoke(accountSid, 'lengthened', 3_000)
    await revokedTokens.revoke(accountSid, 'kept', 3_000)
    await revokedTokens.revoke(accountSid, 'kept', 1_000)
    expect(await revokedTokens.prune(999)).toBe(0)
    expect(await revokedTokens.prune(1_000)).toBe(1)
    expect(await revokedTokens.has(accountSid, 'short')).toBe(false)
    expect(await revokedTokens.has(accountSid, 'lengthened')).toBe(true)
    expect(await revokedTokens.has(accountSid, 'kept')).toBe(true)
    expect(await revokedTokens.prune(3_000)).toBe(2)
  })
}

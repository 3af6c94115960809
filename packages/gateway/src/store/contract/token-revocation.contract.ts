import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type ClientNameRevocation,
  isRevokedBy,
  type RevocableToken,
  type TokenIdRevocation,
  type TokenRevocation,
} from '../../account/token-revocation.js'
import { accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

const anId = (changes: Partial<TokenIdRevocation>): TokenIdRevocation => {
  return { kind: 'token-id', accountSid, tokenId: 'abc', expiresAt: 2_000, createdAt: 1, ...changes }
}
const aName = (changes: Partial<ClientNameRevocation>): ClientNameRevocation => {
  const times = { issuedBefore: 1_000, expiresAt: 2_000, createdAt: 1 }
  return { kind: 'client-name', accountSid, clientName: 'joey', ...times, ...changes }
}

/** What every store does with revoked tokens. */
export function tokenRevocationContract(open: OpenStore): void {
  test('revocations are found by the id or the names of a token, within their account', async () => {
    const { accounts, revokedTokens } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const [id, name] = [anId({}), aName({})]
    const others = [anId({ tokenId: 'x' }), aName({ clientName: 'x' }), aName({ accountSid: testSid('AC', 2) })]
    for (const revocation of [id, name, ...others]) await revokedTokens.revoke(revocation)
    const concerning = async (tokenId: string | undefined, ...clientNames: string[]): Promise<unknown> =>
      new Set(await revokedTokens.concerning(accountSid, { tokenId, clientNames }))
    expect(await concerning('abc', 'joey', 'jane')).toEqual(new Set([id, name]))
    expect(await concerning('abc')).toEqual(new Set([id]))
    expect(await concerning(undefined, 'joey')).toEqual(new Set([name]))
    expect(await concerning(undefined)).toEqual(new Set())
    expect(await concerning("' or 1=1")).toEqual(new Set())
  })

  test('revocations whose time is over are pruned', async () => {
    const { revokedTokens } = await open()
    await revokedTokens.revoke(anId({ expiresAt: 1_000 }))
    await revokedTokens.revoke(aName({ expiresAt: 3_000 }))
    expect(await revokedTokens.prune(999)).toBe(0)
    expect(await revokedTokens.prune(1_000)).toBe(1)
    expect((await revokedTokens.list(accountSid, { limit: 10 })).rows).toEqual([aName({ expiresAt: 3_000 })])
    expect(await revokedTokens.prune(3_000)).toBe(1)
  })

  test('a token that one of several revocations refuses is refused, in whatever order they came', async () => {
    const store = await open()
    let account = 100
    const value = fc.constantFrom('joey', 'jane')
    const times = { expiresAt: fc.nat(9), createdAt: fc.nat(9) }
    const anyRevocation = fc.oneof(
      fc.record({ kind: fc.constant('token-id' as const), tokenId: value, ...times }),
      fc.record({ kind: fc.constant('client-name' as const), clientName: value, issuedBefore: fc.nat(9), ...times }),
    )
    const anyToken: fc.Arbitrary<RevocableToken> = fc.record({
      tokenId: fc.option(value, { nil: undefined }),
      clientNames: fc.uniqueArray(value),
      issuedAt: fc.option(fc.nat(9), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyRevocation, { maxLength: 8 }), anyToken, fc.nat(9), async (drafts, token, now) => {
        const sid = testSid('AC', (account += 1))
        await store.accounts.insert(anAccount({ sid }))
        const revocations: TokenRevocation[] = drafts.map((draft) => ({ ...draft, accountSid: sid }))
        for (const revocation of revocations) await store.revokedTokens.revoke(revocation)
        const kept = await store.revokedTokens.concerning(sid, token)
        const isRevoked = (list: readonly TokenRevocation[]): boolean =>
          list.some((revocation) => isRevokedBy(token, revocation, now))
        // What is kept may refuse for longer than any one of them: the latest moments of all count together.
        if (isRevoked(revocations)) expect(isRevoked(kept)).toBe(true)
        expect(kept.length).toBeLessThanOrEqual(4)
        for (const { expiresAt } of kept) expect(revocations.map((one) => one.expiresAt)).toContain(expiresAt)
      }),
      { numRuns: 50 },
    )
  })

  test('revocations are listed for their account, newest first, page by page, each once although it was repeated', async () => {
    const { accounts, revokedTokens } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = [anId({ createdAt: 3 }), aName({ createdAt: 1 }), anId({ tokenId: 'x', createdAt: 2 })] as const
    for (const revocation of rows) await revokedTokens.revoke(revocation)
    await revokedTokens.revoke(anId({ accountSid: testSid('AC', 2) }))
    await revokedTokens.revoke(aName({ createdAt: 9, issuedBefore: 1_500, expiresAt: 2_500 }))
    await revokedTokens.revoke(aName({ createdAt: 9, issuedBefore: 500, expiresAt: 1_500 }))
    const pages = await readAll((page) => revokedTokens.list(accountSid, page), 1)
    const strengthened = { ...rows[1], issuedBefore: 1_500, expiresAt: 2_500 }
    expect(pages.flatMap((page) => page.rows)).toEqual([rows[0], rows[2], strengthened])
  })

  test('a revocation in an account that does not exist is refused', async () => {
    const { revokedTokens } = await open()
    const foreign = anId({ accountSid: testSid('AC', 9) })
    await expect(revokedTokens.revoke(foreign)).rejects.toMatchObject({ code: 'unknown-reference' })
  })
}

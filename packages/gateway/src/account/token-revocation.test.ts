import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRevokedBy, type RevocableToken, revokeClientName, revokeTokenId } from './token-revocation.js'

const accountSid = `AC${'a'.repeat(32)}` as const
const now = 1_800_000_000
const nowMs = now * 1000 + 400
const token: RevocableToken = { tokenId: 't1', clientNames: ['joey', 'support'], issuedAt: now }

describe('the revocation of an id', () => {
  test('refuses the tokens with this id, whenever issued and for whomever, and no others', () => {
    const revocation = revokeTokenId(accountSid, 't1', nowMs)
    expect(isRevokedBy(token, revocation, now)).toBe(true)
    expect(isRevokedBy({ ...token, issuedAt: now + 1_000, clientNames: [] }, revocation, now)).toBe(true)
    expect(isRevokedBy({ ...token, tokenId: 't2' }, revocation, now)).toBe(false)
    expect(isRevokedBy({ ...token, tokenId: undefined }, revocation, now)).toBe(false)
  })

  test('lasts a year, since a token may have been made long before its day', () => {
    const revocation = revokeTokenId(accountSid, 't1', nowMs)
    expect(isRevokedBy(token, revocation, now + 365 * 86_400)).toBe(true)
    expect(isRevokedBy(token, revocation, revocation.expiresAt)).toBe(false)
  })

  test('refuses no client that is called like it', () => {
    expect(isRevokedBy({ ...token, tokenId: 'joey' }, revokeClientName(accountSid, 'joey', nowMs), now + 9)).toBe(true)
    expect(isRevokedBy({ ...token, tokenId: 't2' }, revokeTokenId(accountSid, 'joey', nowMs), now)).toBe(false)
  })
})

describe('the revocation of a client name', () => {
  const revocation = revokeClientName(accountSid, 'support', nowMs)

  test('refuses the tokens that let a device use this name and were issued until that second, and no others', () => {
    expect(isRevokedBy({ ...token, issuedAt: now - 80_000 }, revocation, now)).toBe(true)
    expect(isRevokedBy({ ...token, issuedAt: now }, revocation, now)).toBe(true)
    expect(isRevokedBy({ ...token, issuedAt: now + 1 }, revocation, now + 1)).toBe(false)
    expect(isRevokedBy({ ...token, clientNames: ['joey'] }, revocation, now)).toBe(false)
  })

  test('refuses a token that does not say when it was issued', () => {
    expect(isRevokedBy({ ...token, issuedAt: undefined }, revocation, now + 1)).toBe(true)
  })

  test('lasts until the last token that it refuses has expired by itself', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 86_400 }), fc.nat(200_000), (age, life, later) => {
        const issuedAt = now - age
        const isAlive = issuedAt + life > now + later
        if (isAlive) expect(isRevokedBy({ ...token, issuedAt }, revocation, now + later)).toBe(true)
      }),
    )
    expect(isRevokedBy({ ...token, issuedAt: undefined }, revocation, revocation.expiresAt)).toBe(false)
  })
})

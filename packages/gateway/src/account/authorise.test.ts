import { createHmac } from 'node:crypto'
import { type AccountSid, type ApplicationSid, errorCatalogue } from '@ringdown/protocol'
import { AccessToken, ClientCapability } from '@ringdown/token'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../store/sqlite/sqlite-store.js'
import type { Store } from '../store/store.js'
import { StoreError } from '../store/store-error.js'
import { anAccount, anApiKey } from '../store/store-rows.contract.js'
import { type Authorisation, type Authorise, createAuthorise } from './authorise.js'
import { revokeClientName, revokeTokenId } from './token-revocation.js'

const { EventStreamScope, IncomingClientScope, OutgoingClientScope } = ClientCapability

const now = 1_800_000_000
const accountSid: AccountSid = `AC${'a'.repeat(32)}`
const otherAccountSid: AccountSid = `AC${'b'.repeat(32)}`
const applicationSid: ApplicationSid = `AP${'a'.repeat(32)}`
const apiKeySid = `SK${'a'.repeat(32)}` as const
const primary = 'primary-auth-token-of-the-account'
const secondary = 'secondary-auth-token-of-the-account'
const apiKeySecret = 'secret-of-the-api-key'

let store: Store
let nowMs: number
let authorise: Authorise

beforeEach(async () => {
  store = (await openSqliteStore({ file: ':memory:' })).store
  nowMs = now * 1000
  authorise = createAuthorise({ store, clock: { now: () => nowMs, after: () => () => undefined } })
  for (const [sid, authToken] of [
    [accountSid, primary],
    [otherAccountSid, 'auth-token-of-another-account'],
  ] as const) {
    await store.accounts.insert(anAccount({ sid, authToken }))
  }
  await store.apiKeys.insert(anApiKey({ sid: apiKeySid, accountSid, secret: apiKeySecret }))
})

afterEach(async () => {
  await store.close()
})

interface TokenOptions {
  readonly authToken?: string
  readonly sid?: string
  readonly ttl?: number
  readonly tokenId?: string
}

function capability({ authToken = primary, sid = accountSid, ttl = 600, tokenId }: TokenOptions = {}): string {
  const options = { accountSid: sid, authToken, ttl, ...(tokenId !== undefined && { tokenId }) }
  return new ClientCapability(options).addScope(new IncomingClientScope('joey')).toJwt({ now })
}

function accessToken({ secret = apiKeySecret, keySid = apiKeySid, sid = accountSid } = {}): string {
  const voice = { incomingAllow: true, outgoingApplicationSid: applicationSid }
  return new AccessToken(sid, keySid, secret, { identity: 'joey', ttl: 600 })
    .addGrant(new AccessToken.VoiceGrant(voice))
    .toJwt({ now })
}

/** Sign any claims under any header by hand. */
function forge(claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, secret = primary): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode(header)}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const goodClaims = { iss: accountSid, exp: now + 600, scope: 'scope:client:incoming?clientName=joey' }

/** The code that a token is refused with; checks that the message begins with the official text and gives nothing away. */
function codeOf(authorisation: Authorisation, token: string): number {
  if (authorisation.isOk) throw new Error('The token was accepted')
  const { code, message } = authorisation
  expect(message.startsWith(errorCatalogue[code].message)).toBe(true)
  expect(message).toMatch(/[.!] [A-Z].*\.$/)
  const secrets = [primary, secondary, apiKeySecret, ...token.split('.').filter((part) => part.length > 5)]
  for (const secret of secrets) expect(message).not.toContain(secret)
  return code
}

async function refusal(token: string): Promise<number> {
  return codeOf(await authorise(token), token)
}

async function isAccepted(token: string): Promise<boolean> {
  return (await authorise(token)).isOk
}

describe('a grant', () => {
  test('holds what a capability token allows', async () => {
    const token = new ClientCapability({ accountSid, authToken: primary, ttl: 600, tokenId: 't1' })
      .addScope(new IncomingClientScope('joey'))
      .addScope(new IncomingClientScope('support'))
      .addScope(new OutgoingClientScope({ applicationSid, clientName: 'joey', params: { plan: 'gold' } }))
      .addScope(new EventStreamScope())
      .toJwt({ now })
    const authorisation = await authorise(token)
    expect(authorisation).toEqual({
      isOk: true,
      grant: {
        accountSid,
        identity: 'joey',
        clientNames: ['joey', 'support'],
        outgoing: { applicationSid, clientName: 'joey', params: [['plan', 'gold']] },
        eventStreams: [[]],
        expiresAt: now + 600,
        tokenId: 't1',
      },
    })
    expect(authorisation.isOk && Object.isFrozen(authorisation.grant)).toBe(true)
  })

  test('holds nothing that the token does not say', async () => {
    const authorisation = await authorise(forge({ iss: accountSid, exp: now + 600, scope: '' }))
    expect(authorisation).toMatchObject({
      isOk: true,
      grant: { identity: undefined, clientNames: [], outgoing: undefined, eventStreams: [], tokenId: undefined },
    })
  })

  test('has each name once, although old tokens repeat the scope', async () => {
    const scope = Array.from({ length: 3 }, () => 'scope:client:incoming?clientName=joey').join(' ')
    expect(await authorise(forge({ ...goodClaims, scope }))).toMatchObject({ grant: { clientNames: ['joey'] } })
  })

  test('holds the event streams that there are, with their filters, and no others', async () => {
    const scopes = [
      'scope:stream:subscribe?path=/2010-04-01/Events&appParams=From%3Dbob%26From%3Djane',
      'scope:stream:subscribe?path=%2F2010-04-01%2FEvents&params=EventType%3Dpresence',
      'scope:stream:subscribe?path=/2010-04-01/Secrets',
    ]
    const token = forge({ iss: accountSid, exp: now + 600, scope: scopes.join(' ') })
    const eventStreams = [
      [
        ['From', 'bob'],
        ['From', 'jane'],
      ],
      [['EventType', 'presence']],
    ]
    expect(await authorise(token)).toMatchObject({ grant: { eventStreams } })
  })

  test('is the same for an access token of an API key', async () => {
    expect(await authorise(accessToken())).toMatchObject({
      isOk: true,
      grant: {
        accountSid,
        identity: 'joey',
        clientNames: ['joey'],
        outgoing: { applicationSid, clientName: 'joey' },
        eventStreams: [],
        expiresAt: now + 600,
      },
    })
  })
})

describe('the keys of an account', () => {
  test('are its primary auth token, and no other text', async () => {
    expect(await isAccepted(capability())).toBe(true)
    expect(await refusal(capability({ authToken: secondary }))).toBe(31202)
    expect(await refusal(capability({ authToken: 'auth-token-of-another-account' }))).toBe(31202)
  })

  test('are the secondary too, during a rotation: old tokens live exactly as long as it stands', async () => {
    const [old, fresh] = [capability(), capability({ authToken: secondary })]
    await store.accounts.update(accountSid, { secondaryAuthToken: secondary }, nowMs)
    expect([await isAccepted(old), await isAccepted(fresh)]).toEqual([true, true])
    await store.accounts.update(accountSid, { authToken: secondary, secondaryAuthToken: primary }, nowMs)
    expect([await isAccepted(old), await isAccepted(fresh)]).toEqual([true, true])
    await store.accounts.update(accountSid, { secondaryAuthToken: null }, nowMs)
    expect(await refusal(old)).toBe(31202)
    expect(await isAccepted(fresh)).toBe(true)
  })

  test('are its API keys for access tokens, until they are deleted', async () => {
    expect(await isAccepted(accessToken())).toBe(true)
    expect(await refusal(accessToken({ secret: primary }))).toBe(31202)
    await store.apiKeys.delete(accountSid, apiKeySid)
    expect(await refusal(accessToken())).toBe(31203)
  })

  test('do not sign for another account', async () => {
    expect(await refusal(accessToken({ sid: otherAccountSid }))).toBe(31203)
    expect(await refusal(capability({ sid: otherAccountSid }))).toBe(31202)
  })
})

describe('an account', () => {
  test('that is unknown: 31203', async () => {
    expect(await refusal(capability({ sid: `AC${'f'.repeat(32)}` }))).toBe(31203)
    expect(await refusal(accessToken({ keySid: `SK${'f'.repeat(32)}` }))).toBe(31203)
  })

  test.each(['suspended', 'closed'] as const)('that is %s: 31203 for either kind of token', async (status) => {
    await store.accounts.update(accountSid, { status }, nowMs)
    expect(await refusal(capability())).toBe(31203)
    expect(await refusal(accessToken())).toBe(31203)
    await store.accounts.update(accountSid, { status: 'active' }, nowMs)
    expect(await isAccepted(capability())).toBe(true)
  })

  test.each(['suspended', 'closed'] as const)('whose owner is %s: 31203, as if it were itself', async (status) => {
    const ownedSid: AccountSid = `AC${'c'.repeat(32)}`
    await store.accounts.insert(anAccount({ sid: ownedSid, authToken: 'owned', ownerAccountSid: accountSid }))
    const token = capability({ sid: ownedSid, authToken: 'owned' })
    expect(await isAccepted(token)).toBe(true)
    await store.accounts.update(accountSid, { status }, nowMs)
    expect(await refusal(token)).toBe(31203)
    expect(await isAccepted(capability({ sid: otherAccountSid, authToken: 'auth-token-of-another-account' }))).toBe(
      true,
    )
  })

  test('is not told apart as unknown or suspended by one who cannot sign', async () => {
    const unknown = await authorise(capability({ sid: `AC${'f'.repeat(32)}`, authToken: 'guessed' }))
    await store.accounts.update(accountSid, { status: 'suspended' }, nowMs)
    expect(await authorise(capability({ authToken: 'guessed' }))).toEqual(unknown)
  })
})

describe('a token', () => {
  test('that was revoked by its id: 31204, in its own account only', async () => {
    const token = capability({ tokenId: 't1' })
    await store.revokedTokens.revoke(revokeTokenId(otherAccountSid, 't1', nowMs))
    expect(await isAccepted(token)).toBe(true)
    await store.revokedTokens.revoke(revokeTokenId(accountSid, 't1', nowMs))
    expect(await refusal(token)).toBe(31204)
    expect(await isAccepted(capability({ tokenId: 't2' }))).toBe(true)
    expect(await isAccepted(capability())).toBe(true)
  })

  test('for a client name that was revoked: 31204, in its own account only, and until it is issued anew', async () => {
    const tokens = [
      capability(),
      accessToken(),
      forge(goodClaims),
      forge({ ...goodClaims, iat: now, scope: 'scope:client:outgoing?appSid=AP1&clientName=joey' }),
    ]
    const verdicts = async (): Promise<readonly boolean[]> => Promise.all(tokens.map(isAccepted))
    await store.revokedTokens.revoke(revokeClientName(otherAccountSid, 'joey', nowMs))
    await store.revokedTokens.revoke(revokeClientName(accountSid, 'jane', nowMs))
    expect(await verdicts()).toEqual([true, true, true, true])
    await store.revokedTokens.revoke(revokeClientName(accountSid, 'joey', nowMs))
    for (const token of tokens) expect(await refusal(token)).toBe(31204)
    nowMs += 1_000
    expect(await isAccepted(forge({ ...goodClaims, iat: now + 1 }))).toBe(true)
    expect(await isAccepted(capability())).toBe(false)
  })

  test('that has expired, to the second: 31205', async () => {
    const token = capability({ ttl: 600 })
    nowMs = (now + 600) * 1000 - 1
    expect(await isAccepted(token)).toBe(true)
    nowMs += 1
    expect(await refusal(token)).toBe(31205)
  })

  test('with a life over 24 hours: 31207', async () => {
    expect(await isAccepted(forge({ ...goodClaims, iat: now, exp: now + 86_400 }))).toBe(true)
    expect(await refusal(forge({ ...goodClaims, iat: now, exp: now + 86_401 }))).toBe(31207)
    expect(await refusal(forge({ ...goodClaims, exp: now + 86_410 }))).toBe(31207)
  })

  test('with a forbidden character in a client name: 31105', async () => {
    const withName = (name: string): string =>
      forge({ ...goodClaims, scope: `scope:client:incoming?clientName=${encodeURIComponent(name)}` })
    expect(await isAccepted(withName('a@b.example'))).toBe(true)
    for (const name of ['a b', 'a<b', 'a\nb', 'a|b', 'x'.repeat(257)]) expect(await refusal(withName(name))).toBe(31105)
  })

  test.each<[string, string]>([
    ['no token', ''],
    ['no three segments', 'a.b'],
    ['no JSON', 'YQ.YQ.YQ'],
    ['without an account', forge({ exp: now + 600, scope: '' })],
    ['without an expiry', forge({ iss: accountSid, scope: '' })],
    ['whose scope is no text', forge({ ...goodClaims, scope: ['scope:client:incoming'] })],
    [
      'with two outgoing scopes',
      forge({ ...goodClaims, scope: 'scope:client:outgoing?appSid=AP1 scope:client:outgoing?appSid=AP2' }),
    ],
    ['that starts in the future', forge({ ...goodClaims, nbf: now + 60 })],
    ['that is not signed', `${forge(goodClaims, { alg: 'none', typ: 'JWT' }).split('.').slice(0, 2).join('.')}.`],
    ['signed by another algorithm', forge(goodClaims, { alg: 'HS512', typ: 'JWT' })],
    ['signed with a public key', forge(goodClaims, { alg: 'RS256', typ: 'JWT' })],
    ['for TaskRouter', forge({ ...goodClaims, scope: undefined, version: 'v1', policies: [] })],
    ['larger than is read', forge({ ...goodClaims, pad: 'x'.repeat(20_000) })],
  ])('%s: 31204', async (_what, token) => {
    expect(await refusal(token)).toBe(31204)
  })

  test('whose claims were changed: 31202', async () => {
    const [header, , signature] = capability().split('.')
    const claims = Buffer.from(JSON.stringify({ ...goodClaims, exp: now + 3_600 })).toString('base64url')
    expect(await refusal(`${header ?? ''}.${claims}.${signature ?? ''}`)).toBe(31202)
  })
})

test('a store that fails is no verdict', async () => {
  const full = new StoreError('unavailable', 'The store is gone.')
  const accounts = { ...store.accounts, find: () => Promise.reject(full) }
  const clock = { now: () => nowMs, after: () => () => undefined }
  await expect(createAuthorise({ store: { ...store, accounts }, clock })(capability())).rejects.toBe(full)
})

import { describe, expect, test } from 'vitest'
import { anApiKey } from '../../store/store-rows.contract.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld } from '../test-support/rest-world.js'

const secondary = '/v1/AuthTokens/Secondary'
const promote = '/v1/AuthTokens/Promote'

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('an auth token is rotated without a moment in which none is accepted', async () => {
    const { clients, clientsOf, account, baseUrl, clock } = await createRestWorld()
    const isAccepted = (password: string): Promise<boolean> =>
      clientsOf({ username: account.sid, password })
        [version].balance.fetch()
        .then(
          () => true,
          () => false,
        )
    clock.advance(5_000)
    const { secondaryAuthToken } = clients[version].accounts.v1
    const made = await secondaryAuthToken().create()
    expect(made).toMatchObject({ accountSid: account.sid, url: `${baseUrl}${secondary}` })
    expect(made.secondaryAuthToken).toMatch(/^[\da-f]{32}$/)
    expect(made.dateCreated).toEqual(new Date(account.createdAt))
    expect(made.dateUpdated).toEqual(new Date(account.createdAt + 5_000))
    expect([await isAccepted(account.authToken), await isAccepted(made.secondaryAuthToken)]).toEqual([true, true])

    const promoted = await clients[version].accounts.v1.authTokenPromotion().update()
    expect(promoted).toMatchObject({ authToken: made.secondaryAuthToken, url: `${baseUrl}${promote}` })
    expect([await isAccepted(account.authToken), await isAccepted(made.secondaryAuthToken)]).toEqual([true, true])

    const renewed = clientsOf({ username: account.sid, password: made.secondaryAuthToken })[version]
    expect(await renewed.accounts.v1.secondaryAuthToken().remove()).toBe(true)
    expect([await isAccepted(account.authToken), await isAccepted(made.secondaryAuthToken)]).toEqual([false, true])
  })

  test('a step out of turn is refused, and changes nothing', async () => {
    const { clients, store, account } = await createRestWorld()
    const { v1 } = clients[version].accounts
    const conflict = { status: 409, code: 20409 }
    await expect(v1.authTokenPromotion().update()).rejects.toMatchObject(conflict)
    await expect(v1.secondaryAuthToken().remove()).rejects.toMatchObject(conflict)
    const { secondaryAuthToken } = await v1.secondaryAuthToken().create()
    await expect(v1.secondaryAuthToken().create()).rejects.toMatchObject(conflict)
    expect(await store.accounts.find(account.sid)).toMatchObject({ authToken: account.authToken, secondaryAuthToken })
  })
})

test('of several that are asked for at once, one is made', async () => {
  const world = await createRestWorld()
  const answers = await Promise.all([1, 2, 3].map(() => world.ask(secondary, { method: 'POST' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  const made = answers.find(({ status }) => status === 201)?.json
  const kept = await world.store.accounts.find(world.account.sid)
  expect(made).toMatchObject({ secondary_auth_token: kept?.secondaryAuthToken })
})

test('an API key is not enough to see or change auth tokens', async () => {
  const world = await createRestWorld()
  const key = anApiKey({ accountSid: world.account.sid })
  await world.store.apiKeys.insert(key)
  const signIn = { username: key.sid, password: key.secret }
  for (const [path, method] of [
    [secondary, 'POST'],
    [secondary, 'DELETE'],
    [promote, 'POST'],
  ] as const)
    expect((await world.ask(path, { method, signIn })).json).toMatchObject({ status: 401, code: 20003 })
})

test('the answers have the fields of the official API', async () => {
  const world = await createRestWorld()
  const date = '2026-11-21T00:00:00Z'
  const common = { account_sid: world.account.sid, date_created: date, date_updated: date }
  const token = expect.stringMatching(/^[\da-f]{32}$/) as string
  const form = { SuppressEmailNotification: 'true' }
  expect((await world.ask(secondary, { method: 'POST', form })).json).toEqual({
    ...common,
    secondary_auth_token: token,
    url: `${world.baseUrl}${secondary}`,
  })
  expect((await world.ask(promote, { method: 'POST', form })).json).toEqual({
    ...common,
    auth_token: token,
    url: `${world.baseUrl}${promote}`,
  })
})

test('no auth token is in the log', async () => {
  const world = await createRestWorld()
  const { secondaryAuthToken } = await world.clients[6].accounts.v1.secondaryAuthToken().create()
  await world.clients[6].accounts.v1.authTokenPromotion().update()
  expect(world.log()).not.toContain(secondaryAuthToken)
  expect(world.log()).not.toContain(world.account.authToken)
})

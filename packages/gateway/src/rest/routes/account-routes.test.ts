import type { Sid } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { anApiKey } from '../../store/store-rows.contract.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld } from '../test-support/rest-world.js'

const list = '/2010-04-01/Accounts.json'
const main = `AC${'a'.repeat(32)}`
const instance = `/2010-04-01/Accounts/${main}.json`

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('an account fetches and renames itself', async () => {
    const { clients, clock, account } = await createRestWorld()
    const { accounts } = clients[version].api.v2010
    clock.advance(5_000)
    expect(await accounts(main).fetch()).toMatchObject({
      sid: main,
      authToken: account.authToken,
      friendlyName: 'First account',
      ownerAccountSid: main,
      status: 'active',
      type: 'Full',
      dateCreated: new Date(account.createdAt),
      dateUpdated: new Date(account.createdAt),
    })
    const renamed = await accounts(main).update({ friendlyName: 'Zentrale' })
    expect(renamed).toMatchObject({ friendlyName: 'Zentrale', status: 'active' })
    expect(renamed.dateUpdated).toEqual(new Date(account.createdAt + 5_000))
    expect((await accounts(main).fetch()).toJSON()).toEqual(renamed.toJSON())
  })

  test('a sub-account is made, works with an auth token of its own, is suspended, resumed and closed', async () => {
    const { clients, clientsOf } = await createRestWorld()
    const { accounts } = clients[version].api.v2010
    const made = await accounts.create({ friendlyName: 'Branch' })
    expect(made).toMatchObject({ friendlyName: 'Branch', ownerAccountSid: main, status: 'active' })
    const branch = clientsOf({ username: made.sid, password: made.authToken })[version]
    await branch.applications.create({ friendlyName: 'in the branch' })
    expect(await clients[version].applications.list()).toEqual([])

    const refused = { status: 401, code: 20005 }
    expect(await accounts(made.sid).update({ status: 'suspended' })).toMatchObject({ status: 'suspended' })
    await expect(branch.applications.list()).rejects.toMatchObject(refused)
    expect(await accounts(made.sid).fetch()).toMatchObject({ status: 'suspended' })
    expect(await accounts(made.sid).update({ status: 'active' })).toMatchObject({ status: 'active' })
    expect(await branch.applications.list()).toHaveLength(1)

    expect(await accounts(made.sid).update({ status: 'closed' })).toMatchObject({ status: 'closed' })
    await expect(branch.applications.list()).rejects.toMatchObject(refused)
    const forGood = { status: 409, code: 20409 }
    await expect(accounts(made.sid).update({ status: 'active' })).rejects.toMatchObject(forGood)
    await expect(accounts(made.sid).update({ status: 'suspended' })).rejects.toMatchObject(forGood)
    expect(await accounts(made.sid).fetch()).toMatchObject({ status: 'closed' })
  })

  test('a sub-account that is given no name has the official one, with the moment of its making', async () => {
    const { clients, clock } = await createRestWorld()
    const nameOf = async (): Promise<string> => (await clients[version].api.v2010.accounts.create()).friendlyName
    expect(await nameOf()).toBe('SubAccount Created at 2026-11-21 12:00 am')
    clock.advance(((12 * 60 + 5) * 60 + 59) * 1_000)
    expect(await nameOf()).toBe('SubAccount Created at 2026-11-21 12:05 pm')
    clock.advance(3_600_000)
    expect(await nameOf()).toBe('SubAccount Created at 2026-11-21 01:05 pm')
  })

  test('the list holds the account and its sub-accounts, newest first, by name and status', async () => {
    const { clients, clientsOf, clock } = await createRestWorld()
    const { accounts } = clients[version].api.v2010
    for (const friendlyName of ['one', 'two', 'two']) {
      clock.advance(1_000)
      await accounts.create({ friendlyName })
    }
    const [newest] = await accounts.list({ limit: 1 })
    await accounts(newest?.sid ?? '').update({ status: 'closed' })
    const names = async (options: object): Promise<string[]> =>
      (await accounts.list(options)).map(({ friendlyName }) => friendlyName)
    expect(await names({ pageSize: 2 })).toEqual(['two', 'two', 'one', 'First account'])
    expect(await names({ friendlyName: 'two' })).toEqual(['two', 'two'])
    expect(await names({ friendlyName: 'two', status: 'closed', pageSize: 1 })).toEqual(['two'])
    expect(await names({ status: 'active' })).toEqual(['two', 'one', 'First account'])
    const [sub] = await accounts.list({ friendlyName: 'one' })
    const own = clientsOf({ username: sub?.sid ?? '', password: sub?.authToken ?? '' })[version]
    expect((await own.api.v2010.accounts.list()).map(({ sid }) => sid)).toEqual([sub?.sid])
  })
})

test('an account has the fields of the official API, of their types, and no other', async () => {
  const world = await createRestWorld()
  expect((await world.ask(instance)).json).toEqual({
    sid: main,
    auth_token: world.account.authToken,
    friendly_name: 'First account',
    owner_account_sid: main,
    status: 'active',
    type: 'Full',
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
    date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
    uri: instance,
    subresource_uris: expect.objectContaining({
      applications: instance.replace('.json', '/Applications.json'),
      incoming_phone_numbers: instance.replace('.json', '/IncomingPhoneNumbers.json'),
    }) as unknown,
  })
})

describe('who may do what', () => {
  async function withSub() {
    const world = await createRestWorld()
    const { sid, authToken } = await world.clients[6].api.v2010.accounts.create()
    return { ...world, sub: sid as Sid<'AC'>, signIn: { username: sid, password: authToken } }
  }

  test('no account changes its own status', async () => {
    const { ask, sub, signIn, store } = await withSub()
    const form = { Status: 'suspended', FriendlyName: 'changed' }
    const refused = {
      status: 403,
      json: { code: 20006, message: 'Access Denied: Only the owner of a sub-account may change its Status.' },
    }
    expect(await ask(instance, { method: 'POST', form })).toMatchObject(refused)
    expect(await ask(`/2010-04-01/Accounts/${sub}.json`, { method: 'POST', form, signIn })).toMatchObject(refused)
    expect(await store.accounts.find(sub)).toMatchObject({ status: 'active' })
    expect(await store.accounts.find(main)).toMatchObject({ status: 'active', friendlyName: 'First account' })
  })

  test('a status that an account has already may be given again', async () => {
    const { ask } = await withSub()
    expect((await ask(instance, { method: 'POST', form: { Status: 'active' } })).status).toBe(200)
  })

  test('a sub-account has no sub-accounts', async () => {
    const { ask, signIn, store } = await withSub()
    expect(await ask(list, { method: 'POST', signIn })).toMatchObject({ status: 403, json: { code: 20006 } })
    expect(await store.accounts.all()).toHaveLength(2)
  })

  test('a sub-account sees nothing of its owner', async () => {
    const { ask, signIn } = await withSub()
    expect(await ask(instance, { signIn })).toMatchObject({ status: 401, json: { code: 20003 } })
  })

  test('an API key is not enough, since an account holds its auth token', async () => {
    const { ask, store } = await withSub()
    const key = anApiKey({ accountSid: main as Sid<'AC'> })
    await store.apiKeys.insert(key)
    const signIn = { username: key.sid, password: key.secret }
    for (const [path, method] of [
      [list, 'GET'],
      [list, 'POST'],
      [instance, 'GET'],
      [instance, 'POST'],
    ] as const)
      expect(await ask(path, { method, signIn })).toMatchObject({ status: 401, json: { code: 20003 } })
  })

  test('an account cannot be deleted, only closed', async () => {
    const { ask } = await withSub()
    const { status, headers } = await ask(instance, { method: 'DELETE' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })
})

test('of two that close and resume an account at once, none brings back what was closed', async () => {
  const world = await createRestWorld()
  const { sid } = await world.clients[6].api.v2010.accounts.create()
  const path = `/2010-04-01/Accounts/${sid}.json`
  await world.ask(path, { method: 'POST', form: { Status: 'suspended' } })
  await Promise.all(
    ['closed', 'active', 'closed', 'active'].map((Status) => world.ask(path, { method: 'POST', form: { Status } })),
  )
  expect(await world.store.accounts.find(sid)).toMatchObject({ status: 'closed' })
})

import type { AccountSid } from '@ringdown/protocol'
import { describe, expect, test } from 'vitest'
import { anAccount, anApiKey } from '../../store/store-rows.contract.js'
import { createRestWorld, type RestWorld, type SignIn } from '../test-support/rest-world.js'
import { failedSignInRates } from './failed-sign-ins.js'

const main: AccountSid = `AC${'a'.repeat(32)}`
const sub: AccountSid = `AC${'b'.repeat(32)}`
const stranger: AccountSid = `AC${'c'.repeat(32)}`

function listOf(accountSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}/Applications.json`
}

async function statusOf(world: RestWorld, accountSid: string, signIn: SignIn | undefined): Promise<unknown> {
  const { status, json } = await world.ask(listOf(accountSid), { signIn })
  const { code } = json as { readonly code?: number }
  return code === undefined ? status : [status, code]
}

async function createFamily(): Promise<RestWorld> {
  const world = await createRestWorld()
  const { accounts, apiKeys } = world.store
  await accounts.insert(anAccount({ sid: sub, ownerAccountSid: main, authToken: 'token of the sub-account' }))
  await accounts.insert(anAccount({ sid: stranger, authToken: 'token of the stranger' }))
  await apiKeys.insert(anApiKey({ accountSid: main, secret: 'secret of the key' }))
  return world
}

const key = { username: anApiKey().sid, password: 'secret of the key' }
const subOwner = { username: sub, password: 'token of the sub-account' }

describe('who may ask', () => {
  test('the account itself, with its primary auth token or its secondary one', async () => {
    const world = await createFamily()
    const { authToken } = world.account
    await world.store.accounts.update(main, { secondaryAuthToken: 'the secondary one' }, 0)
    expect(await statusOf(world, main, { username: main, password: authToken })).toBe(200)
    expect(await statusOf(world, main, { username: main, password: 'the secondary one' })).toBe(200)
    await world.store.accounts.update(main, { secondaryAuthToken: null }, 0)
    expect(await statusOf(world, main, { username: main, password: 'the secondary one' })).toEqual([401, 20003])
    expect(await statusOf(world, main, { username: main, password: '' })).toEqual([401, 20003])
  })

  test('an API key of the account, but not of its owner', async () => {
    const world = await createFamily()
    expect(await statusOf(world, main, key)).toBe(200)
    expect(await statusOf(world, sub, key)).toEqual([401, 20003])
    const { 3: old, 6: current } = world.clientsOf({ ...key, accountSid: main })
    expect([await old.applications.list(), await current.applications.list()]).toEqual([[], []])
  })

  test('an account for its sub-accounts, but not the other way round', async () => {
    const world = await createFamily()
    const owner = { username: main, password: world.account.authToken }
    expect(await statusOf(world, sub, owner)).toBe(200)
    expect(await statusOf(world, main, subOwner)).toEqual([401, 20003])
    expect(await statusOf(world, stranger, owner)).toEqual([401, 20003])
    expect(await statusOf(world, `AC${'d'.repeat(32)}`, owner)).toEqual([401, 20003])
    expect(await statusOf(world, 'AC1', owner)).toEqual([401, 20003])
  })

  test('nobody in the name of an account that is suspended or closed', async () => {
    const world = await createFamily()
    const owner = { username: main, password: world.account.authToken }
    for (const status of ['suspended', 'closed'] as const) {
      await world.store.accounts.update(sub, { status }, 0)
      expect(await statusOf(world, sub, subOwner)).toEqual([401, 20005])
      expect(await statusOf(world, sub, owner)).toEqual([401, 20005])
      expect(await statusOf(world, main, owner)).toBe(200)
    }
  })

  test('nor in the name of a sub-account whose owner is, whatever it signs in with', async () => {
    const world = await createFamily()
    const { accounts, apiKeys } = world.store
    const subKey = anApiKey({ sid: `SK${'b'.repeat(32)}`, accountSid: sub, secret: 'secret of its key' })
    await apiKeys.insert(subKey)
    const subKeySignIn = { username: subKey.sid, password: subKey.secret }
    await accounts.update(sub, { secondaryAuthToken: 'its secondary one' }, 0)
    const ways = [subOwner, { username: sub, password: 'its secondary one' }, subKeySignIn]
    const statuses = (): Promise<unknown> => Promise.all(ways.map((signIn) => statusOf(world, sub, signIn)))
    for (const status of ['suspended', 'closed'] as const) {
      await accounts.update(main, { status }, 0)
      expect(await statuses()).toEqual(ways.map(() => [401, 20005]))
      expect(await statusOf(world, main, key)).toEqual([401, 20005])
    }
    const clients = world.clientsOf(subOwner)
    const refused = { status: 401, code: 20005 }
    await expect(clients[3].applications.list()).rejects.toMatchObject(refused)
    await expect(clients[6].applications.list()).rejects.toMatchObject(refused)
    await accounts.update(main, { status: 'active' }, 0)
    expect(await statuses()).toEqual([200, 200, 200])
  })
})

test.each([
  ['', 'no scheme'],
  ['Bearer abc', 'another scheme'],
  ['Basic', 'no credentials'],
  ['Basic ???', 'no base64'],
  [`Basic ${btoa('no colon')}`, 'no colon'],
  [`Basic ${btoa(`${main}:wrong`)}`, 'a wrong auth token'],
  [`Basic ${btoa(`AC${'9'.repeat(32)}:wrong`)}`, 'an account that is not there'],
  [`Basic ${btoa(`SK${'9'.repeat(32)}:wrong`)}`, 'a key that is not there'],
  [`Basic ${btoa(`${anApiKey().sid}:wrong`)}`, 'a wrong secret'],
  [`Basic ${btoa(':')}`, 'nothing'],
])('%j is no way in: %s', async (authorization) => {
  const world = await createFamily()
  const { status, headers, json } = await world.ask(listOf(main), {
    signIn: undefined,
    headers: authorization === '' ? {} : { Authorization: authorization },
  })
  expect([status, json]).toEqual([
    401,
    { code: 20003, message: 'Authenticate', more_info: 'https://www.twilio.com/docs/errors/20003', status: 401 },
  ])
  expect(headers.get('www-authenticate')).toBe('Basic realm="Ringdown API"')
})

test('the official clients raise what they raise at the official service', async () => {
  const world = await createRestWorld()
  const wrong = world.clientsOf({ username: main, password: 'wrong' })
  const expected = { status: 401, code: 20003, message: 'Authenticate' }
  await expect(wrong[3].applications.list()).rejects.toMatchObject(expected)
  await expect(wrong[6].applications.list()).rejects.toMatchObject(expected)
})

describe('whoever guesses', () => {
  const wrong = { username: main, password: 'wrong' }

  test('is made to wait, for that account alone, and then not even the right auth token is looked at', async () => {
    const world = await createFamily()
    const right = { username: main, password: world.account.authToken }
    for (let count = 0; count < failedSignInRates.perName.burst; count++)
      expect(await statusOf(world, main, wrong)).toEqual([401, 20003])
    expect(await statusOf(world, main, wrong)).toEqual([429, 20429])
    expect(await statusOf(world, main, right)).toEqual([429, 20429])
    expect(await statusOf(world, sub, subOwner)).toBe(200)
    world.clock.advance(1_000 / failedSignInRates.perName.perSecond)
    expect(await statusOf(world, main, right)).toBe(200)
  })

  test('is made to wait for every account after guessing at many', async () => {
    const world = await createFamily()
    const { burst } = failedSignInRates.perAddress
    const names = Array.from({ length: burst }, (_, count) => `AC${count.toString(16).padStart(32, '0')}`)
    const guesses = names.map((username) => statusOf(world, main, { username, password: 'wrong' }))
    expect(await Promise.all(guesses)).toEqual(names.map(() => [401, 20003]))
    expect(await statusOf(world, sub, subOwner)).toEqual([429, 20429])
  })

  test('makes nobody wait who comes by the same proxy from another address', async () => {
    const world = await createRestWorld({ RINGDOWN_TRUSTED_PROXIES: '127.0.0.1' })
    const right = { username: main, password: world.account.authToken }
    const statusFrom = async (forwarded: string, signIn: SignIn): Promise<number> =>
      (await world.ask(listOf(main), { signIn, headers: { 'X-Forwarded-For': forwarded } })).status
    // What stands before the address of the guesser is his own invention.
    for (let count = 0; count < failedSignInRates.perName.burst; count++)
      expect(await statusFrom(`198.51.100.${count}, 203.0.113.1`, wrong)).toBe(401)
    expect(await statusFrom('198.51.100.7, 203.0.113.1', right)).toBe(429)
    expect(await statusFrom('203.0.113.2', right)).toBe(200)
    expect(world.log()).toContain('"address":"203.0.113.1"')
  })

  test('gains nothing by the other addresses of an IPv6 network', async () => {
    const world = await createRestWorld({ RINGDOWN_TRUSTED_PROXIES: '127.0.0.1' })
    const statusFrom = async (forwarded: string): Promise<number> =>
      (await world.ask(listOf(main), { signIn: wrong, headers: { 'X-Forwarded-For': forwarded } })).status
    for (let count = 0; count < failedSignInRates.perName.burst; count++)
      expect(await statusFrom(`2001:db8::${count}`)).toBe(401)
    expect(await statusFrom('2001:db8::ffff')).toBe(429)
    expect(await statusFrom('2001:db8:0:1::1')).toBe(401)
  })

  test('cannot seem to come from elsewhere when no proxy is trusted', async () => {
    const world = await createRestWorld()
    const statusFrom = async (forwarded: string): Promise<number> =>
      (await world.ask(listOf(main), { signIn: wrong, headers: { 'X-Forwarded-For': forwarded } })).status
    for (let count = 0; count < failedSignInRates.perName.burst; count++)
      expect(await statusFrom(`198.51.100.${count}`)).toBe(401)
    expect(await statusFrom('198.51.100.99')).toBe(429)
  })

  test('is in the log, without what was guessed', async () => {
    const world = await createFamily()
    await statusOf(world, main, { username: main, password: 'a guess' })
    await statusOf(world, main, { username: 'my secret in the wrong field', password: 'a guess' })
    expect(world.log()).toContain(`"username":"${main}","msg":"REST credentials refused"`)
    expect(world.log()).not.toContain('guess')
    expect(world.log()).not.toContain('wrong field')
  })
})

test('no auth token or secret is in the log after all of this', async () => {
  const world = await createFamily()
  await world.clients[3].applications.create({ friendlyName: 'x' })
  await world.clients[6].applications.list()
  await statusOf(world, main, key)
  await statusOf(world, sub, subOwner)
  for (const secret of [world.account.authToken, key.password, subOwner.password])
    expect(world.log()).not.toContain(secret)
})

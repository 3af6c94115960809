import type { Sid } from '@ringdown/protocol'
import { AccessToken } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import { createAuthorise } from '../../account/authorise.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const root = `/2010-04-01/Accounts/AC${'a'.repeat(32)}`
const moment = new Date('2026-11-21T00:00:00.000Z')

type Client = RestWorld['clients'][6]

/** The same resource has two names, and two types for one thing. */
function keysOf(
  { keys, newKeys, signingKeys, newSigningKeys }: Client,
  name: 'keys' | 'signingKeys',
): { readonly keys: Client['keys']; readonly make: (options: object) => ReturnType<Client['newKeys']['create']> } {
  if (name === 'keys') return { keys, make: (options: object) => newKeys.create(options) }
  const same: unknown = signingKeys
  return { keys: same as Client['keys'], make: (options: object) => newSigningKeys.create(options) as never }
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test.each(['keys', 'signingKeys'] as const)('a key is made, fetched, renamed and deleted, as %s', async (name) => {
    const { clients, clock } = await createRestWorld()
    const { keys, make } = keysOf(clients[version], name)
    const made = await make({ friendlyName: 'Phones' })
    expect(made).toMatchObject({ friendlyName: 'Phones', dateCreated: moment, dateUpdated: moment })
    expect([made.sid, made.secret]).toEqual([expect.stringMatching(/^SK/), expect.stringMatching(/^[\da-f]{32}$/)])

    clock.advance(5_000)
    expect((await keys(made.sid).fetch()).toJSON()).toEqual({
      sid: made.sid,
      friendlyName: 'Phones',
      dateCreated: moment,
      dateUpdated: moment,
    })
    const renamed = await keys(made.sid).update({ friendlyName: 'Telefone' })
    expect(renamed).toMatchObject({ friendlyName: 'Telefone', dateCreated: moment })
    expect(renamed.dateUpdated.getTime()).toBe(moment.getTime() + 5_000)

    expect(await keys(made.sid).remove()).toBe(true)
    const gone = { status: 404, code: 20404 }
    await expect(keys(made.sid).fetch()).rejects.toMatchObject(gone)
    await expect(keys(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject(gone)
    await expect(keys(made.sid).remove()).rejects.toMatchObject(gone)
  })

  test('keys are listed newest first, under either name, and never with their secrets', async () => {
    const { clients, clock } = await createRestWorld()
    const client = clients[version]
    for (const friendlyName of ['one', 'two', 'three']) {
      await client.newKeys.create({ friendlyName })
      clock.advance(1_000)
    }
    const keys = await client.keys.list({ pageSize: 2 })
    expect(keys.map(({ friendlyName }) => friendlyName)).toEqual(['three', 'two', 'one'])
    expect((await client.signingKeys.list({ pageSize: 1 })).map(({ sid }) => sid)).toEqual(keys.map(({ sid }) => sid))
    expect(JSON.stringify(keys.map((key) => key.toJSON()))).not.toContain('secret')
  })

  test('a key authenticates, and signs access tokens, until it is deleted', async () => {
    const { clients, clientsOf, account, store, clock } = await createRestWorld()
    const { sid, secret } = await clients[version].newKeys.create({})
    const keyed = clientsOf({ username: sid, password: secret, accountSid: account.sid })[version]
    const isLetIn = async (): Promise<boolean> => {
      const token = new AccessToken(account.sid, sid, secret, { identity: 'alice' })
      token.addGrant(new AccessToken.VoiceGrant({ incomingAllow: true }))
      return (await createAuthorise({ store, clock })(token.toJwt({ now: clock.now() / 1000 }))).isOk
    }
    expect([await keyed.applications.list(), await isLetIn()]).toEqual([[], true])
    await clients[version].keys(sid).remove()
    await expect(keyed.applications.list()).rejects.toMatchObject({ status: 401, code: 20003 })
    expect(await isLetIn()).toBe(false)
  })
})

test.each(['Keys', 'SigningKeys'])(
  '%s have the fields of the official API, the secret in the first answer alone',
  async (path) => {
    const { ask } = await createRestWorld()
    const date = 'Sat, 21 Nov 2026 00:00:00 +0000'
    const made = await ask(`${root}/${path}.json`, { method: 'POST' })
    const { sid } = made.json as { readonly sid: string }
    const key = { sid, friendly_name: '', date_created: date, date_updated: date }
    expect([made.status, made.json]).toEqual([
      201,
      { ...key, secret: expect.stringMatching(/^[\da-f]{32}$/) as string },
    ])
    expect((await ask(`${root}/${path}/${sid}.json`)).json).toEqual(key)
    expect((await ask(`${root}/${path}.json`)).json).toMatchObject({
      [path === 'Keys' ? 'keys' : 'signing_keys']: [key],
    })
  },
)

test('a key cannot see, make or delete keys', async () => {
  const { ask, clients } = await createRestWorld()
  const { sid, secret } = await clients[6].newKeys.create({})
  const signIn = { username: sid, password: secret }
  for (const [path, method] of [
    ['Keys', 'GET'],
    ['Keys', 'POST'],
    [`SigningKeys/${sid}`, 'GET'],
    [`SigningKeys/${sid}`, 'DELETE'],
  ] as const)
    expect(await ask(`${root}/${path}.json`, { method, signIn })).toMatchObject({ status: 401, json: { code: 20003 } })
  expect(await clients[6].keys.list()).toHaveLength(1)
})

test('a key of another account is not there', async () => {
  const { ask, clients, store } = await createRestWorld()
  const { sid: sub } = await clients[6].api.v2010.accounts.create()
  const { sid } = await clients[6].newKeys.create({ friendlyName: 'mine' })
  const path = `/2010-04-01/Accounts/${sub}/Keys/${sid}.json`
  expect((await ask(path)).status).toBe(404)
  expect((await ask(path, { method: 'POST', form: { FriendlyName: 'yours' } })).status).toBe(404)
  expect((await ask(path, { method: 'DELETE' })).status).toBe(404)
  expect(await store.apiKeys.find(sid as Sid<'SK'>)).toMatchObject({ friendlyName: 'mine' })
})

test('no secret of a key is in the log', async () => {
  const { clients, log } = await createRestWorld()
  const { secret } = await clients[6].newKeys.create({})
  expect(log()).not.toContain(secret)
})

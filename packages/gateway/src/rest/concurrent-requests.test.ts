import type { Sid } from '@ringdown/protocol'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { enterDevice } from '../test-support/rest-device.js'
import { createRestWorld, type RawAnswer, type RawRequest, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'
import { readTables } from './test-support/store-tables.js'

const root = `/2010-04-01/Accounts/AC${'a'.repeat(32)}`
const own = `/ringdown/v1/Accounts/AC${'a'.repeat(32)}`
const rounds = 10

// Many requests, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })
const patience = { timeout: 10_000 }

type Form = Readonly<Record<string, string>>

/** Ask for everything at once. */
function askAll(
  { ask }: RestWorld,
  requests: readonly (readonly [path: string, request: RawRequest])[],
): Promise<RawAnswer[]> {
  return Promise.all(requests.map(([path, request]) => ask(path, request)))
}

function post(form: Form): RawRequest {
  return { method: 'POST', form }
}

const remove: RawRequest = { method: 'DELETE' }

/** Make something, and resolve to its path. */
async function make({ ask }: RestWorld, path: string, form: Form): Promise<string> {
  const { status, json } = await ask(path, post(form))
  expect(status).toBeLessThan(300)
  const { sid } = json as { readonly sid?: string }
  return sid === undefined ? path : path.replace('.json', `/${sid}.json`)
}

/** Parameters of which one request gives all, each with a value that tells whose it is. */
const formOf = (names: readonly string[], who: string): Form =>
  Object.fromEntries(names.map((name) => [name, name.endsWith('Name') ? who : `https://app.example/${who}`]))

const voiceNames = ['FriendlyName', 'VoiceUrl', 'VoiceFallbackUrl', 'StatusCallback', 'SmsUrl']

/** What can be made, changed and deleted. */
const resources: readonly (readonly [list: string, made: Form, names: readonly string[]])[] = [
  [`${root}/Applications.json`, {}, voiceNames],
  [`${root}/IncomingPhoneNumbers.json`, { PhoneNumber: '+15551234567' }, voiceNames],
  [`${root}/Keys.json`, {}, ['FriendlyName']],
  [`${own}/PresenceWebhook`, { Url: 'https://app.example/' }, ['Url']],
]

function whoWrote(json: unknown, names: readonly string[]): readonly string[] {
  const row = json as Readonly<Record<string, string>>
  const keys = names.map((name) => name.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase())
  return [...new Set(keys.map((key) => row[key]?.slice(-1) ?? '?'))]
}

describe.each(resources)('%s', (list, form, names) => {
  test('updates at once are each done whole: what is left is all of one of them', async () => {
    const world = await createRestWorld()
    const path = await make(world, list, form)
    for (let round = 0; round < rounds; round++) {
      const writers = ['a', 'b', 'c', 'd']
      const answers = await askAll(
        world,
        writers.map((who) => [path, post(formOf(names, who))]),
      )
      expect(answers.map(({ status, json }) => [status, ...whoWrote(json, names)])).toEqual(
        writers.map((who) => [200, who]),
      )
      expect(whoWrote((await world.ask(path)).json, names)).toHaveLength(1)
    }
  })

  test('of deletes and updates at once one deletes, and nothing comes back', async () => {
    const world = await createRestWorld()
    for (let round = 0; round < rounds; round++) {
      const path = await make(world, list, form)
      const update = post(formOf(names, 'a'))
      const answers = await askAll(world, [
        ...[[path, update] as const, [path, remove] as const, [path, update] as const],
        ...[[path, remove] as const, [path, update] as const],
      ])
      const statuses = answers.map(({ status }) => status)
      for (const status of statuses) expect([200, 204, 404]).toContain(status)
      // What has no SID of its own is made again by an update.
      if (path === list) expect(statuses).toContain(204)
      else {
        expect(statuses.filter((status) => status === 204)).toHaveLength(1)
        expect((await world.ask(path)).status).toBe(404)
      }
    }
  })
})

test('of those who want one number at once, one gets it; those who want any of an area each get their own', async () => {
  const world = await createRestWorld()
  const numbers = `${root}/IncomingPhoneNumbers.json`
  const same = await askAll(
    world,
    Array<[string, RawRequest]>(8).fill([numbers, post({ PhoneNumber: '+15551234567' })]),
  )
  expect(same.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(400)])
  const any = await askAll(world, Array<[string, RawRequest]>(8).fill([numbers, post({ AreaCode: '415' })]))
  expect(any.map(({ status }) => status)).toEqual(Array(8).fill(201))
  expect(new Set(any.map(({ json }) => (json as { phone_number: string }).phone_number)).size).toBe(8)
})

test('what is made beside the suspension of its account is made or refused, and no call outlives the suspension', async () => {
  const world = await createRestWorld()
  const { clients, store } = world
  for (let round = 0; round < rounds; round++) {
    const { sid, authToken } = await clients[6].api.v2010.accounts.create()
    const accountSid = sid as Sid<'AC'>
    await enterDevice({ ...world, account: { ...world.account, sid: accountSid, authToken } }, 'bob')
    const [account, signIn] = [`/2010-04-01/Accounts/${sid}`, { username: sid, password: authToken }]
    const order = { To: 'client:bob', From: 'client:shop', Twiml: '<Response/>' }
    const call = [`${account}/Calls.json`, { ...post(order), signIn }] as const
    const application = [`${account}/Applications.json`, { ...post({}), signIn }] as const
    const suspension = [`${account}.json`, post({ Status: 'suspended' })] as const
    const requests = [call, application, call, suspension, call, application, call]
    const answers = await askAll(world, requests)
    for (const { status, json } of answers)
      expect([200, 201, 20005, 10001]).toContain((json as { readonly code?: number }).code ?? status)
    const made = answers.filter(({ status }) => status === 201).map(({ json }) => (json as { sid: string }).sid)
    const { rows } = await store.calls.list(accountSid, {}, { limit: 50 })
    expect(rows.map((row) => row.sid).sort()).toEqual(made.filter((one) => one.startsWith('CA')).sort())
    await expect
      .poll(
        async () => (await store.calls.list(accountSid, {}, { limit: 50 })).rows.map(({ endedAt }) => endedAt),
        patience,
      )
      .not.toContain(null)
  }
})

test('a call that is ended, redirected and deleted at once is ended once, and then gone', async () => {
  const world = await createRestWorld()
  const device = await enterDevice(world, 'bob')
  const twiml = '<Response><Pause length="60"/></Response>'
  for (let round = 0; round < rounds; round++) {
    const path = await make(world, `${root}/Calls.json`, { To: 'client:bob', From: 'client:shop', Twiml: twiml })
    await device.accept()
    await expect.poll(async () => (await world.ask(path)).json, patience).toMatchObject({ status: 'in-progress' })
    const end = [path, post({ Status: 'completed' })] as const
    const redirect = [path, post({ Twiml: twiml })] as const
    const cancel = [path, post({ Status: 'canceled' })] as const
    const answers = await askAll(world, [redirect, [path, remove], end, cancel, redirect, end, [path, remove]])
    const codes = answers.map(({ status, json }) => (json as { readonly code?: number } | undefined)?.code ?? status)
    for (const code of codes) expect([200, 204, 20009, 20404, 21220]).toContain(code)
    expect(codes.filter((code) => code === 204).length).toBeLessThan(2)
    await device.next('hangup')
    await expect.poll(async () => (await world.ask(path, remove)).status, patience).not.toBe(409)
    expect((await world.ask(path)).status).toBe(404)
  }
})

test('a number that is made while its application is deleted is refused, or made without it', async () => {
  const world = await createRestWorld()
  for (let round = 0; round < rounds; round++) {
    const application = await make(world, `${root}/Applications.json`, {})
    const voiceApplicationSid = application.slice(-39, -5)
    const numbers = Array.from({ length: 4 }, (_, index): [string, RawRequest] => [
      `${root}/IncomingPhoneNumbers.json`,
      post({ PhoneNumber: `+1555${round}000${index}`, VoiceApplicationSid: voiceApplicationSid }),
    ])
    const answers = await askAll(world, [...numbers.slice(0, 2), [application, remove], ...numbers.slice(2)])
    const codes = answers.map(({ status, json }) => (json as { readonly code?: number } | undefined)?.code ?? status)
    for (const code of codes) expect([201, 204, 20409, 21420]).toContain(code)
    const { rows } = await world.store.incomingPhoneNumbers.list(world.account.sid, {}, { limit: 1_000 })
    expect(rows.map(({ voiceApplicationSid }) => voiceApplicationSid)).toEqual(rows.map(() => null))
  }
})

test('a subscription to a call that is deleted in the very moment is a conflict, and leaves nothing', async () => {
  const world = await createRestWorld()
  const { callSid } = await stockAccount(world)
  const table = 'user_defined_message_subscriptions'
  const database = new SqliteDatabase(world.storeFile)
  // Between the look at the call and the write.
  database.exec(`create trigger meanwhile before insert on ${table} begin delete from calls; end`)
  const form = { Callback: 'https://app.example/messages' }
  const answer = await world.ask(`${root}/Calls/${callSid}/UserDefinedMessageSubscriptions.json`, post(form))
  const before = readTables(world.storeFile)
  database.exec('drop trigger meanwhile')
  database.close()
  expect(answer).toMatchObject({ status: 409, json: { code: 20409, status: 409 } })
  expect([before[table]?.length, before['calls']?.length]).toEqual([1, 1])
})

import { expect, onTestFinished, test } from 'vitest'
import { startWebApplication, type WebApplication } from '../test-support/web-application.js'
import { enterDevice } from '../test-support/rest-device.js'
import { fillPath, readOperations } from './test-support/api-operation.js'
import { openFeed } from './test-support/feed-client.js'
import { goodForms } from './test-support/parameter-faults.js'
import { createRestWorld, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'
import { readTables } from './test-support/store-tables.js'

const turnSecret = 'shared-with-the-turn-server'
const urlPassword = 'password-in-a-url'
const urlQuery = 'key-in-a-query'
const sipPassword = 'password-of-a-sip-trunk'
const iceServers = {
  RINGDOWN_MEDIA_ICE_SERVERS: JSON.stringify([{ urls: 'turn:turn.example:3478', secret: turnSecret }]),
}

const account = '/2010-04-01/Accounts/{AccountSid}'
const own = '/ringdown/v1/Accounts/{AccountSid}'

/** Every place where a secret may be seen, as the official API has it: the operation, and the secrets in its answer. */
const statedPlaces: Readonly<Record<string, readonly string[]>> = {
  'GET /2010-04-01/Accounts.json': ['auth token', 'auth token of a sub-account'],
  'POST /2010-04-01/Accounts.json': ['auth token of a sub-account'],
  [`GET ${account}.json`]: ['auth token'],
  [`POST ${account}.json`]: ['auth token'],
  [`POST ${account}/Keys.json`]: ['secret of a key'],
  [`POST ${account}/SigningKeys.json`]: ['secret of a key'],
  [`POST ${account}/Tokens.json`]: ['login of the TURN servers'],
  'POST /v1/AuthTokens/Secondary': ['secondary auth token'],
  'POST /v1/AuthTokens/Promote': ['auth token'],
  // The URLs that an application was given are the developer's own words, and shown as they are.
  [`GET ${account}/Applications.json`]: ['key in a query', 'password in a URL'],
}

/** Parameters that an operation refuses when a secret came into the wrong place. */
const misplaced = (secret: string): Readonly<Record<string, string>> => {
  const names = ['Status', 'Url', 'Callback', 'VoiceUrl', 'To', 'PhoneNumber', 'DateExpires', 'Ttl']
  const tooLong = secret.repeat(10)
  return {
    ...Object.fromEntries([...names, 'SuppressEmailNotification'].map((name) => [name, secret])),
    ...{ FriendlyName: tooLong, IdempotencyKey: tooLong },
  }
}

/** What must not be seen elsewhere, by its name; more is added when it is made. */
type Secrets = Map<string, Set<string>>

/** A call whose webhooks have secrets in their URLs; one of them fails. */
async function runCall(
  { clients, store, account: { sid } }: RestWorld,
  web: WebApplication,
  device: Awaited<ReturnType<typeof enterDevice>>,
): Promise<string> {
  const secretUrl = (path: string): string => web.url(path).replace('://', `://user:${urlPassword}@`)
  const [voice, broken, status] = ['voice', 'broken', 'status'].map((name) => `/${name}?key=${urlQuery}`) as [
    ...[string, string, string],
  ]
  web.on(voice, '<Pause length="60"/>')
  web.on(broken, () => 405)
  web.on(status, () => 500)
  const { calls, applications } = clients[6]
  await applications.create({ voiceUrl: secretUrl(voice) })
  const made = await calls.create({
    ...{ to: 'client:carol', from: 'client:shop', url: secretUrl(voice), statusCallback: secretUrl(status) },
    ...{ sipAuthUsername: 'trunk', sipAuthPassword: sipPassword },
  })
  await device.accept()
  await expect.poll(() => web.formsOf(voice), { timeout: 10_000 }).toHaveLength(1)
  await expect.poll(() => store.calls.find(sid, made.sid), { timeout: 10_000 }).toMatchObject({ status: 'in-progress' })
  await calls(made.sid).update({ url: secretUrl(broken) })
  await device.next('hangup')
  await expect.poll(() => web.formsOf(status).length, { timeout: 10_000 }).toBeGreaterThan(0)
  await expect
    .poll(async () => (await calls(made.sid).notifications.list()).map(({ errorCode }) => errorCode), {
      timeout: 10_000,
    })
    .toContain('11200')
  return made.sid
}

test(
  'auth tokens, secrets of keys and passwords are seen where the official API shows them, and nowhere else',
  { timeout: 60_000 },
  async () => {
    const world = await createRestWorld(iceServers)
    const {
      ask,
      baseUrl,
      log,
      storeFile,
      account: { sid, authToken },
    } = world
    const web = await startWebApplication()
    onTestFinished(() => web.close())
    const login = { Authorization: `Basic ${btoa(`${sid}:${authToken}`)}` }
    const feed = await openFeed(`${baseUrl}${fillPath(`${own}/Events`, { AccountSid: sid })}`, login)
    const { valuesOf } = await stockAccount(world)
    const callSid = await runCall(world, web, await enterDevice(world, 'carol'))
    const secrets: Secrets = new Map([
      ['auth token', new Set([authToken])],
      ['secret of the TURN servers', new Set([turnSecret])],
      ['password in a URL', new Set([urlPassword])],
      ['key in a query', new Set([urlQuery])],
      ['password of a SIP trunk', new Set([sipPassword])],
      [
        'secret of a key',
        new Set((await world.store.apiKeys.list(sid, { limit: 50 })).rows.map(({ secret }) => secret)),
      ],
    ])
    const places = new Map<string, Set<string>>()
    const judge = (place: string, text: string): void => {
      for (const name of secretsIn(text, secrets)) places.set(place, (places.get(place) ?? new Set()).add(name))
    }
    const operations = (await readOperations(world)).filter(({ path }) => !path.endsWith('/Events'))
    for (const pass of ['GET', 'POST', 'GET', 'DELETE'])
      for (const { id, method, path } of operations.filter((operation) => operation.method === pass)) {
        const values = { ...valuesOf(path), ...(method === 'GET' && { CallSid: callSid }) }
        const body = method === 'POST' ? { form: goodForms[id] ?? {} } : {}
        const { text, json, headers } = await ask(fillPath(path, values), { method, ...body })
        learn(secrets, id, json)
        judge(id, text + JSON.stringify([...headers]))
        if (method !== 'POST') continue
        // What is refused is not said again.
        const form = { ...goodForms[id], ...misplaced(authToken) }
        const refused = await ask(fillPath(path, values), { method, form })
        expect(refused.status, id).toBe(400)
        judge(`${id}, refused`, refused.text)
      }
    for (const username of [sid, authToken, `${sid}:${authToken}`])
      judge('sign-in, refused', (await ask('/2010-04-01/Accounts.json', { signIn: { username, password: 'x' } })).text)
    expect(log()).toContain('11200')
    judge('log', log())
    await expect.poll(() => feed.text()).toContain('/broken')
    judge('feed', feed.text())
    const { call_events: events, notifications } = readTables(storeFile)
    expect([events?.length, notifications?.length]).not.toContain(0)
    judge('call events', JSON.stringify(events))
    judge('notifications', JSON.stringify(notifications))
    expect(Object.fromEntries([...places].map(([place, names]) => [place, [...names].sort()]))).toEqual(statedPlaces)
  },
)

function secretsIn(text: string, secrets: Secrets): readonly string[] {
  const found = [...secrets].filter(([, values]) => [...values].some((value) => text.includes(value)))
  const names = found.map(([name]) => name)
  return /eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(text) ? [...names, 'token of a device'] : names
}

/** Take what an operation has just made for a secret from now on. */
function learn(secrets: Secrets, id: string, json: unknown): void {
  const made = json as Readonly<Record<string, string | undefined>> | undefined
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) secrets.set(name, (secrets.get(name) ?? new Set()).add(value))
  }
  if (id === 'POST /2010-04-01/Accounts.json') add('auth token of a sub-account', made?.['auth_token'])
  add('secret of a key', made?.['secret'])
  add('login of the TURN servers', made?.['password'])
  add('secondary auth token', made?.['secondary_auth_token'])
  if (id !== 'POST /v1/AuthTokens/Promote') return
  // From now on it is the one that the account shows.
  secrets.delete('secondary auth token')
  add('auth token', made?.['auth_token'])
}

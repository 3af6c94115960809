import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fillPath, readOperations } from './test-support/api-operation.js'
import { type Answers, insertExtremes, resourceAnswers, type ShapeName } from './test-support/resource-answers.js'
import { pageShape, resourceShapes } from './test-support/resource-shapes.js'
import { createRestWorld, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'

const iceServers = {
  RINGDOWN_MEDIA_ICE_SERVERS: JSON.stringify([
    { urls: 'stun:stun.example:3478' },
    { urls: 'turn:turn.example:3478', secret: 'shared with coturn' },
  ]),
}

/** Where the newest official client says what it reads of a resource. */
const declarations: Readonly<Record<ShapeName, readonly [file: string, name: string]>> = {
  account: ['api/v2010/account', 'Account'],
  application: ['api/v2010/account/application', 'Application'],
  call: ['api/v2010/account/call', 'Call'],
  callEvent: ['api/v2010/account/call/event', 'Event'],
  notificationInList: ['api/v2010/account/notification', 'Notification'],
  notification: ['api/v2010/account/call/notification', 'Notification'],
  key: ['api/v2010/account/key', 'Key'],
  newKey: ['api/v2010/account/newSigningKey', 'NewSigningKey'],
  usageRecord: ['api/v2010/account/usage/record', 'Record'],
  number: ['api/v2010/account/incomingPhoneNumber', 'IncomingPhoneNumber'],
  numberOfType: ['api/v2010/account/incomingPhoneNumber/local', 'Local'],
  token: ['api/v2010/account/token', 'Token'],
  balance: ['api/v2010/account/balance', 'Balance'],
  message: ['api/v2010/account/call/userDefinedMessage', 'UserDefinedMessage'],
  messageSubscription: ['api/v2010/account/call/userDefinedMessageSubscription', 'UserDefinedMessageSubscription'],
  secondaryAuthToken: ['accounts/v1/secondaryAuthToken', 'SecondaryAuthToken'],
  authTokenPromotion: ['accounts/v1/authTokenPromotion', 'AuthTokenPromotion'],
}

/** Where the shapes and those declarations differ, and why. */
const differences: Partial<
  Record<ShapeName, { readonly more?: readonly string[]; readonly fewer?: readonly string[] }>
> = {
  // The one declaration is for lists too, which leave these out.
  notificationInList: { fewer: ['request_variables', 'response_body', 'response_headers'] },
  // The gateway's own.
  number: { more: ['stir_status'] },
  numberOfType: { more: ['stir_status'] },
}

test.each(Object.keys(resourceShapes) as ShapeName[])(
  'the keys of %s are those that the official client knows',
  (name) => {
    const { more = [], fewer = [] } = differences[name] ?? {}
    const expected = [...declaredKeys(...declarations[name]).filter((key) => !fewer.includes(key)), ...more]
    expect(Object.keys(resourceShapes[name].shape).sort()).toEqual(expected.sort())
  },
)

test('every operation of the official API that answers with a resource is asked', async () => {
  const isOfficial = /^(GET|POST) \/(2010-04-01|v1)\//
  const operations = await readOperations(await createRestWorld())
  const asked = resourceAnswers.flatMap(([, { list, fetch, posts = [] }]) => [
    ...[list?.[0], fetch].filter((path) => path !== undefined).map((path) => `GET ${path}`),
    ...posts.map(([path]) => `POST ${path}`),
  ])
  const official = operations.map(({ id }) => id).filter((id) => isOfficial.test(id))
  expect([...new Set(asked)].sort()).toEqual(official.sort())
})

test(
  'every answer has the keys and types of the official API, and no other; what may be unset has been seen both ways',
  { timeout: 60_000 },
  async () => {
    const world = await createRestWorld(iceServers)
    const stock = await stockAccount(world)
    await insertExtremes(world, stock)
    const samples = new Map<ShapeName, unknown[]>()
    const plain = await createRestWorld()
    samples.set('token', [
      (await plain.ask(`/2010-04-01/Accounts/${plain.account.sid}/Tokens.json`, { method: 'POST' })).json,
    ])
    for (const [name, answers] of resourceAnswers) {
      const found = await collect(world, name, answers, (path) => fillPath(path, stock.valuesOf(path)))
      samples.set(name, [...(samples.get(name) ?? []), ...found])
    }
    for (const [name, shape] of Object.entries(resourceShapes)) {
      const found = samples.get(name as ShapeName) ?? []
      expect(found, name).not.toEqual([])
      for (const sample of found)
        expect
          .soft(z.prettifyError(shape.safeParse(sample).error ?? new z.ZodError([])), JSON.stringify(sample))
          .toBe('')
      expect.soft(oneSided(shape, found), name).toEqual([])
    }
  },
)

/** What the answers to a request hold of a resource; pages are judged on the way. */
async function collect(
  { ask }: RestWorld,
  name: ShapeName,
  { list, fetch, others = [], posts = [] }: Answers,
  fill: (path: string) => string,
): Promise<readonly unknown[]> {
  const samples: unknown[] = []
  for (const [path, form = {}] of posts) samples.push((await ask(fill(path), { method: 'POST', form })).json)
  if (fetch !== undefined)
    for (const path of [fetch, ...others.map((sid) => fetch.replace('{Sid}', sid))])
      samples.push((await ask(fill(path))).json)
  if (list === undefined) return samples
  const [path, key] = list
  const page = z.strictObject({ [key]: z.array(resourceShapes[name]), ...pageShape })
  for (const size of ['?PageSize=1', '']) {
    const { json } = await ask(`${fill(path)}${size}`)
    expect(z.prettifyError(page.safeParse(json).error ?? new z.ZodError([])), path).toBe('')
    samples.push(...((json as Readonly<Record<string, unknown[]>>)[key] ?? []))
  }
  return samples
}

/** The keys that may be unset and have been seen in one state only. */
function oneSided({ shape }: z.ZodObject, samples: readonly unknown[]): readonly string[] {
  const rows = samples as readonly Readonly<Record<string, unknown>>[]
  return Object.entries(shape).flatMap(([key, type]) => {
    const values = rows.map((row) => row[key])
    if (type instanceof z.ZodObject) return oneSided(type, values).map((inner) => `${key}.${inner}`)
    const isSeenBothWays = values.includes(null) && values.some((value) => value !== null)
    return type instanceof z.ZodNullable && !isSeenBothWays ? [key] : []
  })
}

function declaredKeys(file: string, name: string): readonly string[] {
  const path = createRequire(import.meta.url)
    .resolve(`twilio-6/lib/rest/${file}`)
    .replace(/\.js$/, '.d.ts')
  const [, body = ''] =
    new RegExp(`^interface ${name}Resource \\{([^}]*)\\}`, 'm').exec(readFileSync(path, 'utf8')) ?? []
  return [...body.matchAll(/^ +(\w+)\??:/gm)].map(([, key = '']) => key)
}

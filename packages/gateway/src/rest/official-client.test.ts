import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { failedSignInRates } from './auth/failed-sign-ins.js'
import { readOperations } from './test-support/api-operation.js'
import { clientVersions } from './test-support/client-versions.js'
import {
  insertRows,
  type OfficialInstance,
  type OfficialList,
  officialLists,
  type OfficialPage,
} from './test-support/official-lists.js'
import { createRestWorld, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'

const names = Object.keys(officialLists)

async function withRows(): Promise<RestWorld> {
  const world = await createRestWorld()
  await insertRows(world)
  return world
}

/** The rows that a list holds, by their numbers. */
function rowsOf(instances: readonly OfficialInstance[], { account }: RestWorld): readonly string[] {
  return instances.map(({ sid, category, request }) => {
    if (sid === account.sid) return 'main'
    return category ?? sid?.replace(/^[A-Z]{2}0*/, '') ?? request?.url.slice(-1) ?? '?'
  })
}

function openList(name: string, client: RestWorld['clients'][6]): OfficialList {
  return officialLists[name]?.open(client) as OfficialList
}

/** What `each` hands out until it is done. */
function readEach(list: OfficialList, options: object): Promise<readonly OfficialInstance[]> {
  return new Promise((resolve, reject) => {
    const found: OfficialInstance[] = []
    const done = (error?: Error): void => {
      if (error === undefined) resolve(found)
      else reject(error)
    }
    list.each({ ...options, done }, (instance) => found.push(instance))
  })
}

async function readPages(first: OfficialPage): Promise<readonly (readonly OfficialInstance[])[]> {
  const pages: (readonly OfficialInstance[])[] = []
  for (let page: OfficialPage | undefined = first; page !== undefined; page = await page.nextPage())
    pages.push(page.instances)
  return pages
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test.each(names)(
    '%s are had as a list, one by one and page by page, all of them or as many as wanted',
    async (name) => {
      const world = await withRows()
      const list = openList(name, world.clients[version])
      const all = officialLists[name]?.rows ?? []
      const read = async (found: Promise<readonly OfficialInstance[]>): Promise<readonly string[]> =>
        rowsOf(await found, world)
      // Copies, since the clients write into their options.
      for (const options of [{}, { pageSize: 2 }, { pageSize: 5 }, { limit: 3_000 }]) {
        expect(await read(list.list({ ...options }))).toEqual(all)
        expect(await read(readEach(list, options))).toEqual(all)
      }
      for (const options of [{ limit: 3 }, { limit: 3, pageSize: 2 }, { limit: 3, pageSize: 1_000 }]) {
        expect(await read(list.list({ ...options }))).toEqual(all.slice(0, 3))
        expect(await read(readEach(list, options))).toEqual(all.slice(0, 3))
      }
      const first = await list.page({ pageSize: 2 })
      expect((await readPages(first)).map((page) => rowsOf(page, world).length)).toEqual(
        all.length === 6 ? [2, 2, 2] : [2, 2, 1],
      )
      expect(rowsOf((await list.getPage(first.nextPageUrl ?? '')).instances, world)).toEqual(all.slice(2, 4))
    },
  )

  test.each(names)('%s are filtered by every option that the client has, on every page', async (name) => {
    const world = await withRows()
    const list = openList(name, world.clients[version])
    for (const [options, rows] of officialLists[name]?.filters ?? []) {
      const found = rowsOf(await list.list({ ...options, pageSize: 1 }), world)
      expect({ options, found }).toEqual({ options, found: rows })
    }
  })

  test('an error is the client’s own, with the status, the code, the message and where to read on', async () => {
    const world = await createRestWorld()
    const { clients, clientsOf, account } = world
    const { valuesOf } = await stockAccount(world)
    const client = clients[version]
    const callSid = valuesOf('')['CallSid'] ?? ''
    const sub = await client.api.v2010.accounts.create()
    const ofSub = clientsOf({ username: sub.sid, password: sub.authToken })[version]
    const wrong = clientsOf({ username: account.sid, password: 'wrong' })[version]
    const expectError = async (
      promise: Promise<unknown>,
      status: number,
      code: number,
      message: string,
    ): Promise<void> => {
      const error: unknown = await promise.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(error).toBeInstanceOf(Error)
      const moreInfo = `https://www.twilio.com/docs/errors/${code}`
      expect(error).toMatchObject({ status, code, message, moreInfo, details: undefined })
    }
    const order = { to: 'client:bob', from: 'client:shop' }
    const noDocument = 'Invalid URL: Url, Twiml or ApplicationSid is required.'
    await expectError(client.calls.create(order), 400, 21205, noDocument)
    await expectError(wrong.keys.list(), 401, 20003, 'Authenticate')
    await client.api.v2010.accounts(sub.sid).update({ status: 'suspended' })
    await expectError(ofSub.balance.fetch(), 401, 20005, 'Account not active')
    await client.api.v2010.accounts(sub.sid).update({ status: 'active' })
    const noSubs = 'Access Denied: A sub-account cannot have sub-accounts.'
    await expectError(ofSub.api.v2010.accounts.create(), 403, 20006, noSubs)
    const absent = `The requested resource /2010-04-01/Accounts/${account.sid}/Calls/CA${'0'.repeat(32)}.json was not found`
    await expectError(client.calls(`CA${'0'.repeat(32)}`).fetch(), 404, 20404, absent)
    const noQueues = 'Queues is not part of this gateway'
    const queues = `The requested resource /2010-04-01/Accounts/${account.sid}/Queues.json was not found: ${noQueues}`
    await expectError(client.queues.list(), 404, 20404, queues)
    const running = 'Cannot delete this resource before it is complete: The call still runs; end it first.'
    await expectError(client.calls(callSid).remove(), 409, 20009, running)
    for (let count = 1; count < failedSignInRates.perName.burst; count++) await wrong.keys.list().catch(() => undefined)
    const tooMany = 'Too Many Requests: Too many wrong credentials; wait a minute.'
    await expectError(wrong.keys.list(), 429, 20429, tooMany)
  })

  test('a failure of the gateway is such an error, too', async () => {
    const world = await createRestWorld()
    const database = new SqliteDatabase(world.storeFile)
    database.exec('drop table applications')
    database.close()
    const error = { status: 500, code: 20500, moreInfo: 'https://www.twilio.com/docs/errors/20500' }
    await expect(world.clients[version].applications.list()).rejects.toMatchObject(error)
    await expect(world.clients[version].applications.create({})).rejects.toMatchObject(error)
  })
})

/** The options of an interface of the newest client. */
function declaredOptions(file: string, name: string): readonly string[] {
  const path = createRequire(import.meta.url)
    .resolve(`twilio-6/lib/rest/api/v2010/${file}`)
    .replace(/\.js$/, '.d.ts')
  const body = new RegExp(`^export interface ${name}Options \\{([\\s\\S]*?)^\\}`, 'm').exec(
    readFileSync(path, 'utf8'),
  )?.[1]
  return [...(body ?? '').matchAll(/^ +"?(\w+)"?\??:/gm)].map(([, option = '']) => option)
}

test.each(Object.entries(officialLists))(
  '%s: no filter of the newest client is left out above',
  (_name, { declaration, filters }) => {
    const options = declaredOptions(declaration[0], `${declaration[1]}ListInstance`)
    const filtered = new Set(filters.flatMap(([given]) => Object.keys(given)))
    expect([...filtered, 'limit', 'pageSize'].sort()).toEqual([...options].sort())
  },
)

const account = '/2010-04-01/Accounts/{AccountSid}'

/** Addresses, emergency calls, trunks and faxes: the gateway has none, and leaves aside what is said of them. */
const ofNoNumber = [
  ...['AddressSid', 'BundleSid', 'EmergencyAddressSid', 'EmergencyStatus', 'IdentitySid', 'TrunkSid'],
  'VoiceReceiveMode',
]

test.each([
  ['account', 'AccountListInstanceCreate', '/2010-04-01/Accounts.json'],
  ['account', 'AccountContextUpdate', `${account}.json`],
  ['account/application', 'ApplicationListInstanceCreate', `${account}/Applications.json`],
  ['account/application', 'ApplicationContextUpdate', `${account}/Applications/{Sid}.json`],
  ['account/call', 'CallListInstanceCreate', `${account}/Calls.json`],
  ['account/call', 'CallContextUpdate', `${account}/Calls/{Sid}.json`],
  ['account/incomingPhoneNumber', 'IncomingPhoneNumberListInstanceCreate', `${account}/IncomingPhoneNumbers.json`],
  ['account/incomingPhoneNumber', 'IncomingPhoneNumberContextUpdate', `${account}/IncomingPhoneNumbers/{Sid}.json`],
  ['account/newKey', 'NewKeyListInstanceCreate', `${account}/Keys.json`],
  ['account/key', 'KeyContextUpdate', `${account}/Keys/{Sid}.json`],
  ['account/newSigningKey', 'NewSigningKeyListInstanceCreate', `${account}/SigningKeys.json`],
  ['account/signingKey', 'SigningKeyContextUpdate', `${account}/SigningKeys/{Sid}.json`],
  ['account/token', 'TokenListInstanceCreate', `${account}/Tokens.json`],
  [
    'account/call/userDefinedMessage',
    'UserDefinedMessageListInstanceCreate',
    `${account}/Calls/{CallSid}/UserDefinedMessages.json`,
  ],
  [
    'account/call/userDefinedMessageSubscription',
    'UserDefinedMessageSubscriptionListInstanceCreate',
    `${account}/Calls/{CallSid}/UserDefinedMessageSubscriptions.json`,
  ],
])('%s: every option of %s is a parameter here', async (file, name, path) => {
  const options = declaredOptions(file, name).map((option) => option.charAt(0).toUpperCase() + option.slice(1))
  expect(options).not.toEqual([])
  const operation = (await readOperations(await createRestWorld())).find(({ id }) => id === `POST ${path}`)
  const known = operation?.parameters.filter(({ place }) => place === 'body').map((parameter) => parameter.name)
  const unknown = options.filter((option) => known?.includes(option) !== true)
  expect(unknown.sort()).toEqual(file === 'account/incomingPhoneNumber' ? ofNoNumber : [])
})

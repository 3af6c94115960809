import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { fillPath, readOperations } from './test-support/api-operation.js'
import { goodForms } from './test-support/parameter-faults.js'
import { createRestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'
import { readTables } from './test-support/store-tables.js'

const account = '/2010-04-01/Accounts/{AccountSid}'
const own = '/ringdown/v1/Accounts/{AccountSid}'

/** Many requests, on machines that do other things too. */
const timeout = { timeout: 60_000 }

/** What each operation writes, in the order in which they can be asked for. */
const writes: Readonly<Record<string, string>> = {
  'POST /2010-04-01/Accounts.json': 'accounts',
  [`POST ${account}.json`]: 'accounts',
  [`POST ${account}/Applications.json`]: 'applications',
  [`POST ${account}/Applications/{Sid}.json`]: 'applications',
  [`POST ${account}/Calls/{CallSid}/UserDefinedMessageSubscriptions.json`]: 'user_defined_message_subscriptions',
  [`POST ${account}/IncomingPhoneNumbers.json`]: 'incoming_phone_numbers',
  [`POST ${account}/IncomingPhoneNumbers/{Sid}.json`]: 'incoming_phone_numbers',
  [`POST ${account}/IncomingPhoneNumbers/Local.json`]: 'incoming_phone_numbers',
  [`POST ${account}/IncomingPhoneNumbers/Mobile.json`]: 'incoming_phone_numbers',
  [`POST ${account}/IncomingPhoneNumbers/TollFree.json`]: 'incoming_phone_numbers',
  [`POST ${account}/Keys.json`]: 'api_keys',
  [`POST ${account}/Keys/{Sid}.json`]: 'api_keys',
  [`POST ${account}/SigningKeys.json`]: 'api_keys',
  [`POST ${account}/SigningKeys/{Sid}.json`]: 'api_keys',
  'POST /v1/AuthTokens/Secondary': 'accounts',
  'POST /v1/AuthTokens/Promote': 'accounts',
  [`POST ${own}/PresenceWebhook`]: 'presence_webhooks',
  [`POST ${own}/TokenRevocations`]: 'token_revocations',
  // Last, since what a call does goes on after the answer.
  [`POST ${account}/Calls.json`]: 'calls',
}

/** What keeps nothing of its own: logins that only the TURN servers know, and what is done in a call that runs. */
const writesNothing = [
  `POST ${account}/Calls/{CallSid}/UserDefinedMessages.json`,
  `POST ${account}/Calls/{Sid}.json`,
  `POST ${account}/Tokens.json`,
]

/** Have every write to a table fail from now on. Returns the way back. */
function breakTable(storeFile: string, table: string): () => void {
  const run = (sql: string): void => {
    const database = new SqliteDatabase(storeFile)
    database.exec(sql)
    database.close()
  }
  // Looked up when a row is written, and not before.
  for (const event of ['insert', 'update'])
    run(`create trigger broken_${event} before ${event} on ${table} begin select no_such_function(); end`)
  return () => {
    run('drop trigger broken_insert; drop trigger broken_update')
  }
}

test(
  'an operation whose write fails is a fault of the gateway, leaves nothing behind, and works when it is asked for again',
  timeout,
  async () => {
    const world = await createRestWorld()
    const { valuesOf, device } = await stockAccount(world)
    const paths = new Map((await readOperations(world)).map(({ id, path }) => [id, path]))
    const posts = [...paths.keys()].filter((id) => id.startsWith('POST '))
    expect([...Object.keys(writes), ...writesNothing].sort()).toEqual(posts.sort())
    const rung: unknown[] = []
    for (const [id, table] of Object.entries(writes)) {
      const path = paths.get(id) ?? ''
      const request = { method: 'POST', form: goodForms[id] ?? {}, headers: { 'Idempotency-Key': id } }
      const ask = (): ReturnType<typeof world.ask> => world.ask(fillPath(path, valuesOf(path)), request)
      const before = readTables(world.storeFile)
      const mend = breakTable(world.storeFile, table)
      const refused = await ask()
      mend()
      expect(refused, id).toMatchObject({ status: 500, json: { status: 500, code: 20500 } })
      expect(readTables(world.storeFile), id).toEqual(before)
      const { status, json } = await ask()
      expect(status, id).toBeLessThan(300)
      if (table === 'calls') rung.push([(await device.next('invite')).callsid, (json as { readonly sid: string }).sid])
    }
    // Only the one that was made.
    expect(rung).toEqual([[rung.flat()[1], rung.flat()[1]]])
  },
)

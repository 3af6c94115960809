import { ClientCapability } from '@ringdown/token'
import SqliteDatabase from 'better-sqlite3'
import { expect, test } from 'vitest'
import { fillPath, readOperations } from './test-support/api-operation.js'
import { goodForms } from './test-support/parameter-faults.js'
import { createRestWorld, type RestWorld } from './test-support/rest-world.js'
import { stockAccount } from './test-support/stock-account.js'
import { readTables } from './test-support/store-tables.js'

/** The table without which an operation cannot be done, by a part of its path; the first that fits decides. */
const tables: readonly (readonly [part: string, table: string])[] = [
  ['/Notifications', 'notifications'],
  ['/UserDefinedMessageSubscriptions', 'user_defined_message_subscriptions'],
  ['/Calls', 'calls'],
  ['/Usage', 'calls'],
  ['/Applications', 'applications'],
  ['/IncomingPhoneNumbers', 'incoming_phone_numbers'],
  ['/Keys', 'api_keys'],
  ['/SigningKeys', 'api_keys'],
  ['/TokenRevocations', 'token_revocations'],
  ['/PresenceWebhook', 'presence_webhooks'],
  // For the rest it is that by which anybody signs in.
  ['', 'accounts'],
]

function tableOf(path: string): string {
  return tables.find(([part]) => path.includes(part))?.[1] ?? ''
}

/** Take a table out of the store. Returns the way back. */
function takeAway(storeFile: string, table: string): () => void {
  const run = (sql: string): void => {
    const database = new SqliteDatabase(storeFile)
    database.exec(`pragma foreign_keys = off; pragma legacy_alter_table = on; ${sql}`)
    database.close()
  }
  run(`alter table ${table} rename to taken_away`)
  return () => {
    run(`alter table taken_away rename to ${table}`)
  }
}

/** What a page signs in with; everything else takes the account's credentials. */
function pageHeaders({ account, clock }: RestWorld): Record<string, string> {
  const capability = new ClientCapability({ accountSid: account.sid, authToken: account.authToken })
  capability.addScope(new ClientCapability.EventStreamScope({}))
  return { Authorization: `Bearer ${capability.toJwt({ now: Math.floor(clock.now() / 1000) })}` }
}

test(
  'every operation that the store fails is answered with the official JSON and changes nothing, and the log has its id',
  { timeout: 60_000 },
  async () => {
    const world = await createRestWorld()
    const { valuesOf } = await stockAccount(world)
    const operations = await readOperations(world)
    for (const { id, path, method } of operations) {
      const signIn = path === '/ringdown/v1/Events' ? { signIn: undefined, headers: pageHeaders(world) } : {}
      const before = readTables(world.storeFile)
      const giveBack = takeAway(world.storeFile, tableOf(path))
      const answer = await world
        .ask(fillPath(path, valuesOf(path)), {
          method,
          ...(method === 'POST' && { form: goodForms[id] ?? {} }),
          ...signIn,
        })
        .finally(giveBack)
      const requestId = answer.headers.get('twilio-request-id') ?? 'none'
      expect([answer.status, answer.headers.get('content-type'), answer.json], id).toEqual([
        500,
        expect.stringMatching(/^application\/json/),
        {
          ...{ code: 20500, status: 500, more_info: 'https://www.twilio.com/docs/errors/20500' },
          message: expect.stringContaining(requestId) as string,
        },
      ])
      expect(world.log(), id).toContain(requestId)
      expect(answer.text, id).not.toMatch(/sqlite|no such table/i)
      expect(readTables(world.storeFile), id).toEqual(before)
    }
    // One of each kind: lists, instances, what creates, changes and deletes.
    expect(new Set(operations.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'DELETE']))
  },
)

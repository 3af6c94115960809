import { expect, test } from 'vitest'
import { fillPath, readOperations } from '../test-support/api-operation.js'
import { goodForms } from '../test-support/parameter-faults.js'
import { createRestWorld, type RawAnswer } from '../test-support/rest-world.js'
import { stockAccount } from '../test-support/stock-account.js'
import { readTables, type StoreTables } from '../test-support/store-tables.js'

const call = '/2010-04-01/Accounts/{AccountSid}/Calls'

/** What is asked for last, in this order: what a call does goes on after the answer. */
const ofCalls = [`POST ${call}/{CallSid}/UserDefinedMessages.json`, `POST ${call}/{Sid}.json`, `POST ${call}.json`]

/** What a running call writes by itself is left out. */
function withoutTimelines(tables: StoreTables): StoreTables {
  return { ...tables, call_events: [] }
}

test(
  'every POST that comes again with its idempotency token is answered as it was, and does nothing',
  { timeout: 60_000 },
  async () => {
    const world = await createRestWorld()
    const { valuesOf } = await stockAccount(world)
    const posts = (await readOperations(world)).filter(({ method }) => method === 'POST')
    // A secondary auth token is made before it is promoted.
    const placeOf = (id: string): number => (id.endsWith('/Promote') ? -0.5 : ofCalls.indexOf(id))
    posts.sort((a, b) => placeOf(a.id) - placeOf(b.id))
    for (const { id, path } of posts) {
      const ask = (): Promise<RawAnswer> =>
        world.ask(fillPath(path, valuesOf(path)), {
          ...{ method: 'POST', form: goodForms[id] ?? {} },
          headers: { 'I-Twilio-Idempotency-Token': id },
        })
      const first = await ask()
      expect(first.status, id).toBeLessThan(300)
      const before = withoutTimelines(readTables(world.storeFile))
      const again = await ask()
      expect([again.status, again.text], id).toEqual([first.status, first.text])
      if (!ofCalls.includes(id)) expect(withoutTimelines(readTables(world.storeFile)), id).toEqual(before)
      else expect(readTables(world.storeFile)['calls'], id).toHaveLength(before['calls']?.length ?? 0)
    }
  },
)

import type { CallRecord } from '../../call/call-record.js'
import { describe, expect, test } from 'vitest'
import { aCall, testSid } from '../../store/store-rows.contract.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const main = `AC${'a'.repeat(32)}` as const
const list = `/2010-04-01/Accounts/${main}/Usage/Records.json`
const start = Date.UTC(2026, 10, 21)
const dayMs = 86_400_000

/** A call that was answered after five seconds, or never, and took some seconds more. */
function endedCall(
  number: number,
  at: number,
  changes: Partial<CallRecord> & { talkSeconds?: number } = {},
): CallRecord {
  const { talkSeconds, ...rest } = changes
  const answeredAt = talkSeconds === undefined ? null : at + 5_000
  return aCall({
    sid: testSid('CA', number),
    accountSid: main,
    applicationSid: null,
    status: answeredAt === null ? 'no-answer' : 'completed',
    createdAt: at,
    startedAt: at,
    answeredAt,
    endedAt: at + 5_000 + (talkSeconds ?? 0) * 1_000,
    ...rest,
  })
}

/** An account that is forty days old, with calls of its first day, its last but one, and today. */
async function withCalls(): Promise<RestWorld> {
  const world = await createRestWorld()
  const phone = { from: '+15551230000', to: '+15551230001' }
  const today = start + 40 * dayMs
  for (const call of [
    endedCall(1, start, { talkSeconds: 61 }),
    endedCall(2, start, { direction: 'outbound-dial', talkSeconds: 59 }),
    endedCall(3, today - dayMs, { ...phone, talkSeconds: 30 }),
    endedCall(4, today - dayMs, { ...phone, direction: 'outbound-dial' }),
    endedCall(5, today, { talkSeconds: 600 }),
    // Not over, so not counted.
    aCall({ sid: testSid('CA', 6), accountSid: main, applicationSid: null, createdAt: today }),
  ])
    await world.store.calls.insert(call)
  world.clock.advance(40 * dayMs + 3_600_000)
  return world
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('calls and their minutes are summed up by category', async () => {
    const { clients } = await withCalls()
    const records = await clients[version].usage.records.list()
    expect(records.map(({ category, count, usage }) => [category, count, usage])).toEqual([
      ['calls', '5', '14'],
      ['calls-client', '3', '13'],
      ['calls-inbound', '1', '1'],
      ['calls-outbound', '1', '0'],
      ['calls-recordings', '0', '0'],
    ])
    expect(records[0]).toMatchObject({ startDate: new Date(start), endDate: new Date(start + 40 * dayMs) })
  })

  test('one category in a span of days, by dates or by offsets from today', async () => {
    const { clients } = await withCalls()
    const { records } = clients[version].usage
    const ofFirstDay = { category: 'calls', startDate: new Date(start), endDate: new Date(start) }
    expect((await records.list(ofFirstDay)).map(({ count, usage }) => [count, usage])).toEqual([['2', '3']])
    const offsets: object = { category: 'calls', startDate: '-1days', endDate: '+30days' }
    expect((await records.list(offsets)).map(({ count }) => count)).toEqual(['3'])
    expect(await records.list({ category: 'sms' })).toEqual([])
  })

  test('by day, month and year, and for the spans that have names', async () => {
    const { clients } = await withCalls()
    const { records } = clients[version].usage
    const category = 'calls'
    const counts = async (rows: Promise<readonly { startDate: Date; count: string }[]>): Promise<string[]> =>
      (await rows).map(({ startDate, count }) => `${startDate.toISOString().slice(0, 10)}: ${count}`)
    expect(await counts(records.daily.list({ category, startDate: new Date(start + 38 * dayMs) }))).toEqual([
      '2026-12-31: 1',
      '2026-12-30: 2',
      '2026-12-29: 0',
    ])
    expect(await counts(records.monthly.list({ category }))).toEqual(['2026-12-01: 3', '2026-11-21: 2'])
    expect(await counts(records.yearly.list({ category }))).toEqual(['2026-11-21: 5'])
    expect(await counts(records.allTime.list({ category }))).toEqual(['2026-11-21: 5'])
    expect(await counts(records.today.list({ category }))).toEqual(['2026-12-31: 1'])
    expect(await counts(records.yesterday.list({ category }))).toEqual(['2026-12-30: 2'])
    expect(await counts(records.thisMonth.list({ category }))).toEqual(['2026-12-01: 3'])
    expect(await counts(records.lastMonth.list({ category }))).toEqual(['2026-11-01: 2'])
  })

  test('a list by day pages by itself', async () => {
    const { clients } = await withCalls()
    const rows = await clients[version].usage.records.daily.list({ pageSize: 7 })
    expect(rows).toHaveLength(41 * 5)
    expect(new Set(rows.map(({ startDate, category }) => `${startDate.toISOString()} ${category}`)).size).toBe(41 * 5)
    expect(rows.reduce((sum, { category, count }) => sum + (category === 'calls' ? Number(count) : 0), 0)).toBe(5)
  })

  test('sub-accounts are counted in, unless they are not to be', async () => {
    const { clients, store, account } = await withCalls()
    const sub = `AC${'b'.repeat(32)}` as const
    await store.accounts.insert({ ...account, sid: sub, ownerAccountSid: main })
    await store.calls.insert(endedCall(7, start, { accountSid: sub, talkSeconds: 60 }))
    const countOf = async (options: object): Promise<string | undefined> =>
      (await clients[version].usage.records.list({ category: 'calls', ...options }))[0]?.count
    expect([await countOf({}), await countOf({ includeSubaccounts: false })]).toEqual(['6', '5'])
    const [own] = await clients[version].api.v2010.accounts(sub).usage.records.list({ category: 'calls' })
    expect(own).toMatchObject({ accountSid: sub, count: '1' })
  })
})

test('a record has the fields of the official API, of their types, and no other', async () => {
  const world = await withCalls()
  const { json } = await world.ask(`${list}?Category=calls-client&PageSize=1`)
  const path = list.replace('.json', '')
  const keys = ['all_time', 'daily', 'last_month', 'monthly', 'this_month', 'today', 'yearly', 'yesterday']
  const [record] = (json as { readonly usage_records: readonly { readonly subresource_uris: object }[] }).usage_records
  expect(record).toEqual({
    account_sid: main,
    api_version: '2010-04-01',
    as_of: '2026-12-31T01:00:00+00:00',
    category: 'calls-client',
    count: '3',
    count_unit: 'calls',
    description: 'Client Minutes',
    start_date: '2026-11-21',
    end_date: '2026-12-31',
    price: '0',
    price_unit: 'usd',
    usage: '13',
    usage_unit: 'minutes',
    uri: `${path}.json?Category=calls-client&StartDate=2026-11-21&EndDate=2026-12-31`,
    subresource_uris: expect.objectContaining({ all_time: `${path}/AllTime.json?Category=calls-client` }) as unknown,
  })
  expect(Object.keys(record?.subresource_uris ?? {}).sort()).toEqual(keys)
  for (const uri of Object.values(record?.subresource_uris ?? {}))
    expect((await world.ask(String(uri))).status).toBe(200)
})

import { callStatuses } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallRecord } from '../../call/call-record.js'
import type { CallFilter } from '../call-store.js'
import type { TimeRange } from '../page.js'
import { aCall, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

const [alice, dave, bob, carol] = ['client:alice', 'client:dave', 'client:bob', 'client:carol']
const someStatuses = ['queued', 'initiated', 'ringing', 'completed', 'busy'] as const
const moment = fc.integer({ min: 0, max: 6 })

const anyRow = fc.record({
  to: fc.constantFrom(bob, carol),
  from: fc.constantFrom(alice, dave),
  status: fc.constantFrom(...someStatuses),
  isChild: fc.boolean(),
  isOurs: fc.boolean(),
  createdAt: moment,
  startedAt: fc.option(moment),
  endedAt: fc.option(moment),
})

const anyRange: fc.Arbitrary<TimeRange> = fc.record({ from: moment, before: moment }, { requiredKeys: [] })
const anyFilter = fc.record(
  {
    to: fc.constantFrom(bob, carol),
    from: fc.constantFrom(alice, dave),
    statuses: fc.uniqueArray(fc.constantFrom(...callStatuses), { maxLength: 4 }),
    ofParent: fc.constant(true),
    startTime: anyRange,
    endTime: anyRange,
  },
  { requiredKeys: [] },
)

/** How every store lists calls. */
export function callListContract(open: OpenStore): void {
  test('any filter gives the calls that match it, newest first by the time that it is about, page by page', async () => {
    const { accounts, calls } = await open()
    const otherSid = testSid('AC', 2)
    await accounts.insert(anAccount({ sid: otherSid }))
    const parentCallSid = testSid('CA', 999)
    await calls.insert(aCall({ sid: parentCallSid, accountSid: otherSid }))
    const rows = fc.sample(anyRow, { numRuns: 100, seed: 1 }).map(({ isChild, isOurs, ...row }, number) =>
      aCall({
        ...row,
        sid: testSid('CA', number),
        accountSid: isOurs ? accountSid : otherSid,
        parentCallSid: isChild ? parentCallSid : null,
      }),
    )
    for (const row of rows) await calls.insert(row)
    await fc.assert(
      fc.asyncProperty(anyFilter, async ({ ofParent, ...wanted }) => {
        const filter: CallFilter = { ...wanted, ...(ofParent === true && { parentCallSid }) }
        const pages = await readAll((page) => calls.list(accountSid, filter, page), 7)
        const matching = rows.filter((row) => row.accountSid === accountSid && matches(row, filter))
        expect(pages.flatMap((page) => page.rows)).toEqual(newestFirst(matching, timeOf(filter)))
      }),
      { numRuns: 200 },
    )
  })

  test('a range holds its first moment, and not the one after it', async () => {
    const { calls } = await open()
    for (const startedAt of [1, 2, 3]) await calls.insert(aCall({ sid: testSid('CA', startedAt), startedAt }))
    const { rows } = await calls.list(accountSid, { startTime: { from: 2, before: 3 } }, { limit: 10 })
    expect(rows.map(({ startedAt }) => startedAt)).toEqual([2])
  })

  test('a page token of one list leads no other list past its bounds', async () => {
    const { calls } = await open()
    for (const number of [1, 2, 3, 4]) await calls.insert(aCall({ sid: testSid('CA', number), createdAt: number }))
    const { next } = await calls.list(accountSid, {}, { limit: 1 })
    const { rows } = await calls.list(accountSid, { startTime: { before: 3 } }, { limit: 10, after: next })
    expect(rows.map(({ startedAt }) => startedAt)).toEqual([2, 1])
  })
}

function matches(row: CallRecord, { to, from, statuses, parentCallSid, startTime, endTime }: CallFilter): boolean {
  return (
    (to === undefined || row.to === to) &&
    (from === undefined || row.from === from) &&
    (statuses === undefined || statuses.includes(row.status)) &&
    (parentCallSid === undefined || row.parentCallSid === parentCallSid) &&
    isWithin(row.startedAt, startTime) &&
    isWithin(row.endedAt, endTime)
  )
}

function isWithin(at: number | null, { from, before }: TimeRange = {}): boolean {
  if (from === undefined && before === undefined) return true
  return at !== null && at >= (from ?? -Infinity) && at < (before ?? Infinity)
}

function timeOf({ parentCallSid, startTime, endTime }: CallFilter): 'createdAt' | 'startedAt' | 'endedAt' {
  const isGiven = (range: TimeRange = {}): boolean => range.from !== undefined || range.before !== undefined
  if (parentCallSid !== undefined) return 'createdAt'
  if (isGiven(startTime)) return 'startedAt'
  return isGiven(endTime) ? 'endedAt' : 'createdAt'
}

/** Rows come in the order of writing. */
function newestFirst(rows: readonly CallRecord[], time: 'createdAt' | 'startedAt' | 'endedAt'): readonly CallRecord[] {
  return [...rows].reverse().sort((a, b) => (b[time] ?? 0) - (a[time] ?? 0))
}

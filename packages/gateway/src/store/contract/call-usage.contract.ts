import { callDirections, callStatuses, isFinal } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallRecord } from '../../call/call-record.js'
import type { DailyUsage } from '../call-store.js'
import type { TimeRange } from '../page.js'
import { aCall, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'

const dayMs = 86_400_000

const anyNumber = fc.constantFrom('client:alice', '+15550100', 'clients')
const anyCall = fc.record({
  status: fc.constantFrom(...callStatuses.filter(isFinal)),
  direction: fc.constantFrom(...callDirections),
  from: anyNumber,
  to: anyNumber,
  createdAt: fc.integer({ min: 0, max: 4 * dayMs }),
  ringing: fc.nat(90_000),
  talking: fc.option(fc.nat(400_000)),
})

/** How every store counts the calls of an account. */
export function callUsageContract(open: OpenStore): void {
  test('each answered call counts its length in whole seconds, rounded up to minutes; others count no minutes', async () => {
    const { calls } = await open()
    const start = 10 * dayMs
    const lengths = [499, 500, 60_000, 60_499, 60_500, 120_000]
    for (const [number, length] of lengths.entries()) {
      const times = { createdAt: start, answeredAt: start + 5_000, endedAt: start + 5_000 + length }
      await calls.insert(aCall({ sid: testSid('CA', number), status: 'completed', ...times }))
    }
    await calls.insert(aCall({ sid: testSid('CA', 9), status: 'busy', createdAt: start, endedAt: start + 90_000 }))
    const expected = {
      day: start,
      direction: 'inbound',
      isClient: true,
      calls: 7,
      answered: 6,
      minutes: 0 + 1 + 1 + 1 + 2 + 2,
    }
    expect(await calls.usage(accountSid, {})).toEqual([expected])
  })

  test('calls that run, that were never dialled, or are another account’s count nowhere', async () => {
    const { accounts, calls } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const end = { status: 'canceled', endedAt: 2 } as const
    await calls.insert(aCall({ sid: testSid('CA', 1), answeredAt: 1, status: 'in-progress' }))
    await calls.insert(aCall({ sid: testSid('CA', 2), ...end, startedAt: null }))
    await calls.insert(aCall({ sid: testSid('CA', 3), ...end, accountSid: testSid('AC', 2) }))
    expect(await calls.usage(accountSid, {})).toEqual([])
  })

  test('usage adds up, by day, direction and far end, over any days', async () => {
    const { calls } = await open()
    const rows = fc.sample(anyCall, { numRuns: 80, seed: 1 }).map(({ ringing, talking, ...call }, number) => {
      const answeredAt = talking === null ? null : call.createdAt + ringing
      const endedAt = call.createdAt + ringing + (talking ?? 0)
      return aCall({ ...call, sid: testSid('CA', number), answeredAt, endedAt })
    })
    for (const row of rows) await calls.insert(row)
    const bound = fc.option(fc.integer({ min: -dayMs, max: 5 * dayMs }), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(fc.record({ from: bound, before: bound }), async (days) => {
        expect(await calls.usage(accountSid, days)).toEqual(addUp(rows, days))
      }),
    )
  })
}

function addUp(rows: readonly CallRecord[], { from = -Infinity, before = Infinity }: TimeRange): readonly DailyUsage[] {
  const groups = new Map<string, DailyUsage>()
  for (const { direction, from: caller, to, createdAt, answeredAt, endedAt } of rows) {
    const day = Math.floor(createdAt / dayMs) * dayMs
    if (day < from || day + dayMs > before) continue
    const isClient = (direction === 'inbound' ? caller : to).startsWith('client:')
    const key = `${day.toString().padStart(12, '0')} ${direction} ${isClient ? 1 : 0}`
    const { calls, answered, minutes } = groups.get(key) ?? { calls: 0, answered: 0, minutes: 0 }
    const seconds = answeredAt === null ? 0 : Math.round(((endedAt ?? 0) - answeredAt) / 1000)
    groups.set(key, {
      ...{ day, direction, isClient, calls: calls + 1 },
      ...{ answered: answered + (answeredAt === null ? 0 : 1), minutes: minutes + Math.ceil(seconds / 60) },
    })
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, usage]) => usage)
}

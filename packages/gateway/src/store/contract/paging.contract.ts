import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallFilter } from '../call-store.js'
import { aCall, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll } from './read-all.contract.js'

/** How every store pages. */
export function pagingContract(open: OpenStore): void {
  test('pages hold each row once, newest first; the last one has no next', async () => {
    const { calls } = await open()
    for (let number = 0; number < 7; number += 1)
      await calls.insert(aCall({ sid: testSid('CA', number), createdAt: number }))
    const pages = await readAll((page) => calls.list(accountSid, {}, page), 3)
    expect(pages.map(({ rows }) => rows.map(({ createdAt }) => createdAt))).toEqual([[6, 5, 4], [3, 2, 1], [0]])
    expect(pages.map(({ next }) => next === undefined)).toEqual([false, false, true])
  })

  test('a page that holds exactly the rest is the last one, and an empty list is one empty page', async () => {
    const { calls } = await open()
    expect(await calls.list(accountSid, {}, { limit: 1 })).toEqual({ rows: [], next: undefined })
    await calls.insert(aCall())
    expect(await calls.list(accountSid, {}, { limit: 1 })).toEqual({ rows: [aCall()], next: undefined })
  })

  test('rows of one millisecond are listed last written first', async () => {
    const { calls } = await open()
    for (const number of [5, 1, 9, 3]) await calls.insert(aCall({ sid: testSid('CA', number) }))
    const pages = await readAll((page) => calls.list(accountSid, {}, page), 1)
    expect(pages.flatMap(({ rows }) => rows.map(({ sid }) => sid))).toEqual([3, 9, 1, 5].map((n) => testSid('CA', n)))
  })

  const orders: readonly CallFilter[] = [{}, { startTime: { from: 0 } }, { endTime: { from: 0 } }]
  test.each(orders)('by %j, while rows are added, with any times, each row of the start comes once', async (filter) => {
    const store = await open()
    let account = 100
    const step = fc.record({ createdAt: fc.integer({ min: 0, max: 3 }), isRead: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 30 }), async (before, during) => {
        const sid = testSid('AC', (account += 1))
        await store.accounts.insert(anAccount({ sid }))
        let number = account * 1_000
        const add = (at: number): Promise<void> => {
          const times = { createdAt: at, startedAt: at, endedAt: at }
          return store.calls.insert(aCall({ sid: testSid('CA', (number += 1)), accountSid: sid, ...times }))
        }
        for (const { createdAt } of before) await add(createdAt)
        const start = (await store.calls.list(sid, filter, { limit: 1_000 })).rows

        const seen = []
        let page = await store.calls.list(sid, filter, { limit: 2 })
        seen.push(...page.rows)
        for (const { createdAt, isRead } of [
          ...during,
          ...before.map(({ createdAt }) => ({ createdAt, isRead: true })),
        ]) {
          if (!isRead) await add(createdAt)
          if (page.next === undefined) break
          page = await store.calls.list(sid, filter, { limit: 2, after: page.next })
          seen.push(...page.rows)
        }

        expect(new Set(seen.map((row) => row.sid)).size).toBe(seen.length)
        const wanted = new Set(start.map((row) => row.sid))
        expect(seen.filter((row) => wanted.has(row.sid))).toEqual(start)
      }),
      { numRuns: 40 },
    )
  })

  test('a limit outside 1 to 1,000 is a mistake of the caller', async () => {
    const { calls, callEvents } = await open()
    for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
      await expect(calls.list(accountSid, {}, { limit })).rejects.toThrow(TypeError)
      await expect(callEvents.list(aCall().sid, {}, { limit })).rejects.toThrow(TypeError)
    }
  })

  test('a page token that no list gave out is refused', async () => {
    const { accounts, calls, callEvents } = await open()
    const tokens = [
      '',
      '-',
      'a',
      'a-',
      '-a',
      'a-b-c',
      'A-b',
      '0a-b',
      ' a-b',
      'a-b ',
      '1.5-1',
      '__proto__',
      'zzzzzzzzzzzzz-1',
    ]
    for (const after of tokens) {
      const refused = { name: 'StoreError', code: 'bad-page' }
      await expect(calls.list(accountSid, {}, { limit: 1, after }), after).rejects.toMatchObject(refused)
      await expect(accounts.list(anAccount(), {}, { limit: 1, after }), after).rejects.toMatchObject(refused)
      if (after !== 'a')
        await expect(callEvents.list(aCall().sid, {}, { limit: 1, after })).rejects.toMatchObject(refused)
    }
  })
}

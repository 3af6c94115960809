import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallSid } from '@ringdown/protocol'
import type { CallRecord } from '../../call/call-record.js'
import type { CallFilter } from '../call-store.js'
import type { Page, PageRequest, TimeRange } from '../page.js'
import { aCall, aCallEvent, accountSid, anAccount, testSid } from '../store-rows.contract.js'
import type { OpenStore } from './open-store.contract.js'
import { readAll, readBack } from './read-all.contract.js'

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
    expect(await calls.list(accountSid, {}, { limit: 1 })).toStrictEqual({
      rows: [],
      next: undefined,
      previous: undefined,
    })
    await calls.insert(aCall())
    expect(await calls.list(accountSid, {}, { limit: 1 })).toStrictEqual({
      rows: [aCall()],
      next: undefined,
      previous: undefined,
    })
  })

  test('rows of one millisecond are listed last written first', async () => {
    const { calls } = await open()
    for (const number of [5, 1, 9, 3]) await calls.insert(aCall({ sid: testSid('CA', number) }))
    const pages = await readAll((page) => calls.list(accountSid, {}, page), 1)
    expect(pages.flatMap(({ rows }) => rows.map(({ sid }) => sid))).toEqual([3, 9, 1, 5].map((n) => testSid('CA', n)))
  })

  test('the pages back to the start are those that led to the end, and every next leads on again', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall({ sid: testSid('CA', 100) }))
    for (let number = 0; number < 7; number += 1) {
      const status = number % 2 === 0 ? 'completed' : 'busy'
      await calls.insert(aCall({ sid: testSid('CA', number), status, parentCallSid: testSid('CA', 100) }))
      await callEvents.append(aCallEvent({ callSid: testSid('CA', 100), at: number }))
    }
    const children: CallFilter = { parentCallSid: testSid('CA', 100) }
    const lists: readonly ((page: PageRequest) => Promise<Page<unknown>>)[] = [
      (page) => calls.list(accountSid, children, page),
      (page) => calls.list(accountSid, { ...children, statuses: ['completed', 'busy'] }, page),
      (page) => callEvents.list(testSid('CA', 100), {}, page),
    ]
    for (const list of lists) {
      const there = await readAll(list, 3)
      expect(there.map(({ rows }) => rows.length)).toEqual([3, 3, 1])
      const back = await readBack(list, { limit: 3, before: there.at(-1)?.previous })
      expect(back.map(({ rows }) => rows)).toEqual([there[1]?.rows, there[0]?.rows])
      for (const page of back) expect((await list({ limit: 3, after: page.next })).rows).not.toEqual(page.rows)
      expect((await list({ limit: 3, after: back[0]?.next })).rows).toEqual(there[2]?.rows)
      expect((await list({ limit: 3, after: back[1]?.next })).rows).toEqual(there[1]?.rows)
    }
  })

  test('a range bounds the pages back to the start as it does the others', async () => {
    const { calls } = await open()
    for (let number = 0; number < 9; number += 1)
      await calls.insert(aCall({ sid: testSid('CA', number), startedAt: number }))
    const { next } = await calls.list(accountSid, { startTime: { from: 0 } }, { limit: 9 - 1 })
    const timesOf = async (startTime: TimeRange): Promise<unknown> => {
      const pages = await readBack((page) => calls.list(accountSid, { startTime }, page), { limit: 2, before: next })
      return pages.map(({ rows }) => rows.map(({ startedAt }) => startedAt))
    }
    expect(await timesOf({ from: 3, before: 6 })).toEqual([[4, 3], [5]])
    expect(await timesOf({ before: 3 })).toEqual([[2, 1]])
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

  test.each([...orders, { statuses: ['completed', 'busy'] } as const])(
    'by %j, on the way back, while rows are added and deleted, each row that stays comes once',
    async (filter) => {
      const store = await open()
      let account = 500
      const time = fc.integer({ min: 0, max: 3 })
      const row = fc.record({ at: time, isBusy: fc.boolean(), isDeleted: fc.boolean() })
      const rows = fc.array(row, { minLength: 1, maxLength: 14 })
      await fc.assert(
        fc.asyncProperty(rows, fc.array(time, { maxLength: 8 }), fc.nat(), async (before, during, depth) => {
          const sid = testSid('AC', (account += 1))
          await store.accounts.insert(anAccount({ sid }))
          let number = account * 1_000
          const add = async (at: number, isBusy: boolean): Promise<CallSid> => {
            const times = { createdAt: at, startedAt: at, endedAt: at }
            const call = aCall({ sid: testSid('CA', (number += 1)), accountSid: sid, ...times })
            await store.calls.insert({ ...call, status: isBusy ? 'busy' : 'completed' })
            return call.sid
          }
          const leaving: CallSid[] = []
          for (const { at, isBusy, isDeleted } of before) {
            const added = await add(at, isBusy)
            if (isDeleted) leaving.push(added)
          }
          const list = (page: PageRequest): Promise<Page<CallRecord>> => store.calls.list(sid, filter, page)
          const there = await readAll(list, 2)
          const from = depth % there.length
          const wanted = there.slice(0, from).flatMap(({ rows }) => rows.map((call) => call.sid))

          const seen: CallSid[] = []
          const arriving = [...during]
          let previous = there[from]?.previous
          while (previous !== undefined) {
            const page: Page<CallRecord> = await list({ limit: 2, before: previous })
            seen.unshift(...page.rows.map((call) => call.sid))
            previous = page.previous
            const gone = leaving.pop()
            if (gone !== undefined) await store.calls.delete(sid, gone)
            const at = arriving.pop()
            if (at !== undefined) await add(at, at % 2 === 0)
          }

          expect(new Set(seen).size).toBe(seen.length)
          const stayed = new Set((await readAll(list, 1_000)).flatMap(({ rows }) => rows.map((call) => call.sid)))
          const kept = wanted.filter((call) => stayed.has(call))
          expect(seen.filter((call) => kept.includes(call))).toEqual(kept)
        }),
        { numRuns: 40 },
      )
    },
  )

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
      await expect(calls.list(accountSid, {}, { limit: 1, before: after }), after).rejects.toMatchObject(refused)
    }
  })
}

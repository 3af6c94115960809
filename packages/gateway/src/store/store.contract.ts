import { callStatuses, isFinal } from '@ringdown/protocol'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CallFilter, Page, PageRequest, Store } from './store.js'
import {
  aCall,
  aCallEvent,
  accountSid,
  anAccount,
  anApiKey,
  anApplication,
  aNotification,
  testSid,
} from './store-rows.contract.js'

const later = 1_700_000_060_000

/** What every store does, whatever it is kept in. `open` gives an empty one, apart from every other. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  /** A store with one account in it, closed when the test is over. */
  const openWithAccount = async (): Promise<Store> => {
    const store = await open()
    onTestFinished(() => store.close())
    await store.accounts.insert(anAccount())
    return store
  }

  describe(`store ${name}`, () => {
    accountContract(openWithAccount)
    apiKeyContract(openWithAccount)
    applicationContract(openWithAccount)
    callContract(openWithAccount)
    pagingContract(openWithAccount)
    callEventContract(openWithAccount)
    notificationContract(openWithAccount)
    revokedTokenContract(openWithAccount)
    lifeContract(openWithAccount)
  })
}

type Open = () => Promise<Store>

function accountContract(open: Open): void {
  test('an account is found by its SID as it was inserted', async () => {
    const { accounts } = await open()
    const account = anAccount({
      sid: testSid('AC', 2),
      ownerAccountSid: accountSid,
      secondaryAuthToken: 'b'.repeat(32),
    })
    await accounts.insert(account)
    expect(await accounts.find(account.sid)).toEqual(account)
    expect(await accounts.find(testSid('AC', 9))).toBeUndefined()
    expect(await accounts.find('no SID at all')).toBeUndefined()
  })

  test('accounts are listed oldest first', async () => {
    const { accounts } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2), createdAt: 3 }))
    await accounts.insert(anAccount({ sid: testSid('AC', 3), createdAt: 2 }))
    expect((await accounts.list()).map(({ sid }) => sid)).toEqual([testSid('AC', 3), testSid('AC', 2), accountSid])
  })

  test('an update changes what it names, stamps the row, and returns it', async () => {
    const { accounts } = await open()
    const rotated = await accounts.update(
      accountSid,
      { authToken: 'c'.repeat(32), secondaryAuthToken: anAccount().authToken },
      later,
    )
    const expected = anAccount({
      authToken: 'c'.repeat(32),
      secondaryAuthToken: anAccount().authToken,
      updatedAt: later,
    })
    expect(rotated).toEqual(expected)
    expect(await accounts.find(accountSid)).toEqual(expected)
    expect(await accounts.update(accountSid, { secondaryAuthToken: null }, later)).toMatchObject({
      secondaryAuthToken: null,
    })
  })

  test('an update of an unknown account gives undefined', async () => {
    const { accounts } = await open()
    expect(await accounts.update(testSid('AC', 9), { status: 'closed' }, later)).toBeUndefined()
  })

  test('an update cannot reach columns that its type does not name', async () => {
    const { accounts } = await open()
    const wide = { friendlyName: 'New', sid: testSid('AC', 7), createdAt: 0 }
    expect(await accounts.update(accountSid, wide, later)).toEqual(anAccount({ friendlyName: 'New', updatedAt: later }))
  })

  test('a second account with the same SID is refused as a conflict, and the first one stays', async () => {
    const { accounts } = await open()
    const twin = anAccount({ friendlyName: 'Twin' })
    await expect(accounts.insert(twin)).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
    expect(await accounts.list()).toEqual([anAccount()])
  })
}

function apiKeyContract(open: Open): void {
  test('an API key is found by its SID, and listed for its account only', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const younger = anApiKey({ sid: testSid('SK', 1), createdAt: 2 })
    const older = anApiKey({ sid: testSid('SK', 2), createdAt: 1 })
    const foreign = anApiKey({ sid: testSid('SK', 3), accountSid: testSid('AC', 2) })
    for (const key of [younger, older, foreign]) await apiKeys.insert(key)
    expect(await apiKeys.find(younger.sid)).toEqual(younger)
    expect(await apiKeys.find(testSid('SK', 9))).toBeUndefined()
    expect(await apiKeys.list(accountSid)).toEqual([older, younger])
  })

  test('an API key is deleted by its own account only', async () => {
    const { accounts, apiKeys } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const key = anApiKey()
    await apiKeys.insert(key)
    expect(await apiKeys.delete(testSid('AC', 2), key.sid)).toBe(false)
    expect(await apiKeys.delete(accountSid, key.sid)).toBe(true)
    expect(await apiKeys.delete(accountSid, key.sid)).toBe(false)
    expect(await apiKeys.find(key.sid)).toBeUndefined()
  })

  test('an API key of an account that does not exist is refused', async () => {
    const { apiKeys } = await open()
    await expect(apiKeys.insert(anApiKey({ accountSid: testSid('AC', 9) }))).rejects.toMatchObject({
      name: 'StoreError',
      code: 'unknown-reference',
    })
  })
}

function applicationContract(open: Open): void {
  test('an application is found within its account as it was inserted', async () => {
    const { applications } = await open()
    const application = anApplication({ voiceCallerIdLookup: true, smsUrl: 'https://app.example/sms' })
    await applications.insert(application)
    expect(await applications.find(accountSid, application.sid)).toEqual(application)
    expect(await applications.find(testSid('AC', 2), application.sid)).toBeUndefined()
    expect(await applications.find(accountSid, testSid('AP', 9))).toBeUndefined()
  })

  test('applications are listed oldest first', async () => {
    const { applications } = await open()
    const younger = anApplication({ sid: testSid('AP', 1), createdAt: 2 })
    const older = anApplication({ sid: testSid('AP', 2), createdAt: 1 })
    for (const application of [younger, older]) await applications.insert(application)
    expect(await applications.list(accountSid)).toEqual([older, younger])
    expect(await applications.list(testSid('AC', 2))).toEqual([])
  })

  test('an application is updated within its account: what is not named stays, null clears', async () => {
    const { applications } = await open()
    const application = anApplication()
    await applications.insert(application)
    const patch = { voiceUrl: null, voiceMethod: 'GET', voiceCallerIdLookup: true } as const
    const changed = await applications.update(accountSid, application.sid, patch, later)
    expect(changed).toEqual({ ...application, ...patch, updatedAt: later })
    expect(await applications.find(accountSid, application.sid)).toEqual(changed)
    expect(await applications.update(testSid('AC', 2), application.sid, patch, later)).toBeUndefined()
  })

  test('an application is deleted by its own account only, and its calls stay', async () => {
    const { applications, calls } = await open()
    const application = anApplication()
    await applications.insert(application)
    await calls.insert(aCall({ applicationSid: application.sid }))
    expect(await applications.delete(testSid('AC', 2), application.sid)).toBe(false)
    expect(await applications.delete(accountSid, application.sid)).toBe(true)
    expect(await applications.find(accountSid, application.sid)).toBeUndefined()
    expect(await calls.find(accountSid, aCall().sid)).toMatchObject({ applicationSid: application.sid })
  })
}

function callContract(open: Open): void {
  test('a call is found within its account as it was inserted, however much more the object holds', async () => {
    const { calls } = await open()
    const call = aCall({ answeredAt: 1, endedAt: 2, endReason: 'media lost' })
    await calls.insert({ ...call, mailbox: 'not a column' } as typeof call)
    expect(await calls.find(accountSid, call.sid)).toEqual(call)
    expect(await calls.find(testSid('AC', 2), call.sid)).toBeUndefined()
    expect(await calls.find(accountSid, testSid('CA', 9))).toBeUndefined()
  })

  test('a call is patched, stamped and returned', async () => {
    const { calls } = await open()
    await calls.insert(aCall())
    const patch = { status: 'in-progress', answeredAt: later, to: 'client:carol' } as const
    const expected = aCall({ ...patch, updatedAt: later })
    expect(await calls.update(aCall().sid, patch, later)).toEqual(expected)
    expect(await calls.find(accountSid, aCall().sid)).toEqual(expected)
    expect(await calls.update(testSid('CA', 9), patch, later)).toBeUndefined()
  })

  test('a call whose account or parent does not exist is refused', async () => {
    const { calls } = await open()
    const refused = { name: 'StoreError', code: 'unknown-reference' }
    await expect(calls.insert(aCall({ accountSid: testSid('AC', 9) }))).rejects.toMatchObject(refused)
    await expect(calls.insert(aCall({ parentCallSid: testSid('CA', 9) }))).rejects.toMatchObject(refused)
  })

  test('a second call with the same SID is refused as a conflict', async () => {
    const { calls } = await open()
    await calls.insert(aCall())
    await expect(calls.insert(aCall({ to: 'client:carol' }))).rejects.toMatchObject({ code: 'conflict' })
    expect(await calls.find(accountSid, aCall().sid)).toEqual(aCall())
  })

  test('calls are listed by every combination of filters, within the account', async () => {
    const { accounts, calls } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = [
      aCall({ sid: testSid('CA', 1), createdAt: 1 }),
      aCall({ sid: testSid('CA', 2), createdAt: 2, parentCallSid: testSid('CA', 1), to: 'client:carol' }),
      aCall({ sid: testSid('CA', 3), createdAt: 3, status: 'completed', from: 'client:dave' }),
      aCall({ sid: testSid('CA', 4), createdAt: 4, status: 'completed', to: 'client:carol' }),
      aCall({ sid: testSid('CA', 5), createdAt: 5, accountSid: testSid('AC', 2) }),
    ]
    for (const row of rows) await calls.insert(row)
    const filter = fc.record(
      {
        to: fc.constantFrom('client:bob', 'client:carol', 'client:nobody'),
        from: fc.constantFrom('client:alice', 'client:dave'),
        status: fc.constantFrom(...callStatuses),
        parentCallSid: fc.constantFrom(testSid('CA', 1), testSid('CA', 9)),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(filter, async (wanted: CallFilter) => {
        const { rows: found } = await calls.list(accountSid, wanted, { limit: 10 })
        const matches = (row: (typeof rows)[number]): boolean =>
          row.accountSid === accountSid &&
          Object.entries(wanted).every(([key, value]) => row[key as keyof CallFilter] === value)
        expect(found).toEqual(rows.filter(matches).reverse())
      }),
    )
  })

  test('the calls that are not over, in every account, are failed with the reason; the others stay as they are', async () => {
    const { accounts, calls } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    const rows = callStatuses.flatMap((status, index) => [
      aCall({ sid: testSid('CA', index), status }),
      aCall({ sid: testSid('CA', 100 + index), status, accountSid: testSid('AC', 2), answeredAt: 5 }),
    ])
    for (const row of rows) await calls.insert(row)

    const failed = await calls.failUnfinished('The gateway was restarted', later)

    const orphans = rows.filter(({ status }) => !isFinal(status))
    const end = { status: 'failed', endReason: 'The gateway was restarted', endedAt: later, updatedAt: later } as const
    expect(failed).toEqual(orphans.map((call) => ({ ...call, ...end })))
    for (const row of rows) {
      const expected = isFinal(row.status) ? row : { ...row, ...end }
      expect(await calls.find(row.accountSid, row.sid)).toEqual(expected)
    }
    expect(await calls.failUnfinished('Again', later)).toEqual([])
  })
}

function pagingContract(open: Open): void {
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

  test('while rows are added, at any time and with any time stamp, each row of the start comes exactly once', async () => {
    const store = await open()
    let account = 100
    const step = fc.record({ createdAt: fc.integer({ min: 0, max: 3 }), isRead: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.array(step, { maxLength: 30 }), async (before, during) => {
        const sid = testSid('AC', (account += 1))
        await store.accounts.insert(anAccount({ sid }))
        let number = account * 1_000
        const add = (createdAt: number): Promise<void> =>
          store.calls.insert(aCall({ sid: testSid('CA', (number += 1)), accountSid: sid, createdAt }))
        for (const { createdAt } of before) await add(createdAt)
        const start = (await store.calls.list(sid, {}, { limit: 1_000 })).rows

        const seen = []
        let page = await store.calls.list(sid, {}, { limit: 2 })
        seen.push(...page.rows)
        for (const { createdAt, isRead } of [
          ...during,
          ...before.map(({ createdAt }) => ({ createdAt, isRead: true })),
        ]) {
          if (!isRead) await add(createdAt)
          if (page.next === undefined) break
          page = await store.calls.list(sid, {}, { limit: 2, after: page.next })
          seen.push(...page.rows)
        }

        expect(new Set(seen.map((row) => row.sid)).size).toBe(seen.length)
        const wanted = new Set(start.map((row) => row.sid))
        expect(seen.filter((row) => wanted.has(row.sid))).toEqual(start)
      }),
    )
  })

  test('a limit outside 1 to 1,000 is a mistake of the caller', async () => {
    const { calls, notifications } = await open()
    for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
      await expect(calls.list(accountSid, {}, { limit })).rejects.toThrow(TypeError)
      await expect(notifications.list(accountSid, undefined, { limit })).rejects.toThrow(TypeError)
    }
  })

  test('a page token that no list gave out is refused', async () => {
    const { calls, notifications } = await open()
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
      await expect(notifications.list(accountSid, undefined, { limit: 1, after }), after).rejects.toMatchObject(refused)
    }
  })
}

function callEventContract(open: Open): void {
  test('the events of a call are listed in the order appended, whatever their times', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    await calls.insert(aCall({ sid: testSid('CA', 2) }))
    const events = [
      aCallEvent({ at: 3, name: 'first', detail: { status: 200, nested: { list: [1, 'ü', null, true] } } }),
      aCallEvent({ at: 1, name: 'second', kind: 'webhook' }),
      aCallEvent({ at: 2, name: 'third' }),
    ]
    for (const event of events) {
      await callEvents.append(event)
      await callEvents.append({ ...event, callSid: testSid('CA', 2) })
    }
    expect(await callEvents.list(testSid('CA', 1))).toEqual(events)
    expect(await callEvents.list(testSid('CA', 9))).toEqual([])
  })

  test('events that are appended without waiting keep the order of the calls', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const hops = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 60 })
    let number = 0
    await fc.assert(
      fc.asyncProperty(hops, async (pauses) => {
        const appended: Promise<void>[] = []
        for (const pause of pauses) {
          appended.push(callEvents.append(aCallEvent({ at: (number += 1) })))
          // Yielding for a few microtasks lands between the steps of the appends under way.
          for (let hop = 0; hop < pause; hop += 1) await Promise.resolve()
        }
        await Promise.all(appended)
      }),
      { numRuns: 50 },
    )
    const order = (await callEvents.list(testSid('CA', 1))).map(({ at }) => at)
    expect(order).toEqual(Array.from({ length: number }, (_, index) => index + 1))
  })

  test('any JSON object comes back from an event as it went in', async () => {
    const { calls, callEvents } = await open()
    await calls.insert(aCall())
    const details: Record<string, unknown>[] = []
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (generated) => {
        const detail = JSON.parse(JSON.stringify(generated)) as Record<string, unknown>
        details.push(detail)
        await callEvents.append(aCallEvent({ detail }))
      }),
      { numRuns: 50 },
    )
    expect((await callEvents.list(testSid('CA', 1))).map(({ detail }) => detail)).toEqual(details)
  })

  test('an event of a call that does not exist is refused', async () => {
    const { callEvents } = await open()
    await expect(callEvents.append(aCallEvent())).rejects.toMatchObject({ code: 'unknown-reference' })
  })
}

function notificationContract(open: Open): void {
  test('notifications are listed for the account, or for one call of it, page by page', async () => {
    const { calls, notifications } = await open()
    await calls.insert(aCall())
    const rows = [1, 2, 3, 4, 5].map((number) =>
      aNotification({ sid: testSid('NO', number), at: number, callSid: number % 2 === 0 ? testSid('CA', 1) : null }),
    )
    for (const row of rows) await notifications.insert(row)
    const ofAccount = await readAll((page) => notifications.list(accountSid, undefined, page), 2)
    expect(ofAccount.flatMap((page) => page.rows)).toEqual([...rows].reverse())
    const ofCall = await readAll((page) => notifications.list(accountSid, testSid('CA', 1), page), 1)
    expect(ofCall.flatMap((page) => page.rows)).toEqual([rows[3], rows[1]])
    expect((await notifications.list(testSid('AC', 2), undefined, { limit: 5 })).rows).toEqual([])
    expect((await notifications.list(testSid('AC', 2), testSid('CA', 1), { limit: 5 })).rows).toEqual([])
  })
}

function revokedTokenContract(open: Open): void {
  test('a revoked token id is known for its account only', async () => {
    const { accounts, revokedTokens } = await open()
    await accounts.insert(anAccount({ sid: testSid('AC', 2) }))
    await revokedTokens.revoke(accountSid, 'abc', 2_000)
    expect(await revokedTokens.has(accountSid, 'abc')).toBe(true)
    expect(await revokedTokens.has(accountSid, 'abd')).toBe(false)
    expect(await revokedTokens.has(testSid('AC', 2), 'abc')).toBe(false)
  })

  test('revocations whose time is over are pruned; revoking again lengthens and never shortens', async () => {
    const { revokedTokens } = await open()
    await revokedTokens.revoke(accountSid, 'short', 1_000)
    await revokedTokens.revoke(accountSid, 'lengthened', 1_000)
    await revokedTokens.revoke(accountSid, 'lengthened', 3_000)
    await revokedTokens.revoke(accountSid, 'kept', 3_000)
    await revokedTokens.revoke(accountSid, 'kept', 1_000)
    expect(await revokedTokens.prune(999)).toBe(0)
    expect(await revokedTokens.prune(1_000)).toBe(1)
    expect(await revokedTokens.has(accountSid, 'short')).toBe(false)
    expect(await revokedTokens.has(accountSid, 'lengthened')).toBe(true)
    expect(await revokedTokens.has(accountSid, 'kept')).toBe(true)
    expect(await revokedTokens.prune(3_000)).toBe(2)
  })
}

function lifeContract(open: Open): void {
  test('values that look like SQL are only values', async () => {
    const { accounts, calls } = await open()
    const nasty = `'; drop table calls; -- " \` \\ é 😀 ?`
    await calls.insert(aCall({ from: nasty }))
    expect((await calls.list(accountSid, { from: nasty }, { limit: 1 })).rows).toEqual([aCall({ from: nasty })])
    expect(await accounts.find(`${accountSid}' or '1'='1`)).toBeUndefined()
  })

  test('an error holds none of the values', async () => {
    const { accounts } = await open()
    const error: unknown = await accounts.insert(anAccount()).catch((reason: unknown) => reason)
    expect(String(error)).not.toContain(anAccount().authToken)
    expect(JSON.stringify(error)).not.toContain(anAccount().authToken)
  })

  test('the store answers a ping until it is closed, and closing twice is as good as once', async () => {
    const store = await open()
    await expect(store.ping()).resolves.toBeUndefined()
    await store.close()
    await store.close()
    await expect(store.ping()).rejects.toThrow()
  })

  test('closing waits for what was asked for before', async () => {
    const store = await open()
    const inserted = Promise.all([1, 2, 3].map((number) => store.calls.insert(aCall({ sid: testSid('CA', number) }))))
    const closed = store.close()
    await expect(inserted).resolves.toHaveLength(3)
    await closed
  })
}

async function readAll<Row>(list: (page: PageRequest) => Promise<Page<Row>>, limit: number): Promise<Page<Row>[]> {
  const pages = [await list({ limit })]
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(await list({ limit, after: next }))
  }
  return pages
}

import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { CallEventRecord } from './call/call-event-record.js'
import type { Notification } from './call/notification.js'
import { createMetrics } from './metrics.js'
import { createObserver } from './observer.js'
import { openSqliteStore } from './store/sqlite/sqlite-store.js'
import { aCall, anAccount } from './store/store-rows.contract.js'

const accountSid = `AC${'a'.repeat(32)}` as const
const callSid = `CA${'a'.repeat(32)}` as const
const event: CallEventRecord = { accountSid, callSid, at: 1, kind: 'signal', name: 'ringing', detail: {} }
const notification: Notification = {
  ...{
    sid: `NO${'a'.repeat(32)}`,
    accountSid,
    callSid,
    level: 'warning',
    code: 12200,
    text: 'An unknown verb.',
    at: 1,
  },
  ...{ requestUrl: null, requestMethod: null, requestVariables: null, responseHeaders: null, responseBody: null },
}

async function createWorld() {
  const lines: Record<string, unknown>[] = []
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) })
  const metrics = createMetrics({ connectedDevices: () => 0, openMediaEndpoints: () => 0 })
  const { store } = await openSqliteStore({ file: ':memory:' })
  await store.accounts.insert(anAccount({ sid: accountSid }))
  await store.calls.insert(aCall({ sid: callSid, accountSid }))
  return { store, lines, metrics, observer: createObserver(store, metrics, log) }
}

test('events reach the store in the order they happened', async () => {
  const { store, observer } = await createWorld()
  const names = ['one', 'two', 'three', 'four']
  for (const name of names) observer.event({ ...event, name })
  await observer.settled()
  expect((await store.callEvents.list(callSid, {}, { limit: 100 })).rows.map(({ name }) => name)).toEqual(names)
})

test('a notification is kept, and is a warning in the log', async () => {
  const { store, lines, observer } = await createWorld()
  observer.notification(notification)
  await observer.settled()
  expect((await store.notifications.list(accountSid, { callSid }, { limit: 10 })).rows).toEqual([notification])
  expect(lines).toMatchObject([{ level: 40, callSid, code: 12200, msg: 'An unknown verb.' }])
})

test('an event that cannot be kept is logged and counted, and holds nothing up', async () => {
  const { store, lines, metrics, observer } = await createWorld()
  await store.close()
  observer.event(event)
  await observer.settled()
  expect(lines).toMatchObject([{ level: 50, msg: 'a call event was not kept' }])
  expect(await metrics.render()).toContain('ringdown_faults_total 1\n')
})

test('an event of a call that was deleted is no fault', async () => {
  const { store, lines, metrics, observer } = await createWorld()
  await store.calls.update(callSid, { status: 'completed', endedAt: 2 }, 2)
  expect(await store.calls.delete(accountSid, callSid)).toBe('deleted')
  observer.event(event)
  await observer.settled()
  expect(lines).toEqual([])
  expect(await metrics.render()).toContain('ringdown_faults_total 0\n')
})

test('a defect of the gateway is an error in the log, and counted', async () => {
  const { lines, metrics, observer } = await createWorld()
  observer.fault(callSid, new RangeError('a leg cannot move'))
  expect(lines).toMatchObject([{ level: 50, callSid }])
  expect(await metrics.render()).toContain('ringdown_faults_total 1\n')
})

import { expect, onTestFinished, test } from 'vitest'
import type { Notification } from '../call/notification.js'
import { createDeferred } from '../call/deferred.js'
import { openSqliteStore } from '../store/sqlite/sqlite-store.js'
import { accountSid, anAccount, aPresenceWebhook } from '../store/store-rows.contract.js'
import { createFakeWebhookClient } from '../webhook/fake/fake-webhook-client.js'
import { createManualClock } from '../webhook/manual-clock.contract.js'
import { testIds } from '../webhook/test-ids.contract.js'
import type { PresenceChange } from './presence-change.js'
import { presenceWebhookLimits, PresenceWebhooks } from './presence-webhooks.js'

const { maxUnderWay, maxWaiting } = presenceWebhookLimits

async function createWorld() {
  const clock = createManualClock()
  const { store } = await openSqliteStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  await store.accounts.insert(anAccount())
  await store.presenceWebhooks.set(aPresenceWebhook())
  const webhooks = createFakeWebhookClient({ clock, ids: testIds })
  onTestFinished(() => webhooks.close())
  const notifications: Notification[] = []
  const faults: unknown[] = []
  let tell: (change: PresenceChange) => void = () => undefined
  const sender = new PresenceWebhooks({
    ...{ clock, ids: testIds, store, webhooks },
    presence: {
      onChange: (listener) => {
        tell = listener
      },
    },
    observer: { notification: (notification) => notifications.push(notification) },
    onFault: (error) => faults.push(error),
  })
  const change = (clientName: string): void => {
    tell({ accountSid, clientName, isAvailable: true })
  }
  return { store, webhooks, notifications, faults, sender, change }
}

test('few requests are under way at a time, and what has no room to wait is told of once', async () => {
  const { webhooks, notifications, change } = await createWorld()
  const answered = createDeferred<undefined>()
  webhooks.serve(aPresenceWebhook().url, async () => {
    await answered.promise
    return {}
  })
  const changes = maxUnderWay + maxWaiting + 5
  for (let count = 0; count < changes; count += 1) change('bob')
  await expect.poll(() => webhooks.requests).toHaveLength(maxUnderWay)
  expect(notifications).toMatchObject([{ code: 15003, accountSid, callSid: null }])
  answered.resolve(undefined)
  await expect.poll(() => webhooks.requests.length, { timeout: 10_000 }).toBe(maxUnderWay + maxWaiting)
  expect(notifications).toHaveLength(1)
  change('bob')
  await expect.poll(() => webhooks.requests.at(-1)?.params['SequenceNumber']).toBe(String(changes))
})

test('an account that is suspended is told nothing', async () => {
  const { store, webhooks, change } = await createWorld()
  webhooks.serve(aPresenceWebhook().url, () => ({}))
  await store.accounts.update(accountSid, { status: 'suspended' }, 1)
  const looked = createDeferred<undefined>()
  const { accounts } = store
  const find: typeof accounts.find = async (sid) => {
    const account = await accounts.find(sid)
    looked.resolve(undefined)
    return account
  }
  Object.assign(store, { accounts: { ...accounts, find } })
  change('bob')
  await looked.promise
  await store.accounts.update(accountSid, { status: 'active' }, 1)
  change('jane')
  await expect.poll(() => webhooks.requests.map(({ params }) => params['ClientName'])).toEqual(['jane'])
})

test('when it is stopped it sends nothing more, and reports nothing of what it sent', async () => {
  const { webhooks, notifications, sender, change } = await createWorld()
  const [asked, answered] = [createDeferred<undefined>(), createDeferred<undefined>()]
  webhooks.serve(aPresenceWebhook().url, async () => {
    asked.resolve(undefined)
    await answered.promise
    return { status: 500 }
  })
  for (let count = 0; count <= maxUnderWay; count += 1) change('bob')
  await asked.promise
  await expect.poll(() => webhooks.requests).toHaveLength(maxUnderWay)
  sender.stop()
  answered.resolve(undefined)
  await webhooks.close()
  change('jane')
  expect(webhooks.requests).toHaveLength(maxUnderWay)
  expect(notifications).toEqual([])
})

test('a store that fails is a fault, and the next change is told', async () => {
  const { store, webhooks, faults, change } = await createWorld()
  webhooks.serve(aPresenceWebhook().url, () => ({}))
  const { presenceWebhooks } = store
  Object.assign(store, { presenceWebhooks: { find: () => Promise.reject(new Error('The disk is gone')) } })
  change('bob')
  await expect.poll(() => faults).toHaveLength(1)
  Object.assign(store, { presenceWebhooks })
  change('jane')
  await expect.poll(() => webhooks.requests.map(({ params }) => params['ClientName'])).toEqual(['jane'])
})

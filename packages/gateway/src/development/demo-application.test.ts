import { expect, test } from 'vitest'
import type { Account } from '../account/account.js'
import { openSqliteStore } from '../store/sqlite/sqlite-store.js'
import { systemClock } from '../system-clock.js'
import { systemIds } from '../system-ids.js'
import { ensureDemoApplication } from './demo-application.js'

test('the demo application is made once, and follows the gateway to another port', async () => {
  const { store } = await openSqliteStore({ file: ':memory:', synchronous: 'normal' })
  const sid = systemIds.sid('AC')
  const account: Account = {
    ...{ sid, ownerAccountSid: sid, friendlyName: 'Tests', status: 'active', authToken: 'a', secondaryAuthToken: null },
    ...{ createdAt: 1, updatedAt: 1 },
  }
  await store.accounts.insert(account)
  const ports = { store, ids: systemIds, clock: systemClock }
  const first = await ensureDemoApplication(ports, account, 'http://127.0.0.1:1/demo/voice')
  const second = await ensureDemoApplication(ports, account, 'http://127.0.0.1:2/demo/voice')
  expect(second).toMatchObject({ sid: first.sid, voiceUrl: 'http://127.0.0.1:2/demo/voice' })
  expect((await store.applications.list(sid, {}, { limit: 10 })).rows).toHaveLength(1)
  await store.close()
})

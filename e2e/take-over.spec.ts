import { expect } from '@playwright/test'
import { hearEachOther } from './harness/connect-call.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a device takes over a call that another one of its person is rung for', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const rung = await openPhone('bob')
  await alice.call()
  await rung.saw('incoming')
  const other = await openPhone('bob', { isReceiving: false })
  await other.takeOver(await rung.connectToken())
  await Promise.all([other.saw('accept'), alice.saw('accept'), rung.saw('cancel')])
  await hearEachOther(alice, other)
  expect(await other.callSid()).toBe(await rung.callSid())
  await other.hangUp()
  await alice.saw('disconnect')
})

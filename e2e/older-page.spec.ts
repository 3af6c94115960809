import { expect } from '@playwright/test'
import { hearEachOther } from './harness/connect-call.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

/** As 1.x is if its page does not ask for more. */
const options = { enableRingingState: false }

test('a page that knows no ringing takes the first ringing for the answer, and hears it', async ({
  application,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await alice.call()
  await alice.saw('accept')
  await bob.saw('incoming')
  expect(await bob.told('accept')).toEqual([])
  await alice.hears(440, 480)
  await bob.accept()
  await hearEachOther(alice, bob)
  expect(await alice.told('ringing', 'accept')).toEqual(['accept'])
})

test('under answerOnBridge a page that knows no ringing is answered when the callee accepts', async ({
  application,
  callBook,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob', { answerOnBridge: true }))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await alice.call()
  await bob.saw('incoming')
  const callSid = application.requestsTo('/voice')[0]?.params['CallSid'] ?? ''
  expect(await callBook.call(callSid)).toMatchObject({ status: 'ringing' })
  expect(await alice.told('accept')).toEqual([])
  await bob.accept()
  await alice.saw('accept')
  await hearEachOther(alice, bob)
})

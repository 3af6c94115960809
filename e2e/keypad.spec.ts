import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('keys are heard at the other end, both ways, and are in the timeline of their leg', async ({
  application,
  callBook,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  await alice.press('5')
  await bob.hears(770, 1336)
  await bob.press('9')
  await alice.hears(852, 1477)
  for (const phone of [alice, bob]) {
    const callSid = await phone.callSid()
    const keys = async (): Promise<unknown> =>
      (await callBook.timeline(callSid)).filter(({ kind }) => kind === 'dtmf').map(({ detail }) => detail)
    // How many, not which: what people type is often secret.
    await eventually(`keys of ${phone.name}`, keys).toEqual([{ count: 1 }])
  }
})

test('the star key ends a dial that says so, and the document goes on', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob', { hangupOnStar: true, action: '/dialled' }))
  application.on('/dialled', dialClient('carol'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  const carol = await openPhone('carol')
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  // A star of the callee's, and other keys of the caller's, end nothing.
  await bob.press('*')
  await alice.hears(941, 1209)
  await alice.press('12*')
  await bob.saw('disconnect')
  await carol.saw('incoming')
  await carol.accept()
  await carol.saw('accept')
  await hearEachOther(alice, carol)
  const [told] = application.requestsTo('/dialled')
  expect(told?.params).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true', CallStatus: 'in-progress' })
})

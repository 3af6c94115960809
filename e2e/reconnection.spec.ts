import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a caller that loses its connection keeps its call, and can hang up when it is back', async ({
  application,
  openPhone,
  openWire,
  sdk,
}) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice', { host: wire.host })
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  wire.cut()
  if (sdk === 'twilio-client') await alice.saw('transportClose')
  else expect(await alice.saw('reconnecting')).toMatchObject({ code: 53001 })
  await hearEachOther(alice, bob)
  wire.mend()
  await alice.saw(sdk === 'twilio-client' ? 'registered' : 'reconnected', sdk === 'twilio-client' ? 2 : 1)
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
  expect(await bob.told('call-error', 'cancel')).toEqual([])
})

test('a callee that loses its connection keeps its call, and hears of its end when it is back', async ({
  application,
  openPhone,
  openWire,
  sdk,
}) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { host: wire.host })
  await connectCall(alice, bob)
  wire.cut()
  await bob.saw(sdk === 'twilio-client' ? 'transportClose' : 'reconnecting')
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await alice.saw('disconnect')
  wire.mend()
  await bob.saw('disconnect')
})

test('a phone that loses its connection while it is rung has stopped ringing when it is back', async ({
  application,
  openPhone,
  openWire,
}) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { host: wire.host })
  await alice.call()
  await bob.saw('incoming')
  wire.cut()
  await alice.saw('disconnect')
  wire.mend()
  await eventually('the call of bob', async () => (await bob.view()).status).toBe('closed')
})

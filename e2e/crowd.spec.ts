import { expect } from '@playwright/test'
import { connectCall } from './harness/connect-call.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test.use({ serveFlags: ['--signalling-listens-per-account-per-second', '1'] })

test('devices that come back in a crowd are let in one after another, and are registered again by themselves', async ({
  application,
  openPhone,
  openWire,
}) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice', { host: wire.host })
  const bob = await openPhone('bob', { host: wire.host })
  const carol = await openPhone('carol', { host: wire.host })
  const crowd = [alice, bob, carol]
  wire.cut()
  for (const phone of crowd) await phone.saw('device-error')
  wire.mend()
  for (const phone of crowd) await phone.saw('registered', 2)
  const errors = (await Promise.all(crowd.map((phone) => phone.events()))).flat()
  expect(errors.filter(({ detail }) => detail['code'] === 31206)).toEqual([])
  await connectCall(alice, bob)
  await alice.hangUp()
  await bob.saw('disconnect')
})

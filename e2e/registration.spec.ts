import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a device learns who it is, and where it is connected', async ({ openPhone, sdk }) => {
  const alice = await openPhone('alice')
  const place = sdk === 'twilio-client' ? { region: 'us1' } : { identity: 'alice', home: 'invalid/insights?h=' }
  expect(await alice.deviceView()).toEqual({ edge: 'ashburn', ...place })
})

test('a device that dials the host of an edge learns that it is there', async ({ gateway, openPhone, sdk }) => {
  const alice = await openPhone('alice', { host: `chunderw-vpc-gll-au1.localhost:${gateway.httpsPort}` })
  const bob = await openPhone('bob', { host: `voice-js.sao-paulo.localhost:${gateway.httpsPort}` })
  expect(await alice.deviceView()).toMatchObject({ edge: 'sydney', ...(sdk === 'twilio-client' && { region: 'au1' }) })
  expect(await bob.deviceView()).toMatchObject({ edge: 'sao-paulo', ...(sdk === 'twilio-client' && { region: 'br1' }) })
})

test('a device that unregistered may register again, and is rung again', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await bob.unregister()
  await bob.saw('unregistered')
  await bob.register()
  await bob.saw('registered', 2)
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

test('a device that loses its connection is registered again when it is back', async ({
  application,
  openPhone,
  openWire,
}) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { host: wire.host })
  wire.cut()
  await bob.saw('unregistered')
  wire.mend()
  await bob.saw('registered', 2)
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

test('a caller with an outgoing scope alone calls, and is there for nobody', async ({
  application,
  gateway,
  openPhone,
  sdk,
}) => {
  application.on('/voice', dialClient('bob'))
  const bob = await openPhone('bob')
  const alice = await openPhone('alice', { mayReceive: false, isReceiving: false, side: 'near' })
  // 1.x registers always, and connects for it; 2.x connects when it calls.
  await eventually('devices', () => gateway.figure('ringdown_devices_connected')).toBe(sdk === 'voice-sdk' ? 1 : 2)
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

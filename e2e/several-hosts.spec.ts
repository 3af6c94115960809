import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { findFreePort } from './harness/free-port.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a device that moves to another host stays registered', async ({ application, gateway, openPhone, openWire }) => {
  application.on('/voice', dialClient('bob'))
  const wire = await openWire()
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { host: wire.host })
  await bob.moveTo(gateway.host)
  await bob.saw('registered', 2)
  wire.cut()
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  await eventually('devices', () => gateway.figure('ringdown_devices_connected')).toBe(2)
  const told = await bob.told('registered', 'unregistered', 'device-error')
  expect(told).toEqual(['registered', 'unregistered', 'registered'])
})

test('a device that moves to another edge is rung there', async ({ application, gateway, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob', { host: `voice-js.sydney.localhost:${gateway.httpsPort}` })
  await bob.moveTo(`voice-js.dublin.localhost:${gateway.httpsPort}`)
  await bob.saw('registered', 2)
  expect(await bob.deviceView()).toMatchObject({ edge: 'dublin' })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

test('of a list of hosts the next one serves where the first is away', async ({ application, gateway, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const chunderw = [`localhost:${await findFreePort()}`, gateway.host]
  const bob = await openPhone('bob', { options: { chunderw } })
  const alice = await openPhone('alice', { options: { chunderw } })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
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

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { invite, register } from './signalling/test-support/phone-call.js'
import { SocketClient } from './signalling/test-support/socket-client.js'
import { createMachine, figure, type Machine, serve } from './test-support/gateway-machine.js'
import { createTenant, type Tenant } from './test-support/tenant.js'
import { startWebApplication, type WebApplication } from './test-support/web-application.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let machine: Machine
let web: WebApplication

beforeEach(async () => {
  machine = createMachine()
  web = await startWebApplication()
  web.on('/voice', '<Dial><Client>bob</Client></Dial>')
})

afterEach(async () => {
  await machine.dispose()
  await web.close()
})

async function tenantWith(...flags: readonly string[]) {
  const gateway = await serve(machine, ...flags.map((flag) => `--signalling-${flag}`))
  return { gateway, tenant: await createTenant(machine, gateway, web.url('/voice')) }
}

async function registered(tenant: Tenant): Promise<SocketClient> {
  const device = await tenant.enter({ incoming: 'bob' })
  await register(device)
  return device
}

async function expectPostponement(device: SocketClient): Promise<void> {
  const closed = device.closed()
  expect(await device.next('error')).toMatchObject({ error: { code: 31206 } })
  expect(await closed).toBe(1013)
}

test('a device that dies without a word is cut off within its time, and rung no more', async () => {
  const { gateway, tenant } = await tenantWith('heartbeat-interval-ms=200', 'missed-heartbeats=3')
  const [dead, alive] = [await registered(tenant), await registered(tenant)]
  dead.echoesHeartbeats = false
  const began = performance.now()
  // Cut off, not told to close: nobody is there to be told.
  expect(await dead.closed()).toBe(1006)
  expect(performance.now() - began).toBeGreaterThan(500)
  expect(await figure(gateway, 'ringdown_devices_connected')).toBe(1)
  await invite(await tenant.enter({ incoming: 'alice', outgoing: true }))
  await alive.next('invite')
  expect(dead.leftTypes).toEqual([])
})

test('devices behind a trusted proxy are limited by their own addresses', async () => {
  const flags = ['--trusted-proxies=127.0.0.1', '--signalling-connections-per-address-per-minute=1']
  const { url } = await serve(machine, ...flags, '--signalling-longest-wait-ms=0')
  const open = (forwardedFor: string): Promise<SocketClient> =>
    new SocketClient(url, '1.6', { 'X-Forwarded-For': forwardedFor }).opened()
  const [first, second] = [await open('203.0.113.1'), await open('203.0.113.2')]
  await expectPostponement(await open('198.51.100.1, 203.0.113.1'))
  for (const device of [first, second]) expect(device.leftTypes).toEqual([])
})

test('of the devices of a name the newest ring, as many as are set', async () => {
  const { tenant } = await tenantWith('devices-per-name=2')
  const bobs = [await registered(tenant), await registered(tenant), await registered(tenant)]
  await invite(await tenant.enter({ incoming: 'alice', outgoing: true }))
  const [oldest, ...newest] = bobs
  for (const bob of newest) await bob.next('invite')
  // Had it been rung, that would have come before this.
  await register(oldest as SocketClient)
  expect(oldest?.leftTypes).toEqual([])
})

test('more connections of one address than are set get 31206, and may come back', async () => {
  const { tenant } = await tenantWith('connections-per-address-per-minute=2', 'longest-wait-ms=1000')
  await tenant.open()
  await tenant.open()
  await expectPostponement(await tenant.open())
})

test('more tokens of one account than are set wait for their turn', async () => {
  const { tenant } = await tenantWith('listens-per-account-per-second=2')
  const began = performance.now()
  await Promise.all([1, 2, 3, 4, 5].map(() => tenant.enter({ incoming: 'bob' })))
  // Two at once, and then one each half second.
  expect(performance.now() - began).toBeGreaterThan(1_400)
})

test('more tokens of one account than may wait get 31206, and those of another account do not', async () => {
  const { gateway, tenant } = await tenantWith('listens-per-account-per-second=1', 'longest-wait-ms=0')
  const other = await createTenant(machine, gateway, web.url('/voice'))
  const crowd = await Promise.all(['a', 'b', 'c'].map(() => tenant.open()))
  const refusals = crowd.map((device) => device.next('error'))
  for (const device of crowd) device.send('listen', { token: tenant.token({ incoming: 'bob' }) })
  expect(await Promise.race(refusals)).toMatchObject({ error: { code: 31206 } })
  await other.enter({ incoming: 'bob' })
})

test('a device that sends more than it may is turned away, and another one is not', async () => {
  const { tenant } = await tenantWith('message-burst=5', 'messages-per-second=1')
  const [flooder, other] = [await tenant.enter({ incoming: 'bob' }), await tenant.enter({ incoming: 'bob' })]
  const closed = flooder.closed()
  for (let sent = 0; sent < 10; sent += 1) flooder.send('register', { media: { audio: true } })
  expect(await flooder.next('error')).toMatchObject({ error: { code: 31206 } })
  await flooder.next('close')
  expect(await closed).toBe(1008)
  await register(other)
})

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { accept, invite, offer, register, tempId } from './signalling/test-support/phone-call.js'
import type { SocketClient } from './signalling/test-support/socket-client.js'
import { createMachine, type Machine, serve, type ServingGateway, stop } from './test-support/gateway-machine.js'
import { createTenant, type Grants, type Tenant } from './test-support/tenant.js'
import { startWebApplication, type WebApplication } from './test-support/web-application.js'

// Each command is a process of its own, and a busy machine takes a second to start one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const dialBob = '<Dial><Client>bob</Client></Dial>'
let machine: Machine
let gateway: ServingGateway
let web: WebApplication

beforeAll(async () => {
  machine = createMachine({ env: { RINGDOWN_CALLS_DRAIN_SECONDS: '0' } })
  web = await startWebApplication()
  gateway = await serve(machine)
})

afterAll(async () => {
  expect(await stop(gateway)).toBe(0)
  await web.close()
  await machine.dispose()
})

let paths = 0

/** An account whose application answers calls with these verbs. */
async function tenantWith(verbs: Parameters<WebApplication['on']>[1]): Promise<Tenant & { readonly path: string }> {
  const path = `/voice/${String((paths += 1))}`
  web.on(path, verbs)
  return { ...(await createTenant(machine, gateway, web.url(path))), path }
}

async function registered(tenant: Tenant, grants: Grants, version?: string): Promise<SocketClient> {
  const device = await tenant.enter(grants, version)
  await register(device)
  return device
}

async function expectRefusal(device: SocketClient, code: number): Promise<void> {
  const closed = device.closed()
  expect(await device.next('error')).toMatchObject({ error: { code } })
  await device.next('close')
  expect(await closed).toBe(1008)
}

/** Alice calls bob, and they talk. */
async function talk(tenant: Tenant, grants: Grants = {}) {
  const bob = await registered(tenant, { incoming: 'bob', ...grants })
  const alice = await tenant.enter({ incoming: 'alice', outgoing: true, ...grants })
  await invite(alice)
  const childSid = await accept(bob)
  const { callsid: callSid } = await alice.next('answer')
  return { alice, bob, callSid, childSid }
}

/** The call runs on: what one end does is heard at the other. */
async function expectToHangUp(alice: SocketClient, bob: SocketClient, callsid: string): Promise<void> {
  alice.send('hangup', { callsid })
  await bob.next('hangup')
}

describe('the scopes of a token', () => {
  test('without an outgoing one there is no call out', async () => {
    const tenant = await tenantWith(dialBob)
    const bob = await tenant.enter({ incoming: 'bob' })
    await invite(bob)
    expect(await bob.next('hangup')).toMatchObject({ callsid: tempId, error: { code: 31002 } })
    expect(web.formsOf(tenant.path)).toEqual([])
  })

  test.each(['1.5', '1.6'] as const)('without an incoming one there is no ring (%s)', async (version) => {
    const tenant = await tenantWith('<Dial><Client>caller</Client></Dial>')
    const device = await tenant.enter({ outgoing: true }, version)
    device.send('register', { media: { audio: true } })
    if (version === '1.6') {
      expect(await device.next('error')).toMatchObject({ error: { code: 31201 } })
      await device.next('offline')
    } else await device.next('ready')
    const alice = await tenant.enter({ incoming: 'alice', outgoing: true })
    await invite(alice)
    expect(await alice.next('hangup')).toMatchObject({ error: { code: 31480 } })
    expect(device.leftTypes).toEqual([])
  })

  test('the application is that of the token, whatever the device says', async () => {
    const tenant = await tenantWith('<Reject/>')
    const other = await tenantWith('<Reject/>')
    const device = await tenant.enter({ outgoing: true })
    const params = `ApplicationSid=${other.applicationSid}&appSid=${other.applicationSid}`
    device.send('invite', { callsid: tempId, sdp: await offer(), twilio: { params } })
    await device.next('hangup')
    expect(web.formsOf(tenant.path)).toMatchObject([{ ApplicationSid: tenant.applicationSid }])
    expect(web.formsOf(other.path)).toEqual([])
  })

  test('an application of another account is none', async () => {
    const [tenant, other] = [await tenantWith(dialBob), await tenantWith(dialBob)]
    const device = await tenant.enter({ outgoing: other.applicationSid })
    await invite(device)
    expect(await device.next('hangup')).toMatchObject({ error: { code: 31001 } })
    expect(web.formsOf(other.path)).toEqual([])
  })

  test("parameters of the token beat the device's, and the gateway's own beat both", async () => {
    const tenant = await tenantWith('<Reject/>')
    const params = { plan: 'gold', From: 'client:mallory', AccountSid: 'AC1' }
    const device = await tenant.enter({ incoming: 'alice', outgoing: true, params })
    const sent = 'plan=free&room=7&From=client%3Aeve&CallSid=CA1&AccountSid=AC2&Direction=outbound'
    device.send('invite', { callsid: tempId, sdp: await offer(), twilio: { params: sent } })
    await device.next('hangup')
    const [form] = web.formsOf(tenant.path)
    expect(form).toMatchObject({
      ...{ plan: 'gold', room: '7', From: 'client:alice', AccountSid: tenant.accountSid, Direction: 'inbound' },
    })
    expect(form?.['CallSid']).toMatch(/^CA[\da-f]{32}$/)
  })
})

describe('the life of a token', () => {
  test('an expired one is refused, and so is one that lives over 24 hours', async () => {
    const tenant = await tenantWith(dialBob)
    const nowSeconds = Math.floor(Date.now() / 1000)
    const expired = await tenant.open()
    expired.send('listen', { token: tenant.token({ incoming: 'bob', now: nowSeconds - 7_200, ttl: 3_600 }) })
    await expectRefusal(expired, 31205)
    const endless = await tenant.open()
    endless.send('listen', { token: tenant.token({ incoming: 'bob', now: nowSeconds + 7_200, ttl: 86_400 }) })
    await expectRefusal(endless, 31207)
  })

  test('one that expires starts nothing, receives nothing, and ends no running call', async () => {
    const tenant = await tenantWith(dialBob)
    const { alice, bob, callSid } = await talk(tenant, { ttl: 3 })
    expect(await bob.next('error')).toMatchObject({ error: { code: 31205 } })
    await bob.next('offline')
    await invite(alice, tempId.replace('1', '2'))
    expect(await alice.next('hangup')).toMatchObject({ error: { code: 31205 } })
    const carol = await tenant.enter({ incoming: 'carol', outgoing: true })
    await invite(carol, tempId.replace('1', '3'))
    expect(await carol.next('hangup')).toMatchObject({ error: { code: 31480 } })
    expect(bob.leftTypes).not.toContain('invite')
    await expectToHangUp(alice, bob, callSid)
  })

  test('one that is refreshed on the same socket during a call goes on', async () => {
    const tenant = await tenantWith(dialBob)
    const { alice, bob, callSid } = await talk(tenant, { ttl: 3 })
    bob.send('listen', { token: tenant.token({ incoming: 'bob', ttl: 600 }) })
    const { token } = await bob.next('connected')
    expect(token.identity).toBe('bob')
    // Of the second that has begun since the token was issued, a part is over.
    expect([599, 600]).toContain(token.ttl)
    await invite(alice, tempId.replace('1', '2'))
    await expectToHangUp(alice, bob, callSid)
    await accept(bob)
  })

  test('one that is refused as a refresh during a call leaves the call, and the earlier token, in place', async () => {
    const tenant = await tenantWith(dialBob)
    const { alice, bob, callSid } = await talk(tenant)
    alice.send('listen', { token: tenant.token({ incoming: 'alice', authToken: 'another' }) })
    expect(await alice.next('error')).toMatchObject({ error: { code: 31202 } })
    await expectToHangUp(alice, bob, callSid)
    expect(alice.leftTypes).not.toContain('close')
  })
})

/** What an operator does, in a process of its own, while devices are connected; and what devices then hear. */
const withdrawals = [
  ['revoked by its id', 31204, ({ accountSid }) => [['token', 'revoke', 'stolen', '--account-sid', accountSid]]],
  ['of a suspended account', 31203, ({ accountSid }) => [['account', 'suspend', accountSid]]],
  [
    'signed by an auth token that a rotation has removed',
    31202,
    ({ accountSid }) => ['--start', '--promote', '--remove'].map((step) => ['account', 'rotate', accountSid, step]),
  ],
] as const satisfies readonly (readonly [string, number, (tenant: Tenant) => readonly (readonly string[])[]])[]

describe.each(withdrawals)('a token that is %s', (_what, code, commandsOf) => {
  async function withdraw(tenant: Tenant): Promise<void> {
    for (const command of commandsOf(tenant)) {
      expect(await machine.run(...command)).toMatchObject({ exitCode: 0 })
    }
  }

  test('is refused, starts no call, and ends no running one', async () => {
    const tenant = await tenantWith(dialBob)
    const { alice, bob, callSid } = await talk(tenant, { tokenId: 'stolen' })
    await withdraw(tenant)
    const late = await tenant.open()
    late.send('listen', { token: tenant.token({ incoming: 'alice', tokenId: 'stolen' }) })
    await expectRefusal(late, code)
    await invite(alice, tempId.replace('1', '2'))
    expect(await alice.next('hangup')).toMatchObject({ error: { code } })
    expect(web.formsOf(tenant.path)).toHaveLength(1)
    await expectToHangUp(alice, bob, callSid)
  })

  test('is rung no more, from that moment on', async () => {
    let withdrawn: () => Promise<void> = () => Promise.resolve()
    const tenant = await tenantWith(async () => {
      await withdrawn()
      return dialBob
    })
    withdrawn = () => withdraw(tenant)
    const bob = await registered(tenant, { incoming: 'bob', tokenId: 'stolen' })
    const alice = await tenant.enter({ incoming: 'alice', outgoing: true })
    await invite(alice)
    const closed = bob.closed()
    expect(await alice.next('hangup')).toMatchObject({ error: { code: 31480 } })
    expect(await bob.next('error')).toMatchObject({ error: { code } })
    expect(await closed).toBe(1008)
    expect(bob.leftTypes).not.toContain('invite')
  })

  test('is turned away within seconds with its device, and after its call a device that has one', async () => {
    const tenant = await tenantWith(dialBob)
    const idle = await registered(tenant, { incoming: 'carol', tokenId: 'stolen' })
    const { alice, bob, callSid } = await talk(tenant, { tokenId: 'stolen' })
    const began = performance.now()
    const closed = Promise.all([idle, alice, bob].map((device) => device.closed()))
    await withdraw(tenant)
    await expectRefusal(idle, code)
    // Commands take a second each on a busy machine.
    expect(performance.now() - began).toBeLessThan(20_000)
    await expectToHangUp(alice, bob, callSid)
    expect(await closed).toEqual([1008, 1008, 1008])
  })
})

test('after a rotation old tokens live exactly as long as the secondary key stands', async () => {
  const tenant = await tenantWith(dialBob)
  const rotate = (step: string): Promise<unknown> => machine.run('account', 'rotate', tenant.accountSid, step)
  for (const step of ['--start', '--promote']) {
    await rotate(step)
    const { alice, bob, callSid } = await talk(tenant)
    await expectToHangUp(alice, bob, callSid)
  }
  await rotate('--remove')
  const late = await tenant.open()
  late.send('listen', { token: tenant.token({ incoming: 'bob' }) })
  await expectRefusal(late, 31202)
})

test('an account that is resumed is accepted again, and a device that talked meanwhile stays', async () => {
  const tenant = await tenantWith(dialBob)
  const { alice, bob: first, callSid } = await talk(tenant)
  const idle = await tenant.enter({ incoming: 'carol' })
  await machine.run('account', 'suspend', tenant.accountSid)
  await expectRefusal(idle, 31203)
  await machine.run('account', 'resume', tenant.accountSid)
  await registered(tenant, { incoming: 'dave' })
  const other = await tenant.enter({ incoming: 'eve' })
  // Once another account's withdrawal was heeded, so was this one's return.
  const later = await tenantWith(dialBob)
  const last = await later.enter({ incoming: 'bob' })
  await machine.run('account', 'suspend', later.accountSid)
  await expectRefusal(last, 31203)
  await expectToHangUp(alice, first, callSid)
  expect(other.leftTypes).toEqual([])
  const bob = await registered(tenant, { incoming: 'bob' })
  await invite(alice, tempId.replace('1', '2'))
  await accept(bob)
  await alice.next('answer')
})

import { once } from 'node:events'
import { join } from 'node:path'
import { isFinal } from '@ringdown/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { accept, invite, offer, register, tempId } from './signalling/test-support/phone-call.js'
import type { SocketClient } from './signalling/test-support/socket-client.js'
import { openSqliteStore } from './store/sqlite/sqlite-store.js'
import { createMachine, killed, type Machine, serve, type ServingGateway } from './test-support/gateway-machine.js'
import { createTenant, type Tenant, tenantOn } from './test-support/tenant.js'
import { startWebApplication, type WebApplication } from './test-support/web-application.js'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let machine: Machine
let web: WebApplication

beforeEach(async () => {
  machine = createMachine()
  web = await startWebApplication()
})

afterEach(async () => {
  await machine.dispose()
  await web.close()
})

async function start(...args: readonly string[]): Promise<{ gateway: ServingGateway; tenant: Tenant }> {
  const gateway = await serve(machine, ...args)
  web.on('/voice', '<Dial><Client>bob</Client></Dial>')
  return { gateway, tenant: await createTenant(machine, gateway, web.url('/voice')) }
}

type Version = '1.5' | '1.6'

async function talk(tenant: Tenant, version: Version = '1.6') {
  const bob = await tenant.enter({ incoming: 'bob' }, version)
  await register(bob)
  const alice = await tenant.enter({ incoming: 'alice', outgoing: true }, version)
  const sdp = await offer()
  alice.send('invite', { callsid: tempId, sdp, twilio: {} })
  const childSid = await accept(bob)
  const { callsid: callSid, reconnect = '' } = await alice.next('answer')
  return { alice, bob, callSid, childSid, reconnect, sdp }
}

/** Everything that is in the store of a gateway that has ended. */
async function readCalls({ accountSid }: Tenant) {
  const { store } = await openSqliteStore({ file: join(machine.dataDir, 'ringdown.sqlite') })
  try {
    const { rows } = await store.calls.list(accountSid, {}, { limit: 1_000 })
    return new Map(rows.map((row) => [row.sid as string, row]))
  } finally {
    await store.close()
  }
}

/** Send a signal, and wait until it shows: from then on the gateway drains. */
async function terminate({ child, httpPort }: ServingGateway, idle: SocketClient): Promise<void> {
  const closed = idle.closed()
  child.kill('SIGTERM')
  expect(await closed).toBe(1012)
  const ready = await fetch(`http://127.0.0.1:${httpPort}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', reason: 'It is shutting down.' }])
}

describe('a gateway that is told to end while a call runs', () => {
  test.each(['1.5', '1.6'] as const)(
    'sends idle devices away, lets the device of the call come back to it, and ends with the call (%s)',
    async (version) => {
      const { gateway, tenant } = await start('--calls-drain-seconds', '600')
      const exit = once(gateway.child, 'close')
      const { alice, bob, callSid, reconnect, sdp } = await talk(tenant, version)
      await terminate(gateway, await tenant.enter({ incoming: 'carol' }, version))
      // There is no other node: whoever comes back is let in, and starts no call.
      const stranger = await tenant.enter({ incoming: 'carol', outgoing: true }, version)
      await register(stranger)
      const turnedAway = stranger.closed()
      await invite(stranger, tempId.replace('1', '3'))
      expect(await stranger.next('hangup')).toMatchObject({ error: { code: 31503 } })
      expect(await turnedAway).toBe(1012)

      alice.drop()
      const back = await tenant.enter({ incoming: 'alice', outgoing: true }, version)
      if (version === '1.6') {
        back.send('invite', { callsid: callSid, sdp, reconnect, twilio: {} })
        expect(await back.next('answer')).toMatchObject({ callsid: callSid })
      }
      await invite(back, tempId.replace('1', '2'))
      expect(await back.next('hangup')).toMatchObject({ error: { code: 31503 } })
      const closed = bob.closed()
      back.send('hangup', { callsid: callSid })
      await bob.next('hangup')
      expect(await closed).toBe(1001)
      expect(await exit).toEqual([0, null])
      expect([...(await readCalls(tenant)).values()].map(({ status }) => status)).toEqual(['completed', 'completed'])
    },
  )

  test('waits for the bound that the operator sets, and then ends the call itself', async () => {
    const { gateway, tenant } = await start('--calls-drain-seconds', '1')
    const exit = once(gateway.child, 'close')
    const { alice, bob, callSid, childSid } = await talk(tenant)
    const began = performance.now()
    await terminate(gateway, await tenant.enter({ incoming: 'carol' }))
    expect(await alice.next('hangup')).toMatchObject({ callsid: callSid })
    expect(await bob.next('hangup')).toMatchObject({ callsid: childSid })
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(await exit).toEqual([0, null])
    const calls = await readCalls(tenant)
    expect([callSid, childSid].map((sid) => calls.get(sid)?.status)).toEqual(['completed', 'completed'])
  })
})

/** What somebody was told of a call before the gateway was killed: it must still be so afterwards. */
interface Acknowledged {
  /** Calls that a device or an application knows of. */
  readonly begun: Set<string>
  /** Calls whose end was told. */
  readonly ended: Set<string>
}

/** Make calls one after another, half of which are hung up, until the gateway is gone. */
async function callWithoutEnd(tenant: Tenant, name: string, { begun, ended }: Acknowledged): Promise<void> {
  const [caller, callee] = [
    await tenant.enter({ incoming: `caller_${name}`, outgoing: true }),
    await tenant.enter({ incoming: name }),
  ]
  await register(callee)
  for (let count = 1; ; count += 1) {
    const params = `To=${name}`
    const suffix = `${name}${String(count).padStart(6, '0')}`.padStart(12, '0')
    caller.send('invite', {
      ...{ callsid: `TJS00000000-0000-4000-8000-${suffix}`, sdp: await offer(), twilio: { params } },
    })
    const childSid = await accept(callee)
    begun.add(childSid)
    const { callsid: callSid } = await caller.next('answer')
    begun.add(callSid)
    if (count % 2 === 0) continue
    callee.send('hangup', { callsid: childSid })
    const { callsid = '' } = await caller.next('hangup')
    ended.add(callsid)
  }
}

test('a gateway that is killed in the middle of calls loses nothing that was told, and the next one fails the orphans', async () => {
  const { gateway, tenant } = await start()
  web.on('/voice', ({ To = '' }) => `<Dial action="/after"><Client>${To}</Client></Dial>`)
  web.on('/after', '<Hangup/>')
  const told: Acknowledged = { begun: new Set(), ended: new Set() }
  const workers = ['a', 'b', 'c', 'd'].map((name) => callWithoutEnd(tenant, name, told))
  await Promise.race([
    Promise.all(workers),
    vi.waitUntil(() => told.ended.size >= 40, { timeout: 40_000, interval: 1 }),
  ])
  await killed(gateway.child)
  expect(gateway.child.signalCode).toBe('SIGKILL')
  for (const { CallSid = '', DialCallSid = '' } of [...web.formsOf('/voice'), ...web.formsOf('/after')]) {
    told.begun.add(CallSid)
    if (DialCallSid !== '') told.ended.add(DialCallSid)
  }
  const [begun, ended] = [[...told.begun], [...told.ended]]

  const next = await serve(machine)
  const calls = await readCalls(tenant)
  expect(begun.filter((sid) => calls.get(sid) === undefined)).toEqual([])
  expect(ended.filter((sid) => calls.get(sid)?.status !== 'completed')).toEqual([])
  expect([...calls.values()].filter(({ status }) => !isFinal(status))).toEqual([])
  const orphans = [...calls.values()].filter(({ status }) => status === 'failed')
  // Every other call was never hung up.
  expect(orphans.length).toBeGreaterThanOrEqual(40)
  for (const { endReason, endedAt } of orphans) {
    expect(endReason).toBe('The gateway was restarted while the call ran.')
    expect(endedAt).not.toBeNull()
  }

  // Devices come back by themselves, and call.
  web.on('/voice', '<Dial><Client>bob</Client></Dial>')
  const { alice, bob, callSid } = await talk(tenantOn(next, tenant))
  alice.send('hangup', { callsid: callSid })
  await bob.next('hangup')
  await killed(next.child)
  expect(await next.log).toContain(`"calls":${String(orphans.length)}`)
})

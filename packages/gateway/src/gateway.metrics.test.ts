import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WeriftDevice } from './media/werift/werift-device.contract.js'
import { register, tempId } from './signalling/test-support/phone-call.js'
import type { SocketClient } from './signalling/test-support/socket-client.js'
import { createMachine, figure, type Machine, serve, type ServingGateway } from './test-support/gateway-machine.js'
import { createTenant, type Tenant } from './test-support/tenant.js'
import { startWebApplication, type WebApplication } from './test-support/web-application.js'

// Real calls with real media, in processes of their own.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })
const patience = { timeout: 20_000 } as const

const packet = { format: 'opus', payload: Buffer.from('an opus frame') } as const

let machine: Machine
let web: WebApplication
let gateway: ServingGateway
let tenant: Tenant
const browsers: WeriftDevice[] = []

beforeEach(async () => {
  machine = createMachine()
  web = await startWebApplication()
  gateway = await serve(machine)
  tenant = await createTenant(machine, gateway, web.url('/voice'))
})

afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await machine.dispose()
  await web.close()
})

function createBrowser(): WeriftDevice {
  const browser = new WeriftDevice()
  browsers.push(browser)
  return browser
}

function expectFigure(name: string) {
  return expect.poll(() => figure(gateway, name), patience)
}

/** The gateway sends without a pause, so that this is when the browser's media is connected. */
function hearsAnything(browser: WeriftDevice): Promise<void> {
  return new Promise((resolve) => {
    const stop = browser.onPacket(() => {
      stop()
      resolve()
    })
  })
}

/** Lose every packet that the browser sends while the function runs. */
async function losing(browser: WeriftDevice, run: () => Promise<void> | void): Promise<void> {
  const [transport] = browser.connection.dtlsTransports
  if (transport === undefined) throw new Error('The browser has no transport')
  const send = transport.sendRtp.bind(transport)
  transport.sendRtp = () => Promise.resolve(0)
  await run()
  // The browser sends in a microtask.
  await Promise.resolve()
  transport.sendRtp = send
}

interface Talk {
  readonly alice: SocketClient
  readonly bob: SocketClient
  readonly callSid: string
  readonly aliceBrowser: WeriftDevice
  readonly bobBrowser: WeriftDevice
}

async function talk(): Promise<Talk> {
  const [aliceBrowser, bobBrowser] = [createBrowser(), createBrowser()]
  const bob = await tenant.enter({ incoming: 'bob' })
  await register(bob)
  const alice = await tenant.enter({ incoming: 'alice', outgoing: true })
  alice.send('invite', { callsid: tempId, sdp: await aliceBrowser.offer(), twilio: {} })
  const { sdp: earlySdp = '' } = await alice.next('ringing')
  await aliceBrowser.acceptAnswer(earlySdp)
  const { callsid: childSid, sdp } = await bob.next('invite')
  await expectFigure('ringdown_legs{status="ringing"}').toBe(1)
  bob.send('answer', { callsid: childSid, sdp: await bobBrowser.answer(sdp) })
  const { callsid: callSid } = await alice.next('answer')
  return { alice, bob, callSid, aliceBrowser, bobBrowser }
}

test('devices, calls by state, set-up times, webhook times, and media packets and their loss are seen in /metrics', async () => {
  web.on('/voice', '<Dial><Client>bob</Client></Dial>')
  expect(await figure(gateway, 'ringdown_devices_connected')).toBe(0)
  const { alice, bob, callSid, aliceBrowser, bobBrowser } = await talk()
  expect(await figure(gateway, 'ringdown_devices_connected')).toBe(2)
  expect(await figure(gateway, 'ringdown_media_endpoints_open')).toBe(2)
  expect(await figure(gateway, 'ringdown_legs{status="in-progress"}')).toBe(2)
  for (const direction of ['inbound', 'outbound-dial']) {
    expect(await figure(gateway, `ringdown_leg_setup_seconds_count{direction="${direction}"}`)).toBe(1)
    const seconds = await figure(gateway, `ringdown_leg_setup_seconds_sum{direction="${direction}"}`)
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(30)
  }
  expect(await figure(gateway, 'ringdown_webhook_seconds_count{outcome="2xx"}')).toBe(1)
  expect(await figure(gateway, 'ringdown_webhook_seconds_sum{outcome="2xx"}')).toBeGreaterThan(0)

  for (const browser of [aliceBrowser, bobBrowser]) await hearsAnything(browser)
  const heard = bobBrowser.hears(packet)
  for (let count = 0; count < 10; count += 1) aliceBrowser.send(packet)
  await heard
  await losing(aliceBrowser, () => {
    for (let count = 0; count < 5; count += 1) aliceBrowser.send(packet)
  })
  const last = { ...packet, payload: Buffer.from('the last one') }
  const heardLast = bobBrowser.hears(last)
  aliceBrowser.send(last)
  await heardLast

  alice.send('hangup', { callsid: callSid })
  await bob.next('hangup')
  await expectFigure('ringdown_legs_ended_total{status="completed",direction="inbound"}').toBe(1)
  await expectFigure('ringdown_legs_ended_total{status="completed",direction="outbound-dial"}').toBe(1)
  await expectFigure('ringdown_media_endpoints_open').toBe(0)
  expect(await figure(gateway, 'ringdown_legs{status="in-progress"}')).toBe(0)
  expect(await figure(gateway, 'ringdown_media_packets_total{fate="received"}')).toBe(11)
  expect(await figure(gateway, 'ringdown_media_packets_total{fate="lost"}')).toBe(5)
  expect(await figure(gateway, 'ringdown_media_packets_total{fate="sent"}')).toBeGreaterThanOrEqual(11)

  for (const device of [alice, bob]) device.drop()
  await expectFigure('ringdown_devices_connected').toBe(0)
})

test('webhooks that fail, calls that fail with them, and tokens that are refused are seen in /metrics', async () => {
  const alice = await tenant.enter({ incoming: 'alice', outgoing: true })
  const dial = async (last: number): Promise<void> => {
    alice.send('invite', {
      callsid: tempId.replace(/1$/, String(last)),
      sdp: await createBrowser().offer(),
      twilio: {},
    })
    await alice.next('hangup')
  }
  web.on('/voice', () => 500)
  await dial(1)
  await expectFigure('ringdown_webhook_seconds_count{outcome="5xx"}').toBe(1)
  await expectFigure('ringdown_legs_ended_total{status="failed",direction="inbound"}').toBe(1)
  await web.close()
  await dial(2)
  // A refused connection is tried twice.
  await expectFigure('ringdown_webhook_seconds_count{outcome="failed"}').toBe(2)
  await expectFigure('ringdown_legs_ended_total{status="failed",direction="inbound"}').toBe(2)

  const forger = await tenant.open()
  forger.send('listen', { token: tenant.token({ incoming: 'alice', authToken: 'another' }) })
  await forger.next('close')
  expect(await figure(gateway, 'ringdown_tokens_refused_total{code="31202"}')).toBe(1)
})

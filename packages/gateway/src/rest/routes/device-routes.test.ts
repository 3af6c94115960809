import { ClientCapability } from '@ringdown/token'
import { describe, expect, test } from 'vitest'
import { enterDevice } from '../../test-support/rest-device.js'
import { createRestPhone } from '../../test-support/rest-phone.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const list = `/ringdown/v1/Accounts/AC${'a'.repeat(32)}/Devices`
const nobody = '00000000-0000-4000-8000-000000000000'

interface Device {
  readonly id: string
  readonly identity: string
  readonly in_call: boolean
}

async function listDevices(world: RestWorld, query = ''): Promise<readonly Device[]> {
  const { status, json } = await world.ask(`${list}${query}`)
  expect(status).toBe(200)
  return (json as { readonly devices: readonly Device[] }).devices
}

describe('a device that is connected', () => {
  test('is listed with what is known of it, and never with its token or its address', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const grants = { incoming: 'bob', tokenId: 'laptop-1', ttl: 600 }
    const bob = await phone.register(grants)
    const browserinfo = { p: 'browser', v: '2.18.5', plugin: 'rtc', browser: { userAgent: 'secret agent' } }
    const token = phone.token({ ...grants, incoming: 'robert' })
    world.clock.advance(5_000)
    bob.send('listen', { token, browserinfo })
    await bob.next('connected')
    const { json, text } = await world.ask(list)
    expect(json).toMatchObject({
      devices: [
        {
          id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
          account_sid: world.account.sid,
          identity: 'robert',
          registered: true,
          client_names: ['robert'],
          in_call: false,
          sdk: '@twilio/voice-sdk',
          sdk_version: '2.18.5',
          protocol_version: '1.6',
          address_family: 'IPv4',
          token_id: 'laptop-1',
          date_token_expires: '2026-11-21T00:10:00Z',
          date_connected: '2026-11-21T00:00:00Z',
          date_registered: '2026-11-21T00:00:00Z',
        },
      ],
      page: 0,
      page_size: 50,
      next_page_uri: null,
    })
    expect(text).not.toContain(token.split('.')[2])
    expect(text).not.toMatch(/127\.0\.0\.1|secret agent/)
    const [device] = (json as { devices: readonly { readonly uri: string }[] }).devices
    expect((await world.ask(device?.uri ?? '')).json).toEqual(device)
  })

  test('and not registered is listed as such, and so is one that no longer is', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    await phone.enter({ outgoing: true }, '1.5')
    const unregistered = {
      ...{ identity: 'caller', registered: false, client_names: [], date_registered: null },
      ...{ sdk: null, sdk_version: null, protocol_version: '1.5', token_id: null },
    }
    expect(await listDevices(world)).toMatchObject([unregistered])
    const bob = await phone.register({ incoming: 'bob' })
    bob.send('register', { media: { audio: false } })
    await bob.next('offline')
    expect(await listDevices(world, '?Registered=true')).toEqual([])
    expect(await listDevices(world, '?Registered=false')).toHaveLength(2)
  })

  test('is listed until it goes, and under another id when it comes back', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const bob = await phone.register({ incoming: 'bob' })
    const [before] = await listDevices(world)
    bob.drop()
    await expect.poll(() => listDevices(world)).toEqual([])
    expect((await world.ask(`${list}/${before?.id ?? ''}`)).status).toBe(404)
    await phone.register({ incoming: 'bob' })
    const [after] = await listDevices(world)
    expect(after?.id).not.toBe(before?.id)
  })

  test('behind a proxy is listed with what the proxy says of it, if the proxy is trusted', async () => {
    for (const [trusted, family] of [
      ['127.0.0.0/8', 'IPv6'],
      ['10.0.0.0/8', 'IPv4'],
    ] as const) {
      const world = await createRestWorld({ RINGDOWN_TRUSTED_PROXIES: trusted })
      await enterDevice(world, 'bob', '2001:db8::7')
      expect(await listDevices(world)).toMatchObject([{ identity: 'bob', address_family: family }])
    }
  })

  test('and in a call is listed as in a call, at both ends', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const { alice, bob, callSid } = await phone.talk()
    await phone.register({ incoming: 'carol' })
    const inCall = async (): Promise<unknown> =>
      Object.fromEntries((await listDevices(world)).map((one) => [one.identity, one.in_call]))
    expect(await inCall()).toEqual({ alice: true, bob: true, carol: false })
    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    await expect.poll(inCall).toEqual({ alice: false, bob: false, carol: false })
  })
})

describe('a list of devices', () => {
  test('is read page by page, the latest to connect first, and filtered by client name', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    for (const incoming of ['bob', 'jane', 'bob', 'eve']) {
      await phone.register({ incoming })
      world.clock.advance(1_000)
    }
    const names = (devices: readonly Device[]): readonly string[] => devices.map(({ identity }) => identity)
    expect(names(await listDevices(world))).toEqual(['eve', 'bob', 'jane', 'bob'])
    expect(names(await listDevices(world, '?ClientName=bob'))).toEqual(['bob', 'bob'])
    const read: string[] = []
    let next: string | null = `${list}?PageSize=3`
    while (next !== null) {
      const { json } = await world.ask(next)
      const page = json as { readonly devices: readonly Device[]; readonly next_page_uri: string | null }
      read.push(...names(page.devices))
      next = page.next_page_uri
    }
    expect(read).toEqual(['eve', 'bob', 'jane', 'bob'])
  })

  test('holds no device of another account', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    await phone.register({ incoming: 'bob' })
    const [bob] = await listDevices(world)
    const { sid } = await world.clients[6].api.v2010.accounts.create()
    const foreign = list.replace(world.account.sid, sid)
    expect((await world.ask(foreign)).json).toMatchObject({ devices: [] })
    for (const method of ['GET', 'DELETE'])
      expect((await world.ask(`${foreign}/${bob?.id ?? ''}`, { method })).status).toBe(404)
    expect(await listDevices(world)).toHaveLength(1)
  })

  test('needs credentials, and those of an API key will do', async () => {
    const world = await createRestWorld()
    expect(await world.ask(list, { signIn: undefined })).toMatchObject({ status: 401, json: { code: 20003 } })
    const { sid: username, secret: password } = await world.clients[6].newKeys.create({})
    expect((await world.ask(list, { signIn: { username, password } })).status).toBe(200)
  })
})

describe('a device that is disconnected', () => {
  test('is told and closed, is listed no more, and comes back with its token when its page says so', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const bob = await phone.register({ incoming: 'bob' })
    const jane = await phone.register({ incoming: 'jane' })
    const [device] = await listDevices(world, '?ClientName=bob')
    const closed = bob.closed()
    expect(await world.ask(`${list}/${device?.id ?? ''}`, { method: 'DELETE' })).toMatchObject({
      status: 204,
      text: '',
    })
    expect(await bob.next('error')).toMatchObject({
      error: { code: 31005, message: expect.stringContaining('disconnected this device') as string },
    })
    await bob.next('close')
    expect(await closed).toBe(1008)
    expect((await listDevices(world)).map(({ identity }) => identity)).toEqual(['jane'])
    expect((await world.ask(`${list}/${device?.id ?? ''}`, { method: 'DELETE' })).status).toBe(404)
    await phone.register({ incoming: 'bob' })
    expect(await listDevices(world, '?ClientName=bob')).toHaveLength(1)
    expect(jane.leftTypes).toEqual([])
  })

  async function disconnect(world: RestWorld, clientName: string): Promise<void> {
    const device = (await listDevices(world)).find(({ identity }) => identity === clientName)
    expect((await world.ask(`${list}/${device?.id ?? ''}`, { method: 'DELETE' })).status).toBe(204)
  }

  test('and talks leaves its call running: the other end hears nothing of it, and can end the call', async () => {
    const world = await createRestWorld()
    const { alice, bob, callSid, childSid } = await (await createRestPhone(world)).talk()
    const statuses = async (): Promise<unknown> =>
      Promise.all([callSid, childSid].map(async (sid) => (await world.clients[6].calls(sid).fetch()).status))
    const closed = bob.closed()
    await disconnect(world, 'bob')
    expect(await bob.next('error')).toMatchObject({ error: { code: 31005 } })
    expect(await closed).toBe(1008)
    expect(await statuses()).toEqual(['in-progress', 'in-progress'])
    expect(alice.leftTypes).not.toContain('hangup')
    alice.send('hangup', { callsid: callSid })
    await expect.poll(statuses).toEqual(['completed', 'completed'])
  })

  test('and talks has its call ended when its audio has ceased for as long as a lost device is waited for', async () => {
    const world = await createRestWorld({ RINGDOWN_CALLS_RECONNECT_GRACE_SECONDS: '9' })
    const { alice, bob, callSid } = await (await createRestPhone(world)).talk()
    await disconnect(world, 'bob')
    await bob.next('close')
    world.clock.advance(8_999)
    expect(await world.clients[6].calls(callSid).fetch()).toMatchObject({ status: 'in-progress' })
    world.clock.advance(1)
    expect(await alice.next('hangup')).toMatchObject({ callsid: callSid })
  })

  test('and talks can come back to its call when its page registers it again', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const { alice, bob, callSid, childSid } = await phone.talk()
    await disconnect(world, 'bob')
    await bob.next('close')
    const again = await phone.register({ incoming: 'bob' })
    again.send('hangup', { callsid: childSid })
    expect(await alice.next('hangup')).toMatchObject({ callsid: callSid })
  })

  test('and rings is given up, and its caller told that nobody can be reached', async () => {
    const world = await createRestWorld()
    const phone = await createRestPhone(world)
    const bob = await phone.register({ incoming: 'bob' })
    const alice = await phone.enter({ incoming: 'alice', outgoing: true })
    await phone.invite(alice)
    await bob.next('invite')
    await disconnect(world, 'bob')
    expect(await alice.next('hangup')).toMatchObject({ error: { code: 31408 } })
  })

  test.each([nobody, 'x', '1', 'x'.repeat(200)])('must be there: %s is not', async (id) => {
    const world = await createRestWorld()
    for (const method of ['GET', 'DELETE'])
      expect(await world.ask(`${list}/${id}`, { method })).toMatchObject({ status: 404, json: { code: 20404 } })
  })
})

const nameRule = 'ClientName must be 1 to 256 characters without spaces, control characters or any of <>#%"{}|\\^[]`.'

test.each<[Record<string, string>, number, string]>([
  [{ ClientName: '' }, 31105, `Invalid client name: ${nameRule}`],
  [{ ClientName: 'a b' }, 31105, `Invalid client name: ${nameRule}`],
  [{ ClientName: 'x'.repeat(257) }, 31105, `Invalid client name: ${nameRule}`],
  [{ Registered: 'yes' }, 20422, 'Invalid Parameter: Registered must be true or false.'],
  [{ Registered: '' }, 20422, 'Invalid Parameter: Registered must be true or false.'],
  [{ Registered: 'true'.repeat(99) }, 20422, 'Invalid Parameter: Registered must be true or false.'],
  [{ PageToken: 'PAZZZ' }, 20422, 'Invalid Parameter: PageToken was not made by this list; start from the first page.'],
])('the filter %j is refused', async (form, code, message) => {
  await expectParameterFault(await createRestWorld(), { path: list, form, method: 'GET', code, message })
})

test('a capability token is not what signs in here', async () => {
  const world = await createRestWorld()
  const capability = new ClientCapability({ accountSid: world.account.sid, authToken: world.account.authToken })
  const headers = { Authorization: `Bearer ${capability.toJwt()}` }
  expect((await world.ask(list, { signIn: undefined, headers })).status).toBe(401)
})

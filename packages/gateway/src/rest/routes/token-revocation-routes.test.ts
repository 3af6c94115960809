import { describe, expect, test } from 'vitest'
import { createRestPhone, type RestPhone } from '../../test-support/rest-phone.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld, type RawAnswer, type RestWorld } from '../test-support/rest-world.js'

const account = `/ringdown/v1/Accounts/AC${'a'.repeat(32)}`
const list = `${account}/TokenRevocations`

function revoke(world: RestWorld, form: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return world.ask(list, { method: 'POST', form })
}

async function createPhoneWorld(): Promise<{ readonly world: RestWorld; readonly phone: RestPhone }> {
  const world = await createRestWorld()
  return { world, phone: await createRestPhone(world) }
}

async function presentNames(world: RestWorld): Promise<readonly string[]> {
  const { json } = await world.ask(`${account}/Devices?Registered=true`)
  return (json as { devices: readonly { identity: string }[] }).devices.map(({ identity }) => identity).sort()
}

const refusal = { error: { code: 31204, message: expect.stringContaining('revoked') as string } }

describe('the revocation of a token id', () => {
  test('turns its device away at once, refuses the token from then on, and concerns no other', async () => {
    const { world, phone } = await createPhoneWorld()
    const grants = { incoming: 'bob', tokenId: 'stolen' }
    const [bob, jane] = [await phone.register(grants), await phone.register({ incoming: 'jane', tokenId: 'hers' })]
    const closed = bob.closed()
    expect(await revoke(world, { TokenId: 'stolen' })).toMatchObject({
      status: 201,
      json: {
        account_sid: world.account.sid,
        token_id: 'stolen',
        client_name: null,
        date_issued_before: null,
        date_expires: '2027-11-22T00:00:00Z',
        date_created: '2026-11-21T00:00:00Z',
      },
    })
    expect(await presentNames(world)).toEqual(['jane'])
    expect(await bob.next('error')).toMatchObject(refusal)
    await bob.next('close')
    expect(await closed).toBe(1008)
    expect(bob.leftTypes).not.toContain('error')
    expect(jane.leftTypes).toEqual([])

    const again = await phone.open()
    again.send('listen', { token: phone.token(grants) })
    expect(await again.next('error')).toMatchObject(refusal)
    await phone.register({ incoming: 'bob', tokenId: 'fresh' })
    expect(await presentNames(world)).toEqual(['bob', 'jane'])
  })

  test('is kept until the moment at which its tokens have expired, and never for less than before', async () => {
    const { world, phone } = await createPhoneWorld()
    const expiry = async (form: Record<string, string>): Promise<unknown> =>
      ((await revoke(world, { TokenId: 'stolen', ...form })).json as { readonly date_expires: string }).date_expires
    expect(await expiry({ DateExpires: '2026-11-21T01:00:00.250Z' })).toBe('2026-11-21T01:00:01Z')
    expect(await expiry({ DateExpires: '2026-11-21T02:00:00+01:30' })).toBe('2026-11-21T01:00:01Z')
    expect(await expiry({ DateExpires: '2026-11-21T03:00:00Z' })).toBe('2026-11-21T03:00:00Z')
    world.clock.advance(3 * 3_600_000)
    await phone.register({ incoming: 'bob', tokenId: 'stolen' })
    await revoke(world, { TokenId: 'another' })
    expect((await world.ask(list)).json).toMatchObject({ revocations: [{ token_id: 'another' }] })
  })
})

describe('the revocation of a client name', () => {
  test('turns away every device of that name, until it has a token that was issued later', async () => {
    const { world, phone } = await createPhoneWorld()
    const devices = [await phone.register({ incoming: 'bob' }), await phone.register({ incoming: 'bob' })]
    await phone.register({ incoming: 'jane' })
    expect(await revoke(world, { ClientName: 'bob' })).toMatchObject({
      status: 201,
      json: {
        ...{ token_id: null, client_name: 'bob', date_issued_before: '2026-11-21T00:00:01Z' },
        ...{ date_expires: '2026-11-22T00:00:01Z', date_created: '2026-11-21T00:00:00Z' },
      },
    })
    for (const device of devices) {
      expect(await device.next('error')).toMatchObject(refusal)
      await device.next('close')
    }
    expect(await presentNames(world)).toEqual(['jane'])
    world.clock.advance(1_000)
    await phone.register({ incoming: 'bob' })
    expect(await presentNames(world)).toEqual(['bob', 'jane'])
  })
})

describe('a call that runs under a token that is revoked', () => {
  test('goes on and can be hung up, its device starts nothing new, and goes when the call is over', async () => {
    const { world, phone } = await createPhoneWorld()
    const { alice, bob, callSid } = await phone.talk('shared')
    await revoke(world, { TokenId: 'shared' })
    expect(await bob.next('error')).toMatchObject(refusal)
    await bob.next('offline')
    expect(await presentNames(world)).toEqual([])
    bob.send('register', { media: { audio: true } })
    expect(await bob.next('error')).toMatchObject(refusal)
    await bob.next('offline')
    await phone.invite(alice)
    expect(await alice.next('hangup')).toMatchObject(refusal)
    expect(await world.clients[6].calls(callSid).fetch()).toMatchObject({ status: 'in-progress' })

    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    const gone = [alice.closed(), bob.closed()]
    await expect.poll(async () => (await world.clients[6].calls(callSid).fetch()).status).toBe('completed')
    world.clock.advance(5_000)
    expect(await Promise.all(gone)).toEqual([1008, 1008])
  })

  test('keeps a device whose token is replaced before it is over', async () => {
    const { world, phone } = await createPhoneWorld()
    const { alice, bob, callSid } = await phone.talk('shared')
    await revoke(world, { TokenId: 'shared' })
    bob.send('listen', { token: phone.token({ incoming: 'bob' }) })
    await bob.next('connected')
    alice.send('hangup', { callsid: callSid })
    await bob.next('hangup')
    const gone = alice.closed()
    await expect.poll(async () => (await world.clients[6].calls(callSid).fetch()).status).toBe('completed')
    world.clock.advance(5_000)
    await gone
    bob.send('register', { media: { audio: true } })
    await bob.next('ready')
  })
})

describe('revocations', () => {
  test('are listed newest first, page by page, for their account alone', async () => {
    const world = await createRestWorld()
    for (const form of [{ TokenId: 'one' }, { ClientName: 'two' }, { TokenId: 'three' }]) {
      await revoke(world, form)
      world.clock.advance(1_000)
    }
    const first = (await world.ask(`${list}?PageSize=2`)).json as { readonly next_page_uri: string }
    expect(first).toMatchObject({ revocations: [{ token_id: 'three' }, { client_name: 'two' }] })
    const second = (await world.ask(first.next_page_uri)).json
    expect(second).toMatchObject({ revocations: [{ token_id: 'one' }], next_page_uri: null })
    const { sid } = await world.clients[6].api.v2010.accounts.create()
    expect((await world.ask(list.replace(world.account.sid, sid))).json).toMatchObject({ revocations: [] })
  })

  test('need credentials', async () => {
    const world = await createRestWorld()
    const form = { TokenId: 'one' }
    expect((await world.ask(list, { method: 'POST', form, signIn: undefined })).status).toBe(401)
    expect((await world.ask(list)).json).toMatchObject({ revocations: [] })
  })
})

const idRule = 'TokenId must be the id of a token, its claim jti, of 1 to 256 characters, and not the token itself.'
const nameRule = 'ClientName must be 1 to 256 characters without spaces, control characters or any of <>#%"{}|\\^[]`.'
const dateRule = 'DateExpires must be a moment as 2026-01-31T12:00:00Z.'
const rangeRule = 'DateExpires must be in the future, within 366 days.'

test.each<[Record<string, string>, string, number?]>([
  [{}, 'TokenId or ClientName is required.'],
  [{ TokenId: '' }, idRule],
  [{ TokenId: 'x'.repeat(257) }, idRule],
  [{ TokenId: 'a\0' }, idRule],
  [{ TokenId: 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2VjcmV0' }, idRule],
  [{ ClientName: '' }, nameRule, 31105],
  [{ ClientName: 'a b' }, nameRule, 31105],
  [{ ClientName: 'x'.repeat(257) }, nameRule, 31105],
  [{ TokenId: 'a', ClientName: 'b' }, 'Give TokenId or ClientName, not both.'],
  [{ ClientName: 'b', DateExpires: '2026-11-22T00:00:00Z' }, 'DateExpires goes with TokenId alone.'],
  [{ TokenId: 'a', DateExpires: '' }, dateRule],
  [{ TokenId: 'a', DateExpires: 'tomorrow' }, dateRule],
  [{ TokenId: 'a', DateExpires: '1800000000' }, dateRule],
  [{ TokenId: 'a', DateExpires: '2026-11-22' }, dateRule],
  [{ TokenId: 'a', DateExpires: '2026-11-31T00:00:00Z' }, dateRule],
  [{ TokenId: 'a', DateExpires: `2026-11-22T00:00:00.${'0'.repeat(300)}Z` }, dateRule],
  [{ TokenId: 'a', DateExpires: '2026-11-21T00:00:00Z' }, rangeRule],
  [{ TokenId: 'a', DateExpires: '2028-01-01T00:00:00Z' }, rangeRule],
])('%j revokes nothing', async (form, detail, code = 20422) => {
  const world = await createRestWorld()
  const text = code === 20422 ? 'Invalid Parameter' : 'Invalid client name'
  await expectParameterFault(world, { path: list, form, code, message: `${text}: ${detail}` })
  expect((await world.ask(list)).json).toMatchObject({ revocations: [] })
  expect(world.log()).not.toContain('c2VjcmV0')
})

import { describe, expect, onTestFinished, test } from 'vitest'
import type { CallStatus } from '@ringdown/protocol'
import type { CallRecord } from '../../call/call-record.js'
import { enterDevice } from '../../test-support/rest-device.js'
import { startWebApplication, type WebApplication } from '../../test-support/web-application.js'
import { clientVersions } from '../test-support/client-versions.js'
import { expectParameterFault } from '../test-support/parameter-fault.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const list = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Calls.json`

async function openWebApplication(): Promise<WebApplication> {
  const application = await startWebApplication()
  onTestFinished(() => application.close())
  return application
}

/** Wait until the call has a status. */
async function reach(world: RestWorld, callSid: string, status: CallStatus): Promise<CallRecord> {
  return expect
    .poll(() => world.store.calls.find(world.account.sid, callSid), { timeout: 5_000 })
    .toMatchObject({ status })
    .then(async () => (await world.store.calls.find(world.account.sid, callSid)) as CallRecord)
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('a call rings every device of a name, is redirected while it runs, ended, and its webhooks are listed', async () => {
    const world = await createRestWorld()
    const web = await openWebApplication()
    web.on('/voice', '<Pause length="60"/>')
    web.on('/again', '<Pause length="30"/>')
    web.on('/status', () => 204)
    const [laptop, phone] = [await enterDevice(world, 'bob'), await enterDevice(world, 'bob')]
    const { calls } = world.clients[version]

    const made = await calls.create({
      to: 'client:bob?order=7%20%26',
      from: 'client:shop',
      url: web.url('/voice'),
      statusCallback: web.url('/status'),
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      timeout: 20,
    })
    expect(made).toMatchObject({ to: 'client:bob', from: 'client:shop', status: 'queued', direction: 'outbound-api' })
    const invitation = await laptop.next('invite')
    expect(invitation).toMatchObject({ parameters: { From: 'client:shop', Params: 'order=7%20%26' } })
    const callSid = await phone.accept()
    expect(callSid).toBe(made.sid)
    await laptop.next('cancel')

    await expect.poll(() => web.formsOf('/voice')).toHaveLength(1)
    expect(web.formsOf('/voice')[0]).toMatchObject({ CallSid: made.sid, Direction: 'outbound-api', To: 'client:bob' })
    expect((await calls(made.sid).fetch()).status).toBe('in-progress')

    const redirected = await calls(made.sid).update({ url: web.url('/again') })
    expect(redirected.status).toBe('in-progress')
    await expect.poll(() => web.formsOf('/again')).toHaveLength(1)

    const ended = await calls(made.sid).update({ status: 'completed' })
    expect(ended).toMatchObject({ status: 'completed', duration: '0' })
    await phone.next('hangup')
    await expect
      .poll(() => web.formsOf('/status').map(({ CallStatus }) => CallStatus))
      .toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
    const askedFor = async (): Promise<readonly unknown[]> => {
      const events = await calls(made.sid).events.list()
      return events.map(({ request }): unknown => request)
    }
    await expect.poll(askedFor).toContainEqual(expect.objectContaining({ url: web.url('/again') }))
    expect(await askedFor()).toContainEqual({
      method: 'POST',
      url: web.url('/voice'),
      parameters: expect.objectContaining({ CallSid: made.sid }) as object,
    })
    const again = { status: 400, code: 21220 }
    await expect(calls(made.sid).update({ status: 'completed' })).rejects.toMatchObject(again)
    await expect(calls(made.sid).update({ twiml: '<Response/>' })).rejects.toMatchObject(again)
    expect(await calls(made.sid).remove()).toBe(true)
    await expect(calls(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('a call to a name that nobody is registered under ends as no-answer', async () => {
    const world = await createRestWorld()
    const made = await world.clients[version].calls.create({
      to: 'client:nobody',
      from: '+15550100',
      twiml: '<Response/>',
    })
    expect(await reach(world, made.sid, 'no-answer')).toMatchObject({ answeredAt: null })
  })

  test('a call that rings can be canceled, and not deleted before it has ended', async () => {
    const world = await createRestWorld()
    const device = await enterDevice(world, 'bob')
    const { calls } = world.clients[version]
    const made = await calls.create({ to: 'client:bob', from: 'client:shop', twiml: '<Response><Pause/></Response>' })
    await device.next('invite')
    await expect(calls(made.sid).remove()).rejects.toMatchObject({ status: 409, code: 20009 })
    expect((await calls(made.sid).update({ status: 'canceled' })).status).toBe('canceled')
    await device.next('cancel')
    expect(await calls(made.sid).remove()).toBe(true)
  })

  test('a call that nobody takes in time ends as no-answer', async () => {
    const world = await createRestWorld()
    const device = await enterDevice(world, 'bob')
    const { calls } = world.clients[version]
    const made = await calls.create({ to: 'client:bob', from: 'client:shop', twiml: '<Response/>', timeout: 5 })
    await device.next('invite')
    world.clock.advance(5_000)
    await device.next('cancel')
    await reach(world, made.sid, 'no-answer')
  })

  test('an application answers the call that names it, and its URLs count', async () => {
    const world = await createRestWorld()
    const web = await openWebApplication()
    web.on('/application', '<Hangup/>')
    const device = await enterDevice(world, 'bob')
    const { applications, calls } = world.clients[version]
    const { sid: applicationSid } = await applications.create({ voiceUrl: web.url('/application') })
    const made = await calls.create({ to: 'client:bob', from: 'client:shop', applicationSid })
    await device.accept()
    await device.next('hangup')
    await reach(world, made.sid, 'completed')
    expect(web.formsOf('/application')[0]).toMatchObject({ ApplicationSid: applicationSid })
  })

  test('calls are listed by every filter', async () => {
    const world = await createRestWorld()
    const { calls } = world.clients[version]
    const make = async (to: string, from: string): Promise<string> => {
      const { sid } = await calls.create({ to, from, twiml: '<Response/>' })
      await reach(world, sid, 'no-answer')
      world.clock.advance(86_400_000)
      return sid
    }
    const [first, second, third] = [
      await make('client:a', 'client:x'),
      await make('client:b', 'client:x'),
      await make('client:a', 'client:y'),
    ]
    const sids = async (options: object): Promise<string[]> => (await calls.list(options)).map(({ sid }) => sid)
    expect(await sids({ pageSize: 1 })).toEqual([third, second, first])
    expect(await sids({ to: 'client:a' })).toEqual([third, first])
    expect(await sids({ from: 'client:x', to: 'client:b' })).toEqual([second])
    expect(await sids({ status: 'no-answer', limit: 2 })).toEqual([third, second])
    expect(await sids({ status: 'completed' })).toEqual([])
    expect(await sids({ parentCallSid: first })).toEqual([])
    expect(await sids({ endTimeAfter: new Date('2026-11-22T00:00:00Z') })).toEqual([third, second])
    expect(await sids({ endTimeBefore: new Date('2026-11-22T00:00:00Z') })).toEqual([first])
  })
})

test('a gateway that is about to stop makes no calls', async () => {
  const world = await createRestWorld()
  const device = await enterDevice(world, 'bob')
  const twiml = '<Response><Pause length="60"/></Response>'
  const form = { To: 'client:bob', From: 'client:shop', Twiml: twiml }
  const { json } = await world.ask(list, { method: 'POST', form })
  await device.accept()
  const { sid } = json as { sid: string }
  await reach(world, sid, 'in-progress')
  const closed = world.gateway.close()
  expect(await world.ask(list, { method: 'POST', form })).toMatchObject({ status: 503, json: { code: 20503 } })
  device.send('hangup', { callsid: sid })
  await closed
})

test('a call has the fields of the official API, of their types, and no other', async () => {
  const world = await createRestWorld()
  const form = { To: 'client:bob', From: 'client:shop', Twiml: '<Response/>' }
  const { status, json } = await world.ask(list, { method: 'POST', form })
  const { sid } = json as { sid: string }
  const path = list.replace('.json', `/${sid}`)
  expect(status).toBe(201)
  expect(json).toEqual({
    sid: expect.stringMatching(/^CA[\da-f]{32}$/) as string,
    account_sid: world.account.sid,
    parent_call_sid: null,
    api_version: '2010-04-01',
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
    date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
    to: 'client:bob',
    to_formatted: 'client:bob',
    from: 'client:shop',
    from_formatted: 'client:shop',
    phone_number_sid: null,
    status: 'queued',
    start_time: null,
    end_time: null,
    duration: null,
    price: null,
    price_unit: 'USD',
    direction: 'outbound-api',
    answered_by: null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    trunk_sid: null,
    queue_time: '0',
    uri: `${path}.json`,
    subresource_uris: {
      events: `${path}/Events.json`,
      notifications: `${path}/Notifications.json`,
      user_defined_messages: `${path}/UserDefinedMessages.json`,
      user_defined_message_subscriptions: `${path}/UserDefinedMessageSubscriptions.json`,
    },
  })
})

test('what has no effect is accepted and noted, and a wrong status callback does not keep a call from being made', async () => {
  const world = await createRestWorld()
  const form = {
    ...{ To: 'client:bob', From: 'client:shop', Twiml: '<Response/>' },
    ...{ MachineDetection: 'Enable', Record: 'true', StatusCallback: 'not a URL' },
  }
  const { status, json } = await world.ask(list, { method: 'POST', form })
  expect(status).toBe(201)
  const { notifications } = world.clients[6].calls((json as { sid: string }).sid)
  await expect
    .poll(async () => (await notifications.list()).map(({ errorCode, log }) => [errorCode, log]))
    .toEqual([
      ['21609', '1'],
      ['20001', '1'],
    ])
  const messageText = (await notifications.list())[1]?.messageText
  expect(new URLSearchParams(messageText).get('Msg')).toContain('Record, MachineDetection')
})

describe('a call to a number of the gateway', () => {
  const form = { To: '+15550001', From: '+15559999', Twiml: '<Response/>' }

  test('is made, and comes in there as a call of its own', async () => {
    const { ask, clients } = await createRestWorld()
    const number = await clients[6].incomingPhoneNumbers.create({ phoneNumber: form.To })
    const { status, json } = await ask(list, { method: 'POST', form })
    expect({ status, json }).toMatchObject({ status: 201, json: { to: form.To, from: form.From, status: 'queued' } })
    const calls = async (): Promise<object[]> =>
      (await clients[6].calls.list({ to: form.To })).map((each) => each.toJSON())
    await expect.poll(calls).toMatchObject([
      { direction: 'inbound', phoneNumberSid: number.sid, parentCallSid: null, status: 'failed' },
      { direction: 'outbound-api', phoneNumberSid: null, status: 'failed' },
    ])
  })

  test.each([
    [{ From: 'client:shop' }, 'From must be a number, as To is one.'],
    [{ CallerId: 'client:shop' }, 'CallerId must be a number, as To is one.'],
  ])('is not made from a client: %o', async (changes, detail) => {
    const world = await createRestWorld()
    await world.clients[6].incomingPhoneNumbers.create({ phoneNumber: form.To })
    const message = `Invalid From Number (caller ID): ${detail}`
    await expectParameterFault(world, { path: list, form: { ...form, ...changes }, code: 21212, message })
    expect(await world.clients[6].calls.list()).toEqual([])
  })
})

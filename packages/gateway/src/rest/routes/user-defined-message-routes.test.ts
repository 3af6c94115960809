import { describe, expect, onTestFinished, test } from 'vitest'
import { enterDevice, type RestDevice } from '../../test-support/rest-device.js'
import { startWebApplication } from '../../test-support/web-application.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

/** A call that the application made and a device took. */
async function talk(world: RestWorld): Promise<{ readonly device: RestDevice; readonly callSid: string }> {
  const device = await enterDevice(world, 'bob')
  const twiml = '<Response><Pause length="60"/></Response>'
  const { sid } = await world.clients[6].calls.create({ to: 'client:bob', from: 'client:shop', twiml })
  // A gateway waits for its calls before it closes.
  onTestFinished(() => {
    device.send('hangup', { callsid: sid })
  })
  await device.accept()
  await expect.poll(() => world.clients[6].calls(sid).fetch()).toMatchObject({ status: 'in-progress' })
  return { device, callSid: sid }
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('a message reaches the device of the call', async () => {
    const world = await createRestWorld()
    const { device, callSid } = await talk(world)
    const { userDefinedMessages } = world.clients[version].calls(callSid)
    const sent = await userDefinedMessages.create({ content: '{"hello":"there"}' })
    expect(sent).toMatchObject({ accountSid: world.account.sid, callSid, dateCreated: new Date('2026-11-21') })
    expect(await device.next('message')).toMatchObject({
      callsid: callSid,
      content: { hello: 'there' },
      contenttype: 'application/json',
      messagetype: 'user-defined-message',
      voiceeventsid: sent.sid,
    })
    await userDefinedMessages.create({ content: 'no JSON' })
    expect(await device.next('message')).toMatchObject({ content: 'no JSON' })
  })

  test('what the device sends reaches the callback of a subscription, until that is removed', async () => {
    const world = await createRestWorld()
    const web = await startWebApplication()
    onTestFinished(() => web.close())
    web.on('/messages', () => 204)
    const { device, callSid } = await talk(world)
    const { userDefinedMessageSubscriptions: subscriptions } = world.clients[version].calls(callSid)
    const made = await subscriptions.create({ callback: web.url('/messages') })
    expect(made.sid).toMatch(/^ZY[\da-f]{32}$/)
    const message = {
      callsid: callSid,
      content: { hello: 'there' },
      contenttype: 'application/json',
      messagetype: 'user-defined-message',
      voiceeventsid: `KX${'1'.repeat(32)}`,
    }
    device.send('message', message)
    await device.next('ack')
    await expect
      .poll(() => web.formsOf('/messages'))
      .toEqual([
        {
          AccountSid: world.account.sid,
          CallSid: callSid,
          Sid: message.voiceeventsid,
          Content: '{"hello":"there"}',
          ContentType: 'application/json',
          SequenceNumber: '1',
        },
      ])
    expect(await subscriptions(made.sid).remove()).toBe(true)
    await expect(subscriptions(made.sid).remove()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('the same idempotency key sends one message, and makes one subscription', async () => {
    const world = await createRestWorld()
    const { device, callSid } = await talk(world)
    const { userDefinedMessages, userDefinedMessageSubscriptions } = world.clients[version].calls(callSid)
    const first = await userDefinedMessages.create({ content: '1', idempotencyKey: 'one' })
    expect((await userDefinedMessages.create({ content: '1', idempotencyKey: 'one' })).sid).toBe(first.sid)
    await userDefinedMessages.create({ content: '2' })
    expect([await device.next('message'), await device.next('message')]).toMatchObject([{ content: 1 }, { content: 2 }])
    const options = { callback: 'https://app.example/messages', idempotencyKey: 'two' }
    const subscription = await userDefinedMessageSubscriptions.create(options)
    expect((await userDefinedMessageSubscriptions.create(options)).sid).toBe(subscription.sid)
  })

  test('a call that has ended takes neither', async () => {
    const world = await createRestWorld()
    const { callSid } = await talk(world)
    const call = world.clients[version].calls(callSid)
    await call.update({ status: 'completed' })
    const refused = { status: 400, code: 21220 }
    await expect(call.userDefinedMessages.create({ content: '1' })).rejects.toMatchObject(refused)
    const callback = 'https://app.example/messages'
    await expect
      .poll(() => call.userDefinedMessageSubscriptions.create({ callback }).then(String, (error: unknown) => error))
      .toMatchObject(refused)
  })
})

test('messages and subscriptions have the fields of the official API, of their types, and no other', async () => {
  const world = await createRestWorld()
  const { callSid } = await talk(world)
  const path = `/2010-04-01/Accounts/${world.account.sid}/Calls/${callSid}`
  const fields = {
    account_sid: world.account.sid,
    call_sid: callSid,
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
  }
  const sent = await world.ask(`${path}/UserDefinedMessages.json`, { method: 'POST', form: { Content: '1' } })
  expect(sent).toMatchObject({ status: 201 })
  expect(sent.json).toEqual({ ...fields, sid: expect.stringMatching(/^KX[\da-f]{32}$/) as string })
  const form = { Callback: 'https://app.example/messages' }
  const made = await world.ask(`${path}/UserDefinedMessageSubscriptions.json`, { method: 'POST', form })
  expect(made).toMatchObject({ status: 201 })
  const { sid } = made.json as { sid: string }
  expect(made.json).toEqual({ ...fields, sid, uri: `${path}/UserDefinedMessageSubscriptions/${sid}.json` })
})

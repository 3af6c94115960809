import { describe, expect, onTestFinished, test } from 'vitest'
import { enterDevice } from '../../test-support/rest-device.js'
import { startWebApplication } from '../../test-support/web-application.js'
import { clientVersions } from '../test-support/client-versions.js'
import { createRestWorld, type RestWorld } from '../test-support/rest-world.js'

const list = `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Notifications.json`

/** A call whose VoiceUrl answers with an error; resolves to its SID when that has been noticed. */
async function withFailure(world: RestWorld): Promise<{ readonly callSid: string; readonly url: string }> {
  const web = await startWebApplication()
  onTestFinished(() => web.close())
  web.on('/voice', () => 405)
  const url = web.url('/voice')
  const device = await enterDevice(world, 'bob')
  const { sid } = await world.clients[6].calls.create({ to: 'client:bob', from: 'client:shop', url: `${url}?secret=1` })
  await device.accept()
  await device.next('hangup')
  await expect.poll(() => world.clients[6].calls(sid).notifications.list()).toHaveLength(1)
  return { callSid: sid, url }
}

describe.each(clientVersions)('with the official client of version %i', (version) => {
  test('a webhook that failed is a notification, with the request and its answer', async () => {
    const world = await createRestWorld()
    const { callSid, url } = await withFailure(world)
    const { notifications } = world.clients[version]
    const [listed] = await notifications.list()
    if (listed === undefined) throw new Error('There is none')
    expect(listed).toMatchObject({ callSid, errorCode: '11200', log: '0', requestMethod: 'POST', requestUrl: url })
    expect(Object.fromEntries(new URLSearchParams(listed.messageText))).toMatchObject({
      ErrorCode: '11200',
      LogLevel: 'ERROR',
      url,
    })
    const fetched = await notifications(listed.sid).fetch()
    expect(Object.fromEntries(new URLSearchParams(fetched.requestVariables))).toMatchObject({
      CallSid: callSid,
      Direction: 'outbound-api',
    })
    expect(Object.fromEntries(new URLSearchParams(fetched.responseHeaders))).toMatchObject({
      'Content-Type': 'text/xml',
      Date: expect.stringMatching(/GMT$/) as string,
    })
    const ofCall = world.clients[version].calls(callSid).notifications
    expect((await ofCall.list()).map(({ sid }) => sid)).toEqual([listed.sid])
    expect((await ofCall(listed.sid).fetch()).toJSON()).toEqual(fetched.toJSON())
  })

  test('a status callback that failed is one with as much', async () => {
    const world = await createRestWorld()
    const { calls, notifications } = world.clients[version]
    const web = await startWebApplication()
    onTestFinished(() => web.close())
    const statusCallback = web.url('/nowhere')
    const made = await calls.create({
      ...{ to: 'client:nobody', from: 'client:shop', twiml: '<Response/>' },
      ...{ statusCallback, statusCallbackMethod: 'GET' },
    })
    await expect.poll(() => notifications.list()).toHaveLength(1)
    const [listed] = await calls(made.sid).notifications.list()
    expect(listed).toMatchObject({ errorCode: '15003', log: '1', requestMethod: 'GET', requestUrl: statusCallback })
    const fetched = await notifications(listed?.sid ?? '').fetch()
    expect(Object.fromEntries(new URLSearchParams(fetched.requestVariables))).toMatchObject({
      ...{ CallSid: made.sid, CallStatus: 'no-answer' },
    })
    expect(new URLSearchParams(fetched.responseHeaders).get('Content-Type')).toBe('text/xml')
  })

  test('what no answer came to has no header of one', async () => {
    const world = await createRestWorld()
    const { calls, notifications } = world.clients[version]
    const device = await enterDevice(world, 'bob')
    await calls.create({ to: 'client:bob', from: 'client:shop', twiml: '<Response><Dial>' })
    await device.accept()
    await device.next('hangup')
    await expect.poll(() => notifications.list()).toHaveLength(1)
    const [listed] = await notifications.list()
    const fetched = await notifications(listed?.sid ?? '').fetch()
    expect(fetched).toMatchObject({ requestMethod: null, requestVariables: null, responseHeaders: null })
  })

  test('notifications are listed by their seriousness and their day', async () => {
    const world = await createRestWorld()
    const { callSid } = await withFailure(world)
    const { notifications } = world.clients[version]
    const count = async (options: object): Promise<number> => (await notifications.list(options)).length
    expect(await count({ log: 0 })).toBe(1)
    expect(await count({ log: 1 })).toBe(0)
    expect(await count({ messageDate: new Date('2026-11-21') })).toBe(1)
    expect(await count({ messageDateBefore: new Date('2026-11-21') })).toBe(0)
    expect(await world.clients[version].calls(callSid).notifications.list({ log: 0 })).toHaveLength(1)
  })

  test('what is not there, or belongs to another call, is not found', async () => {
    const world = await createRestWorld()
    const { calls, notifications } = world.clients[version]
    const absent = { status: 404, code: 20404 }
    const { callSid } = await withFailure(world)
    const other = await calls.create({ to: 'client:nobody', from: 'client:shop', twiml: '<Response/>' })
    const [notification] = await calls(callSid).notifications.list()
    await expect(notifications(`NO${'0'.repeat(32)}`).fetch()).rejects.toMatchObject(absent)
    await expect(
      calls(other.sid)
        .notifications(notification?.sid ?? '')
        .fetch(),
    ).rejects.toMatchObject(absent)
    await expect(calls(`CA${'0'.repeat(32)}`).notifications.list()).rejects.toMatchObject(absent)
    await expect(calls(`CA${'0'.repeat(32)}`).events.list()).rejects.toMatchObject(absent)
  })
})

test('a notification has the fields of the official API, of their types, and no other', async () => {
  const world = await createRestWorld()
  const { callSid, url } = await withFailure(world)
  const { json } = await world.ask(list)
  const [listed] = (json as { notifications: Record<string, string>[] }).notifications
  const text = expect.any(String) as string
  const fields = {
    sid: expect.stringMatching(/^NO[\da-f]{32}$/) as string,
    account_sid: world.account.sid,
    call_sid: callSid,
    api_version: '2010-04-01',
    date_created: 'Sat, 21 Nov 2026 00:00:00 +0000',
    date_updated: 'Sat, 21 Nov 2026 00:00:00 +0000',
    message_date: 'Sat, 21 Nov 2026 00:00:00 +0000',
    log: '0',
    error_code: '11200',
    message_text: text,
    more_info: 'https://www.twilio.com/docs/errors/11200',
    request_method: 'POST',
    request_url: url,
    uri: text,
  }
  expect(listed).toEqual(fields)
  expect((await world.ask(listed?.['uri'] ?? '')).json).toEqual({
    ...fields,
    request_variables: text,
    response_headers: expect.stringContaining('Content-Type=text%2Fxml') as string,
    response_body: text,
  })
})

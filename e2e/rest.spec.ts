import { expect } from '@playwright/test'
import { eventually } from './harness/eventually.js'
import { restClient } from './harness/rest-client.js'
import { startRestScript } from './harness/rest-script.js'
import { test } from './harness/test.js'
import { twiml } from './harness/twiml.js'

/** A document that keeps a call for longer than any test. */
function waiting(): ReturnType<typeof twiml> {
  const response = twiml()
  response.pause({ length: 120 })
  return response
}

/** The call is over, and the script has taken away what it made. */
async function expectNothingLeft(rest: ReturnType<typeof restClient>, callSid: string): Promise<void> {
  expect(await rest.calls(callSid).fetch()).toMatchObject({ status: 'completed', to: 'client:bob' })
  const keyNames = (await rest.keys.list()).map(({ friendlyName }) => friendlyName)
  expect(keyNames).not.toContain('rest-script')
  expect(await rest.applications.list({ friendlyName: 'rest-script' })).toEqual([])
  expect(await rest.incomingPhoneNumbers.list()).toEqual([])
}

test('a server script rings two devices of one name, redirects the call, ends it, and reads its webhooks', async ({
  gateway,
  openPhone,
  sdk,
}) => {
  const phone = await openPhone('bob')
  const other = await openPhone('bob', { sdk: sdk === 'voice-sdk' ? 'twilio-client' : 'voice-sdk' })
  const script = startRestScript(gateway, 'bob')
  try {
    await Promise.all([phone.saw('incoming'), other.saw('incoming')])
    await phone.accept()
    await Promise.all([phone.saw('accept'), other.saw('cancel'), phone.saw('disconnect')])
    expect(await script.ended).toEqual({ exitCode: 0, complaint: '' })
  } finally {
    script.stop()
  }
  const callSid = await phone.callSid()
  expect((await other.view()).parameters).toMatchObject({
    CallSid: callSid,
    From: expect.stringMatching(/^\+1500\d{7}$/),
  })
  expect([...(await phone.told('call-error')), ...(await other.told('call-error', 'accept'))]).toEqual([])
  const lines = script
    .output()
    .replaceAll(/http:\/\/[\d.:]+/g, '')
    .split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^AP[\da-f]{32}, \+1500\d{7} and SK[\da-f]{32} are made$/),
      `${callSid} rings bob`,
      '/answered: in-progress',
      '/redirected',
      '/ended',
      expect.stringMatching(/^POST \/answered: 200 after \d+ ms$/),
      expect.stringMatching(/^POST \/redirected: 200 after \d+ ms$/),
    ]),
  )
  await expectNothingLeft(restClient(gateway), callSid)
})

test('a redirect by the REST API takes a running call to another device', async ({
  application,
  gateway,
  openPhone,
}) => {
  const rest = restClient(gateway)
  const bob = await openPhone('bob')
  const carol = await openPhone('carol')
  application.on('/waiting', waiting())
  const { sid } = await rest.calls.create({
    to: 'client:bob',
    from: 'client:shop',
    url: `${application.url}/waiting`,
    statusCallback: `${application.url}/status`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  })
  application.on('/status', 204)
  await bob.saw('incoming')
  await bob.accept()
  await bob.saw('accept')
  await eventually('the document runs', () => application.requestsTo('/waiting').length).toBe(1)

  await rest.calls(sid).update({ twiml: '<Response><Dial><Client>carol</Client></Dial></Response>' })
  await carol.saw('incoming')
  await carol.accept()
  await carol.saw('accept')
  await Promise.all([bob.hears(carol.toneHertz), carol.hears(bob.toneHertz)])

  await rest.calls(sid).update({ status: 'completed' })
  await Promise.all([bob.saw('disconnect'), carol.saw('disconnect')])
  const heard = (): readonly unknown[] => application.requestsTo('/status').map(({ params }) => params['CallStatus'])
  await eventually('every status', heard).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
  const kept = async (): Promise<readonly unknown[]> => {
    const events = await rest.calls(sid).events.list()
    return events.map(({ request }) => (request as { readonly url: string }).url.replace(application.url, ''))
  }
  await eventually('its webhooks', async () => (await kept()).toSorted()).toEqual([
    ...Array<string>(4).fill('/status'),
    '/waiting',
  ])
})

test('messages go from the REST API to the page of a call, and from the page to a subscription', async ({
  application,
  gateway,
  openPhone,
}) => {
  const rest = restClient(gateway)
  application.on('/waiting', waiting())
  application.on('/messages', 204)
  // 1.x has no messages.
  const bob = await openPhone('bob', { sdk: 'voice-sdk' })
  const { sid } = await rest.calls.create({ to: 'client:bob', from: 'client:shop', url: `${application.url}/waiting` })
  await bob.saw('incoming')
  await bob.accept()
  await bob.saw('accept')
  const call = rest.calls(sid)

  await call.userDefinedMessages.create({ content: JSON.stringify({ order: 7, text: 'läuft' }) })
  expect(await bob.saw('message-received')).toMatchObject({
    content: { order: 7, text: 'läuft' },
    contentType: 'application/json',
    messageType: 'user-defined-message',
  })

  const subscription = await call.userDefinedMessageSubscriptions.create({ callback: `${application.url}/messages` })
  await bob.sendMessage('user-defined-message', { rating: 5 })
  await bob.sendMessage('user-defined-message', { rating: 4 })
  const received = (): readonly unknown[] => application.requestsTo('/messages').map(({ params }) => params)
  await eventually('the messages', received).toMatchObject([
    { CallSid: sid, Content: '{"rating":5}', SequenceNumber: '1' },
    { CallSid: sid, Content: '{"rating":4}', SequenceNumber: '2' },
  ])
  await call.userDefinedMessageSubscriptions(subscription.sid).remove()
  await bob.sendMessage('user-defined-message', { rating: 3 })
  await bob.saw('message-sent', 3)
  await call.update({ status: 'completed' })
  await bob.saw('disconnect')
  expect(application.requestsTo('/messages')).toHaveLength(2)
})

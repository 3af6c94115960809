import { expect } from '@playwright/test'
import type { Application } from './harness/application.js'
import { hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import type { Gateway } from './harness/gateway.js'
import { restClient } from './harness/rest-client.js'
import { errorOf, preciseErrors as options } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient, twiml } from './harness/twiml.js'

type NumberSettings = Parameters<ReturnType<typeof restClient>['incomingPhoneNumbers']['create']>[0]

const calledNumber = '+15551230001'
const callerNumber = '+15551230002'

/** Give the account numbers for the time of a test. */
async function withNumbers(
  gateway: Gateway,
  numbers: readonly NumberSettings[],
  body: () => Promise<void>,
): Promise<void> {
  const { incomingPhoneNumbers } = restClient(gateway)
  const made = await Promise.all(numbers.map((number) => incomingPhoneNumbers.create(number)))
  try {
    await body()
  } finally {
    for (const { sid } of made) await incomingPhoneNumbers(sid).remove()
  }
}

/** What a device asked its application for in `To` is dialled. */
function dialTo(application: Application, how: 'text' | 'noun'): void {
  application.on('/voice', ({ params }) => {
    const response = twiml()
    const attributes = { callerId: callerNumber, answerOnBridge: true, action: '/dialled' }
    if (how === 'text') response.dial(attributes, params['To'])
    else response.dial(attributes).number(params['To'] ?? '')
    return response
  })
  application.on('/dialled', twiml())
}

for (const how of ['text', 'noun'] as const) {
  test(`a page calls a number (${how}), whose own application rings another page: each hears the other`, async ({
    application,
    gateway,
    issuer,
    openPhone,
  }) => {
    dialTo(application, how)
    application.on('/reception', dialClient('bob', { answerOnBridge: true }))
    const voiceUrl = `${application.url}/reception`
    await withNumbers(gateway, [{ phoneNumber: calledNumber, voiceUrl }], async () => {
      const alice = await openPhone('alice')
      const bob = await openPhone('bob')
      await alice.call({ To: calledNumber })
      await Promise.all([alice.saw('ringing'), bob.saw('incoming')])
      expect(await alice.told('accept')).toEqual([])
      await bob.accept()
      await Promise.all([alice.saw('accept'), bob.saw('accept')])
      await hearEachOther(alice, bob)

      const { parameters } = await bob.view()
      expect(parameters).toMatchObject({ From: callerNumber, To: 'client:bob' })
      const [asked] = application.requestsTo('/reception')
      const { accountSid: AccountSid } = issuer
      const params = { AccountSid, Direction: 'inbound', CallStatus: 'ringing' }
      expect(asked?.params).toMatchObject({ ...params, From: callerNumber, To: calledNumber, Called: calledNumber })

      await bob.hangUp()
      await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
      expect([...(await alice.told('call-error')), ...(await bob.told('call-error'))]).toEqual([])
      await eventually('the action is told', () =>
        application.requestsTo('/dialled').map(({ params }) => params),
      ).toMatchObject([{ DialCallStatus: 'completed', DialBridged: 'true' }])
    })
  })
}

for (const [stirStatus, verdict, isVerified] of [
  ['A', 'TN-Validation-Passed-A', true],
  ['B', 'TN-Validation-Passed-B', false],
  ['none', '', undefined],
] as const) {
  test(`a page that a number calls which is vouched for as ${stirStatus} is told so, and its SDK shows it`, async ({
    application,
    gateway,
    openPhone,
  }) => {
    dialTo(application, 'text')
    application.on('/reception', dialClient('bob'))
    const { incomingPhoneNumbers } = restClient(gateway)
    const voiceUrl = `${application.url}/reception`
    const numbers = [{ phoneNumber: calledNumber, voiceUrl }, { phoneNumber: callerNumber }]
    await withNumbers(gateway, numbers, async () => {
      const [caller] = await incomingPhoneNumbers.list({ phoneNumber: callerNumber })
      await vouchFor(gateway, caller?.uri ?? '', stirStatus)
      const alice = await openPhone('alice')
      const bob = await openPhone('bob')
      await alice.call({ To: calledNumber })
      await bob.saw('incoming')
      const shown = await bob.view()
      expect(shown.parameters['From']).toBe(callerNumber)
      expect(shown.parameters['StirStatus'] ?? '').toBe(verdict)
      expect(shown.isCallerVerified).toBe(isVerified)
      expect(application.requestsTo('/reception')).toMatchObject([{ params: { StirVerstat: verdict } }])
      await bob.reject()
      await alice.saw('disconnect')
    })
  })
}

/** The official client knows no parameter of this gateway's own. */
async function vouchFor({ credentials, httpPort }: Gateway, uri: string, stirStatus: string): Promise<void> {
  const { accountSid, authToken } = credentials
  const { status } = await fetch(`http://127.0.0.1:${httpPort}${uri}`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ StirStatus: stirStatus }),
  })
  expect(status).toBe(200)
}

test('a document screens whoever answers: the caller hears ringback until it lets them through', async ({
  application,
  openPhone,
}) => {
  const response = twiml()
  response.dial({ answerOnBridge: false, action: '/dialled' }).client({ url: '/screen' }, 'bob')
  const screening = twiml()
  screening.pause({ length: 2 })
  application.on('/voice', response)
  application.on('/screen', screening)
  application.on('/dialled', twiml())
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  await bob.accept()
  await bob.saw('accept')
  await eventually('the document runs', () => application.requestsTo('/screen').length).toBe(1)
  await alice.hears(440, 480)
  expect(await alice.told('accept')).toEqual([])
  await alice.saw('accept')
  await hearEachOther(alice, bob)

  const declining = twiml()
  declining.hangup()
  application.on('/screen', declining)
  await bob.hangUp()
  await alice.saw('disconnect')
  await alice.call()
  await bob.saw('incoming', 2)
  await bob.accept()
  await Promise.all([alice.saw('disconnect', 2), bob.saw('disconnect', 2)])
  const statuses = (): readonly unknown[] =>
    application.requestsTo('/dialled').map(({ params }) => params['DialCallStatus'])
  await eventually('both actions are told', statuses).toEqual(['completed', 'no-answer'])
})

test('a number that is nobody’s is refused: the dial has failed, and a notification says why', async ({
  application,
  gateway,
  openPhone,
}) => {
  dialTo(application, 'noun')
  const alice = await openPhone('alice', { options })
  await alice.call({ To: '+15559990000' })
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31000 })
  await alice.saw('disconnect')
  expect(application.requestsTo('/dialled')).toMatchObject([
    { params: { DialCallStatus: 'failed', DialBridged: 'false' } },
  ])
  const rest = restClient(gateway)
  const notices = await rest.calls(await alice.callSid()).notifications.list()
  expect(notices.map(({ errorCode }) => errorCode)).toEqual(['13224'])
  await expect(
    rest.calls.create({ to: '+15559990000', from: callerNumber, url: `${application.url}/answered` }),
  ).rejects.toMatchObject({ status: 400, code: 21211 })
})

test('the REST API calls a number: whoever its application reaches talks to whom the document dials', async ({
  application,
  gateway,
  openPhone,
}) => {
  application.on('/reception', dialClient('bob', { answerOnBridge: true }))
  application.on('/answered', dialClient('carol'))
  const numbers = [{ phoneNumber: calledNumber, voiceUrl: `${application.url}/reception` }]
  await withNumbers(gateway, numbers, async () => {
    const rest = restClient(gateway)
    const bob = await openPhone('bob')
    const carol = await openPhone('carol')
    const url = `${application.url}/answered`
    const { sid } = await rest.calls.create({ to: calledNumber, from: callerNumber, url })
    await bob.saw('incoming')
    expect(application.requestsTo('/answered')).toEqual([])
    await bob.accept()
    await carol.saw('incoming')
    await carol.accept()
    await Promise.all([bob.saw('accept'), carol.saw('accept')])
    await hearEachOther(bob, carol)
    expect(application.requestsTo('/answered')).toMatchObject([
      { params: { CallSid: sid, Direction: 'outbound-api', CallStatus: 'in-progress', To: calledNumber } },
    ])
    await rest.calls(sid).update({ status: 'completed' })
    await Promise.all([bob.saw('disconnect'), carol.saw('disconnect')])
    expect(await rest.calls(sid).fetch()).toMatchObject({ status: 'completed', to: calledNumber, from: callerNumber })
    await eventually('the number’s own call has ended', async () => {
      const inbound = await rest.calls.list({ to: calledNumber, status: 'in-progress' })
      return inbound.length
    }).toBe(0)
  })
})

import { expect } from '@playwright/test'
import { eventually } from './harness/eventually.js'
import { errorOf, preciseErrors } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient, twiml } from './harness/twiml.js'

/** Values that a careless encoder breaks: reserved in a query, outside ASCII, outside the basic plane, empty. */
const awkward = {
  plain: 'value',
  space: 'two words',
  plus: '1 + 1 = 2',
  percent: '100% %41 %',
  ampersand: 'this & that=other',
  umlaut: 'Grüße',
  chinese: '我不吃蛋',
  emoji: 'ring 📞',
  quotes: `"it's" <b>`,
  empty: '',
} as const

test('parameters of the device reach the application as they are', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  await alice.call({ To: 'bob', 'key with spaces': 'kept', ...awkward })
  await eventually('the application is asked', () => application.requestsTo('/voice').length).toBe(1)
  const [asked] = application.requestsTo('/voice')
  expect(asked?.params).toMatchObject({ To: 'bob', 'key with spaces': 'kept', ...awkward })
})

test('signed parameters of the token win over the device, and what the gateway says over both', async ({
  application,
  issuer,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { params: { plan: 'free', team: 'blue' } })
  const forged = {
    From: 'client:boss',
    CallSid: 'CA0',
    AccountSid: 'AC0',
    ApplicationSid: 'AP0',
    CallStatus: 'completed',
  }
  await alice.call({ plan: 'premium', own: 'kept', ...forged })
  await eventually('the application is asked', () => application.requestsTo('/voice').length).toBe(1)
  const params = application.requestsTo('/voice')[0]?.params ?? {}
  const { accountSid: AccountSid, applicationSid: ApplicationSid } = issuer
  expect(params).toMatchObject({ plan: 'free', team: 'blue', own: 'kept', From: 'client:alice' })
  expect(params).toMatchObject({ AccountSid, ApplicationSid, CallStatus: 'ringing' })
  expect(params['CallSid']).toMatch(/^CA[\da-f]{32}$/)
})

test('parameters of a dialled client reach its device as they are', async ({ application, openPhone }) => {
  const response = twiml()
  const client = response.dial().client()
  client.identity('bob')
  for (const [name, value] of Object.entries(awkward)) client.parameter({ name, value })
  application.on('/voice', response)
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  expect(Object.fromEntries((await bob.view()).customParameters)).toEqual(awkward)
})

test('of a parameter that is there twice the device keeps the last, and a key keeps its signs', async ({
  application,
  openPhone,
}) => {
  const response = twiml()
  const client = response.dial().client()
  client.identity('bob')
  client.parameter({ name: 'duplicate', value: '12345' })
  client.parameter({ name: 'custom + param', value: 'some + value' })
  client.parameter({ name: 'duplicate', value: '123456' })
  application.on('/voice', response)
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  const { customParameters, parameters } = await bob.view()
  expect(Object.fromEntries(customParameters)).toEqual({ duplicate: '123456', 'custom + param': 'some + value' })
  expect(parameters['Params']).toContain('duplicate=12345&')
})

test('parameters over 800 bytes start no call', async ({ application, openPhone }) => {
  const alice = await openPhone('alice', { options: preciseErrors })
  await alice.call({ long: 'x'.repeat(800) })
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31103 })
  await alice.saw('disconnect')
  expect(application.requests).toEqual([])
})

import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { errorOf, preciseErrors as options } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient, twiml } from './harness/twiml.js'

test('a token without an outgoing scope starts no call', async ({ application, openPhone }) => {
  const alice = await openPhone('alice', { mayCall: false, options })
  await alice.call()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31002 })
  await alice.saw('disconnect')
  expect(application.requests).toEqual([])
})

test('a token without an incoming scope is not rung, and may call', async ({ application, openPhone, sdk }) => {
  application.on('/voice', ({ params }) =>
    dialClient(params['From'] === 'client:alice' ? 'bob' : 'alice', { action: '/dialled' }),
  )
  application.on('/dialled', twiml())
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { mayReceive: false, isRefused: true, options })
  // Older pages that only call out wait for the sign that they are registered, so 1.x gets it.
  if (sdk === 'twilio-client') await bob.saw('registered')
  else {
    expect(errorOf(await bob.saw('device-error'))).toMatchObject({ code: 31201 })
    await bob.saw('register-failed')
  }
  await alice.call()
  await alice.saw('disconnect')
  expect(application.requestsTo('/dialled').map(({ params }) => params)).toMatchObject([
    { DialCallStatus: 'no-answer' },
  ])
  expect(await bob.told('incoming')).toEqual([])
  await connectCall(bob, alice)
  await hearEachOther(bob, alice)
})

for (const { what, wish, code } of [
  { what: 'signed with another key', wish: { isForged: true }, code: 31202 },
  { what: 'that has expired', wish: { ttlSeconds: 60, ageSeconds: 120 }, code: 31205 },
  { what: 'of an account that does not exist', wish: { accountSid: `AC${'0'.repeat(32)}` }, code: 31203 },
  { what: 'that is none', wish: { token: 'not-a-token' }, code: 31204 },
] as const) {
  test(`a token ${what} is refused with ${code}, once`, async ({ openPhone, gateway, sdk }) => {
    const alice = await openPhone('alice', { ...wish, isRefused: true, options })
    expect(errorOf(await alice.saw('device-error'))).toMatchObject({ code })
    await alice.saw(sdk === 'twilio-client' ? 'unregistered' : 'register-failed')
    await eventually('it stays away', () => gateway.figure('ringdown_devices_connected')).toBe(0)
    expect(await alice.told('device-error', 'registered')).toEqual(['device-error'])
  })
}

test('an application that does not exist takes no call', async ({ application, openPhone }) => {
  const alice = await openPhone('alice', { applicationSid: `AP${'0'.repeat(32)}`, options })
  await alice.call()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31001 })
  await alice.saw('disconnect')
  expect(application.requests).toEqual([])
})

test('a token that expires in a call ends nothing, and starts nothing', async ({ application, openPhone }) => {
  application.on('/voice', ({ params }) =>
    dialClient(params['From'] === 'client:alice' ? 'bob' : 'alice', { action: '/dialled' }),
  )
  application.on('/dialled', twiml())
  const carol = await openPhone('carol')
  const bob = await openPhone('bob')
  const alice = await openPhone('alice', { side: 'near', ttlSeconds: 8, options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)

  expect(errorOf(await alice.saw('device-error'))).toMatchObject({ code: 31205 })
  await alice.saw('unregistered')
  await hearEachOther(alice, bob)
  await carol.call()
  await carol.saw('disconnect')
  expect(application.requestsTo('/dialled').map(({ params }) => params)).toMatchObject([
    { DialCallStatus: 'no-answer' },
  ])
  expect(await alice.told('incoming', 'disconnect')).toEqual([])

  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
  await alice.call()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31205 })
  expect(application.requestsTo('/voice').length).toBe(2)
})

test('a refreshed token decides from then on what the device may do', async ({ application, openPhone, tokenFor }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await alice.updateToken(tokenFor({ identity: 'alice', mayCall: false }))
  await alice.call()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31002 })
  await alice.saw('disconnect')
  await alice.updateToken(tokenFor({ identity: 'alice' }))
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

test('a token that is refreshed in a call lives on past its first end', async ({
  application,
  openPhone,
  sdk,
  tokenFor,
}) => {
  application.on('/voice', ({ params }) => dialClient(params['From'] === 'client:alice' ? 'bob' : 'alice'))
  const bob = await openPhone('bob')
  const alice = await openPhone('alice', { ttlSeconds: 8, options: { tokenRefreshMs: 5_000 } })
  const expiresAtMs = Date.now() + 8_000
  await connectCall(alice, bob)
  if (sdk === 'voice-sdk') await alice.saw('token-will-expire')
  await alice.updateToken(tokenFor({ identity: 'alice' }))
  await eventually('the first token has expired', () => Date.now() > expiresAtMs).toBe(true)
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
  await bob.call()
  await alice.saw('incoming')
  expect(await alice.told('device-error', 'unregistered', 'call-error')).toEqual([])
})

test('a refresh that is refused in a call leaves the call and its end alone', async ({
  application,
  openPhone,
  tokenFor,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await alice.updateToken(tokenFor({ identity: 'alice', isForged: true }))
  expect(errorOf(await alice.saw('device-error'))).toMatchObject({ code: 31202 })
  await hearEachOther(alice, bob)
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
})

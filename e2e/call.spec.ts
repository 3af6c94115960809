import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a call is rung, accepted and heard both ways, and muting silences it', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)

  await alice.mute(true)
  expect(await alice.saw('mute')).toEqual({ isMuted: true })
  await bob.hearsNothing()
  await alice.hears(bob.toneHertz)
  await alice.mute(false)
  await bob.hears(alice.toneHertz)

  await bob.mute(true)
  await alice.hearsNothing()
})

test('Opus is carried where the devices prefer it', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const options = { codecPreferences: ['opus', 'pcmu'] }
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
  await eventually('the codec in use', async () => (await alice.view()).codec).toBe('opus')
  await eventually('the codec in use', async () => (await bob.view()).codec).toBe('opus')
})

test('devices that take the gateway for a full ICE agent are heard as well', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const options = { forceAggressiveIceNomination: true }
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob', { options })
  await connectCall(alice, bob)
  await hearEachOther(alice, bob)
})

test('each side is told who calls whom, under its own call SID', async ({
  application,
  callBook,
  issuer,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  const { parameters } = await bob.view()
  expect(parameters).toMatchObject({ From: 'client:alice', To: 'client:bob', AccountSid: issuer.accountSid })
  expect(parameters).toMatchObject({ ApiVersion: '2010-04-01' })
  expect(parameters).not.toHaveProperty('StirStatus')
  const callerSid = await alice.callSid()
  expect(await callBook.children(callerSid)).toMatchObject([{ sid: parameters['CallSid'], status: 'in-progress' }])

  const [asked] = application.requestsTo('/voice')
  const { applicationSid: ApplicationSid, accountSid: AccountSid } = issuer
  const params = { CallSid: callerSid, CallStatus: 'ringing', Direction: 'inbound', ApplicationSid, AccountSid }
  expect(asked?.params).toMatchObject({ ...params, From: 'client:alice', Caller: 'client:alice', To: '', Called: '' })
})

test('the caller hears ringback until the call is accepted', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  expect(await alice.saw('ringing')).toEqual({ hasEarlyMedia: true })
  await bob.saw('incoming')
  await alice.hears(440, 480)
  await bob.accept()
  await alice.saw('accept')
  await hearEachOther(alice, bob)
  expect(await alice.told('ringing', 'accept')).toEqual(['ringing', 'accept'])
})

test('the caller hangs up', async ({ application, callBook, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  const callSid = await alice.callSid()
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
  expect([...(await alice.told('call-error')), ...(await bob.told('call-error'))]).toEqual([])
  await eventually('the call is kept', () => callBook.call(callSid)).toMatchObject({ status: 'completed' })
  expect(await callBook.children(callSid)).toMatchObject([{ status: 'completed' }])
})

test('the callee hangs up', async ({ application, callBook, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  const callSid = await alice.callSid()
  await bob.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('disconnect')])
  expect([...(await alice.told('call-error')), ...(await bob.told('call-error'))]).toEqual([])
  await eventually('the call is kept', () => callBook.call(callSid)).toMatchObject({ status: 'completed' })
  expect(await callBook.children(callSid)).toMatchObject([{ status: 'completed' }])
})

test('the caller gives up while the callee is rung', async ({ application, callBook, openPhone }) => {
  application.on('/voice', dialClient('bob', { action: '/dialled' }))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await alice.call()
  await Promise.all([alice.saw('ringing'), bob.saw('incoming')])
  const callSid = await alice.callSid()
  await alice.hangUp()
  await Promise.all([alice.saw('disconnect'), bob.saw('cancel')])
  await eventually('the action is told', () =>
    application.requestsTo('/dialled').map(({ params }) => params),
  ).toMatchObject([{ DialCallStatus: 'canceled', CallSid: callSid }])
  expect(await callBook.children(callSid)).toMatchObject([{ status: 'canceled' }])
})

test('one caller after another reaches the same phone', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  const carol = await openPhone('carol', { side: 'near' })
  await connectCall(alice, bob)
  await alice.hangUp()
  await bob.saw('disconnect')
  await carol.call()
  await bob.saw('incoming', 2)
  await bob.accept()
  await Promise.all([carol.saw('accept'), bob.saw('accept', 2)])
  await hearEachOther(carol, bob)
})

import { expect } from '@playwright/test'
import { connectCall, hearEachOther } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { errorOf, preciseErrors as options } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient, twiml } from './harness/twiml.js'

test('a callee who rejects is busy, and the caller is told that the call was declined', async ({
  application,
  callBook,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  const callSid = await alice.callSid()
  await bob.reject()
  await bob.saw('reject')
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31603 })
  await alice.saw('disconnect')
  expect(await callBook.children(callSid)).toMatchObject([{ status: 'busy' }])
})

test('the action of a dial is told that the callee rejected, and what it answers goes on', async ({
  application,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob', { action: '/dialled' }))
  application.on('/dialled', dialClient('carol'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  const carol = await openPhone('carol')
  await alice.call()
  await bob.saw('incoming')
  await bob.reject()
  await carol.saw('incoming')
  await carol.accept()
  await carol.saw('accept')
  await hearEachOther(alice, carol)
  const [told] = application.requestsTo('/dialled')
  expect(told?.params).toMatchObject({ DialCallStatus: 'busy', DialBridged: 'false', CallSid: await alice.callSid() })
})

test('ignoring is private: the caller waits on, and the action is told of no answer', async ({
  application,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob', { action: '/dialled', timeout: 5 }))
  application.on('/dialled', twiml())
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await alice.call()
  await Promise.all([alice.saw('ringing'), bob.saw('incoming')])
  await bob.ignore()
  await eventually('the action is told', () =>
    application.requestsTo('/dialled').map(({ params }) => params),
  ).toMatchObject([{ DialCallStatus: 'no-answer' }])
  await alice.saw('disconnect')
})

test('a callee that nobody is registered as is no answer at once', async ({ application, callBook, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  await alice.call()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31480 })
  await alice.saw('disconnect')
  const callSid = await alice.callSid()
  expect(await callBook.children(callSid)).toMatchObject([{ to: 'client:bob', status: 'no-answer' }])
})

test('a phone that unregistered is not rung', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob', { action: '/dialled' }))
  application.on('/dialled', twiml())
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await bob.unregister()
  await bob.saw('unregistered')
  await alice.call()
  await alice.saw('disconnect')
  expect(application.requestsTo('/dialled').map(({ params }) => params)).toMatchObject([
    { DialCallStatus: 'no-answer' },
  ])
  expect(await bob.told('incoming')).toEqual([])
})

test('answerOnBridge leaves the caller ringing until the callee accepts', async ({
  application,
  callBook,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob', { answerOnBridge: true }))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await alice.call()
  expect(await alice.saw('ringing')).toEqual({ hasEarlyMedia: false })
  await bob.saw('incoming')
  const callSid = await alice.callSid()
  expect(await callBook.call(callSid)).toMatchObject({ status: 'ringing' })
  expect(await alice.told('accept')).toEqual([])
  await bob.accept()
  await alice.saw('accept')
  await hearEachOther(alice, bob)
  expect(await callBook.call(callSid)).toMatchObject({ status: 'in-progress' })
})

test('under answerOnBridge a caller whose callee rejects was never answered', async ({
  application,
  callBook,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob', { answerOnBridge: true }))
  const alice = await openPhone('alice', { options })
  const bob = await openPhone('bob')
  await alice.call()
  await bob.saw('incoming')
  const callSid = await alice.callSid()
  await bob.reject()
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31603 })
  await alice.saw('disconnect')
  expect(await alice.told('accept')).toEqual([])
  expect(await callBook.call(callSid)).toMatchObject({ status: 'busy' })
})

for (const { reason, code, status } of [
  { reason: 'rejected', code: 31603, status: 'no-answer' },
  { reason: 'busy', code: 31486, status: 'busy' },
] as const) {
  test(`an early <Reject reason="${reason}"> ends the call on the device`, async ({
    application,
    callBook,
    openPhone,
  }) => {
    const response = twiml()
    response.reject({ reason })
    application.on('/voice', response)
    const alice = await openPhone('alice', { options })
    await alice.call()
    expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code })
    await alice.saw('disconnect')
    expect((await alice.view()).status).toBe('closed')
    const callSid = application.requestsTo('/voice')[0]?.params['CallSid'] ?? ''
    expect(await callBook.call(callSid)).toMatchObject({ status })
  })
}

test('of three devices under one name all ring, one accepts, and the others stop', async ({
  application,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bobs = [await openPhone('bob'), await openPhone('bob'), await openPhone('bob')] as const
  await alice.call()
  await Promise.all(bobs.map((bob) => bob.saw('incoming')))
  const [first, second, third] = bobs
  await second.accept()
  await Promise.all([alice.saw('accept'), second.saw('accept'), first.saw('cancel'), third.saw('cancel')])
  await hearEachOther(alice, second)
  expect(await second.told('cancel', 'disconnect')).toEqual([])
  const sids = await Promise.all(bobs.map((bob) => bob.callSid()))
  expect(new Set(sids).size).toBe(1)
})

test('one device that rejects stops the others of its name', async ({ application, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options })
  const bobs = [await openPhone('bob'), await openPhone('bob')] as const
  await alice.call()
  await Promise.all(bobs.map((bob) => bob.saw('incoming')))
  await bobs[0].reject()
  await bobs[1].saw('cancel')
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31603 })
})

test('of several names in one dial the first to accept wins', async ({ application, callBook, openPhone }) => {
  const response = twiml()
  const dial = response.dial()
  dial.client('bob')
  dial.client('carol')
  application.on('/voice', response)
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  const carol = await openPhone('carol')
  await alice.call()
  await Promise.all([bob.saw('incoming'), carol.saw('incoming')])
  await bob.reject()
  await carol.accept()
  await carol.saw('accept')
  await hearEachOther(alice, carol)
  const legs = await callBook.children(await alice.callSid())
  expect(Object.fromEntries(legs.map(({ to, status }) => [to, status]))).toEqual({
    'client:bob': 'busy',
    'client:carol': 'in-progress',
  })
})

test('the status callback of a leg tells of its whole life, in order', async ({ application, openPhone }) => {
  const response = twiml()
  const events = ['initiated', 'ringing', 'answered', 'completed'] as const
  response.dial().client({ statusCallback: '/status', statusCallbackEvent: [...events] }, 'bob')
  application.on('/voice', response)
  application.on('/status', 204)
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await bob.hangUp()
  await eventually('all are told', () => application.requestsTo('/status').length).toBe(4)
  const told = application.requestsTo('/status').map(({ params }) => params)
  told.sort((one, other) => Number(one['SequenceNumber']) - Number(other['SequenceNumber']))
  expect(told.map(({ CallStatus }) => CallStatus)).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
  const callSid = await bob.callSid()
  expect(told.every(({ CallSid }) => CallSid === callSid)).toBe(true)
})

import { expect } from '@playwright/test'
import { connectCall } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { errorOf } from './harness/sdk-error.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('a message of the call is acknowledged, and on its timeline', async ({ application, callBook, openPhone }) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await alice.sendMessage('user-defined-message', { hello: 'there' })
  expect(await alice.saw('message-sent')).toMatchObject({ content: { hello: 'there' } })
  const callSid = await alice.callSid()
  const messages = async (): Promise<unknown> =>
    (await callBook.timeline(callSid)).filter(({ kind }) => kind === 'message').map(({ detail }) => detail)
  await eventually('the timeline', messages).toMatchObject([{ content: { hello: 'there' } }])
})

test('a message of a type that nobody knows is refused with 31210, and the call goes on', async ({
  application,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob)
  await alice.sendMessage('no-such-type', { hello: 'there' })
  expect(errorOf(await alice.saw('call-error'))).toMatchObject({ code: 31210 })
  expect((await alice.view()).status).toBe('open')
  expect(await alice.told('message-sent', 'disconnect')).toEqual([])
})

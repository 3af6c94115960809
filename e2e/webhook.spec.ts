import { expect } from '@playwright/test'
import { connectCall } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { twiml } from './harness/twiml.js'

test('every request to an application is signed as the official libraries check it', async ({
  application,
  issuer,
  openPhone,
}) => {
  const response = twiml()
  const dial = response.dial({ action: '/dialled?to=bob&again=1', method: 'GET' })
  dial.client({ statusCallback: '/status?x=a%20b', statusCallbackEvent: ['initiated', 'completed'] }, 'bob')
  application.on('/voice', response)
  application.on('/status', 204)
  application.on('/dialled', twiml())
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  await connectCall(alice, bob, { text: '我不吃蛋 & 1 + 1 = 2', Zed: '', ab: 'B', aB: 'b' })
  await bob.hangUp()
  await alice.saw('disconnect')
  const asked = (): readonly string[] => application.requests.map(({ method, path }) => `${method} ${path}`).sort()
  const all = ['GET /dialled', 'POST /status', 'POST /status', 'POST /voice']
  await eventually('all are asked', asked).toEqual(all)
  for (const request of application.requests) {
    expect(request.validations(issuer.authToken)).toEqual({ 'twilio 3': true, 'twilio 6': true })
    expect(request.validations('f'.repeat(32))).toEqual({ 'twilio 3': false, 'twilio 6': false })
  }
})

import { expect, test } from 'vitest'
import { createManualClock } from '../manual-clock.contract.js'
import { testIds as ids } from '../test-ids.contract.js'
import { webhookContract } from '../webhook.contract.js'
import { createFakeWebhookClient } from './fake-webhook-client.js'

webhookContract('fake', () => {
  const clock = createManualClock()
  const client = createFakeWebhookClient({ clock, ids })
  const [origin, otherOrigin, deadOrigin] = ['http://app.test', 'http://other.test', 'http://dead.test']
  return Promise.resolve({
    client,
    clock,
    origin,
    otherOrigin,
    deadOrigin,
    serve(path, application) {
      client.serve(origin + path, application)
      client.serve(otherOrigin + path, application)
    },
    close: () => Promise.resolve(),
  })
})

test('what applications were sent can be read afterwards', async () => {
  const client = createFakeWebhookClient({ clock: createManualClock(), ids })
  client.serve('http://app.test/voice', () => ({ body: '<Response/>' }))
  await client.request({ url: 'http://app.test/voice', method: 'POST', params: { CallSid: 'CA1' }, authToken: 'x' })
  expect(client.requests).toMatchObject([{ url: 'http://app.test/voice', method: 'POST', params: { CallSid: 'CA1' } }])
})

test('an application that throws answers 500 with what it threw', async () => {
  const client = createFakeWebhookClient({ clock: createManualClock(), ids })
  client.serve('http://app.test/voice', () => {
    throw new Error('boom')
  })
  const result = await client.request({ url: 'http://app.test/voice', method: 'POST', params: {}, authToken: 'x' })
  expect(result).toMatchObject({ isOk: false, code: 11200, status: 500, body: 'Error: boom' })
})

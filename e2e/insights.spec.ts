import { expect } from '@playwright/test'
import { connectCall } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { test } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

test('reports on call quality are answered, and kept on the timeline of their leg', async ({
  application,
  callBook,
  gateway,
  openPhone,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice')
  const bob = await openPhone('bob')
  const answers: (readonly [url: string, status: number])[] = []
  alice.page.on('response', (response) => {
    if (response.request().method() === 'POST') answers.push([response.url(), response.status()])
  })
  await connectCall(alice, bob)
  // What was measured is sent in tens, and the rest when the call ends.
  await alice.saw('sample', 2)
  const callSid = await alice.callSid()
  await alice.hangUp()
  const reports = async (): Promise<readonly string[]> =>
    (await callBook.timeline(callSid)).filter(({ kind }) => kind === 'quality').map(({ name }) => name)
  await eventually('the SDK sends samples', reports).toContain('quality-metrics-samples/metrics-sample')
  expect(await reports()).toEqual(expect.arrayContaining(['connection/outgoing', 'connection/accepted-by-remote']))
  const urls = new Set(answers.map(([url]) => url))
  const base = `https://${gateway.host}/v4`
  expect([...urls].sort()).toEqual([`${base}/EndpointEvents`, `${base}/EndpointMetrics`])
  expect(answers.filter(([, status]) => status !== 200)).toEqual([])
})

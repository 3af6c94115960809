import { expect } from '@playwright/test'
import { connectCall } from './harness/connect-call.js'
import { eventually } from './harness/eventually.js'
import { findFreePort } from './harness/free-port.js'
import { test as base } from './harness/test.js'
import { dialClient } from './harness/twiml.js'

/** 2.x goes where the gateway says it is at home, so the gateway must know its own port. */
const test = base.extend<object, { readonly serveFlags: readonly string[] }>({
  serveFlags: [
    async ({}, use) => {
      const port = await findFreePort()
      await use([`--https-port=${port}`, `--insights-home=localhost:${port}/insights?h=`])
    },
    { scope: 'worker' },
  ],
})

test('reports on call quality are answered, and kept on the timeline of their leg', async ({
  application,
  callBook,
  gateway,
  openPhone,
  sdk,
}) => {
  application.on('/voice', dialClient('bob'))
  const alice = await openPhone('alice', { options: { publishEvents: true } })
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
  const all = ['connection/outgoing', 'connection/accepted-by-remote', 'quality-metrics-samples/metrics-sample']
  await eventually('reports on the timeline', reports).toEqual(expect.arrayContaining(all))
  const { host } = gateway
  const base = sdk === 'twilio-client' ? `https://${host}/v4` : `https://eventgw.${host}/insights?h=.twilio.com/v4`
  const urls = (): readonly string[] => [...new Set(answers.map(([url]) => url))].sort()
  await eventually('answers', urls).toEqual([`${base}/EndpointEvents`, `${base}/EndpointMetrics`])
  expect(answers.filter(([, status]) => status !== 200)).toEqual([])
})

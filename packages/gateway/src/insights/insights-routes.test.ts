import type { CallSid } from '@ringdown/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallEventRecord } from '../call/call-event-record.js'
import { createHttpApp } from '../http-server.js'
import { createManualClock } from '../webhook/manual-clock.contract.js'
import { registerInsightsRoutes } from './insights-routes.js'

const accountSid = `AC${'a'.repeat(32)}` as const
const callSid: CallSid = `CA${'a'.repeat(32)}`
const tempId = 'TJS00000000-0000-4000-8000-000000000001'
const laterTempId = 'TJS00000000-0000-4000-8000-000000000002'
const grant = {
  accountSid,
  identity: 'bob',
  clientNames: ['bob'],
  outgoing: undefined,
  eventStreams: [],
  expiresAt: 1,
  tokenId: undefined,
}
const report = {
  publisher: 'twilio-js-sdk',
  group: 'connection',
  name: 'outgoing',
  level: 'INFO',
  timestamp: '2026-11-21T00:00:00Z',
}

function createWorld(allow = true) {
  const app = createHttpApp()
  const recorded: CallEventRecord[] = []
  const clock = createManualClock()
  const calls: string[] = [callSid, tempId]
  registerInsightsRoutes(app, {
    clock,
    authorise: (token) =>
      Promise.resolve(token === 'good' ? { isOk: true, grant } : { isOk: false, code: 31202, message: 'No.' }),
    locate: (account, id) => Promise.resolve(account === accountSid && calls.includes(id) ? callSid : undefined),
    record: (event) => recorded.push(event),
    allow: () => allow,
  })
  const post = (payload: unknown, token = 'good', path = '/v4/EndpointEvents') =>
    app.inject({ method: 'POST', url: path, headers: { 'x-twilio-token': token }, payload: payload as object })
  return { app, recorded, post, calls, clock }
}

/** What the SDKs make of the host they are given: 1.x of `eventgw`, 2.x of the gateway's `home`. */
const urls = [
  '/v4/EndpointEvents',
  '/v4/EndpointMetrics',
  '/insights?h=.twilio.com/v4/EndpointEvents',
  '/insights?h=.twilio.com/v4/EndpointMetrics',
]

test.each(urls)('a browser of any origin may post to %s, with the headers of the SDKs', async (url) => {
  const response = await createWorld().app.inject({ method: 'OPTIONS', url })
  expect(response.statusCode).toBe(204)
  expect(response.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-headers': 'Content-Type, X-Twilio-Token',
  })
})

test.each(urls)('what is posted to %s is put on the timeline', async (url) => {
  const { post, recorded } = createWorld()
  expect((await post({ ...report, payload: { call_sid: callSid } }, 'good', url)).statusCode).toBe(200)
  expect(recorded).toHaveLength(1)
})

test.each([
  ['its call SID', { call_sid: callSid }],
  ['the temporary id of an early event', { temp_call_sid: tempId }],
])('an event is put on the timeline of the leg that it names by %s', async (_case, ids) => {
  const { post, recorded } = createWorld()
  const response = await post({ ...report, payload: { ...ids, audio_codec: 'opus' } })
  expect([response.statusCode, response.json()]).toEqual([200, {}])
  expect(response.headers['access-control-allow-origin']).toBe('*')
  expect(recorded).toMatchObject([
    { accountSid, callSid, kind: 'quality', name: 'connection/outgoing', detail: { payload: { audio_codec: 'opus' } } },
  ])
})

test('what a device reports before its call is there goes on the timeline once it is, first things first', async () => {
  const { post, recorded, calls, clock } = createWorld()
  const early = { ...report, payload: { temp_call_sid: laterTempId } }
  await post({ ...early, group: 'settings', name: 'init' })
  await post(early)
  expect(recorded).toEqual([])
  clock.advance(100)
  calls.push(laterTempId)
  await post({ ...report, name: 'accepted-by-remote', payload: { call_sid: callSid, temp_call_sid: laterTempId } })
  const [, outgoing, accepted] = recorded
  expect(recorded.map(({ name }) => name)).toEqual([
    'settings/init',
    'connection/outgoing',
    'connection/accepted-by-remote',
  ])
  expect(recorded.every((event) => event.callSid === callSid && event.accountSid === accountSid)).toBe(true)
  expect((accepted?.at ?? 0) - (outgoing?.at ?? 0)).toBe(100)
})

test('a report whose call never comes is forgotten', async () => {
  const { post, recorded, calls, clock } = createWorld()
  await post({ ...report, payload: { temp_call_sid: laterTempId } })
  clock.advance(60_000)
  expect(clock.pending).toBe(0)
  calls.push(laterTempId)
  await post({ ...report, name: 'cancel', payload: { temp_call_sid: laterTempId } })
  expect(recorded.map(({ name }) => name)).toEqual(['connection/cancel'])
})

test('of one call no more than 20 reports wait', async () => {
  const { post, recorded, calls } = createWorld()
  for (let sent = 0; sent < 30; sent += 1) await post({ ...report, payload: { temp_call_sid: laterTempId } })
  calls.push(laterTempId)
  await post({ ...report, name: 'cancel', payload: { temp_call_sid: laterTempId } })
  expect(recorded.length).toBe(21)
})

test('samples of call quality are put on the timeline', async () => {
  const { post, recorded } = createWorld()
  const payload = Array.from({ length: 10 }, (_, index) => ({ call_sid: callSid, mos: 4.4, timestamp: index }))
  await post(
    { ...report, group: 'quality-metrics-samples', name: 'metrics-sample', payload },
    'good',
    '/v4/EndpointMetrics',
  )
  expect(recorded).toMatchObject([{ name: 'quality-metrics-samples/metrics-sample', detail: { payload } }])
})

test('a call of nobody, or of another account, is answered like any other and kept nowhere', async () => {
  const { post, recorded } = createWorld()
  expect((await post({ ...report, payload: { call_sid: `CA${'f'.repeat(32)}` } })).statusCode).toBe(200)
  expect((await post({ ...report, payload: {} })).statusCode).toBe(200)
  expect(recorded).toEqual([])
})

test('a token that is refused gets 403, and a missing one too', async () => {
  const { app, post, recorded } = createWorld()
  const response = await post({ ...report, payload: { call_sid: callSid } }, 'bad')
  expect([response.statusCode, response.json()]).toEqual([403, { code: 20107, message: 'No.' }])
  expect((await app.inject({ method: 'POST', url: '/v4/EndpointEvents', payload: report })).statusCode).toBe(403)
  expect(recorded).toEqual([])
})

test.each([
  ['no report at all', []],
  ['a report without a group', { ...report, group: undefined, payload: {} }],
  ['more samples than the bound', { ...report, payload: Array.from({ length: 61 }, () => ({})) }],
])('%s gets 400', async (_case, payload) => {
  const { post, recorded } = createWorld()
  expect((await post(payload)).statusCode).toBe(400)
  expect(recorded).toEqual([])
})

test('what cannot be read is refused so that a browser shows it', async () => {
  const { app } = createWorld()
  const headers = { 'content-type': 'application/json', 'x-twilio-token': 'good' }
  const post = (payload: string) => app.inject({ method: 'POST', url: '/v4/EndpointEvents', headers, payload })
  for (const payload of ['{', ' '.repeat(65_537)]) {
    const response = await post(payload)
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.headers['access-control-allow-origin']).toBe('*')
  }
})

test('whatever is posted is taken or refused, and never met by a failure', async () => {
  const ids = fc.record({ call_sid: fc.constantFrom(callSid, tempId, 'x', ''), temp_call_sid: fc.string() })
  const payload = fc.oneof(fc.jsonValue(), ids, fc.array(fc.oneof(ids, fc.jsonValue())))
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ group: fc.string(), name: fc.string(), payload }).map((value) => JSON.stringify(value)),
  )
  const types = fc.constantFrom('application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined)
  const { app, recorded } = createWorld()
  await fc.assert(
    fc.asyncProperty(body, types, fc.constantFrom('good', 'bad', ''), async (text, type, token) => {
      const before = recorded.length
      const headers = { 'x-twilio-token': token, ...(type !== undefined && { 'content-type': type }) }
      const url = '/v4/EndpointEvents'
      const { statusCode } = await app.inject({ method: 'POST', url, headers, payload: text })
      expect([200, 400, 403, 413, 415]).toContain(statusCode)
      if (statusCode !== 200) expect(recorded).toHaveLength(before)
    }),
    { numRuns: 300 },
  )
})

test('a body over the bound gets 413, and too many reports get 429', async () => {
  expect((await createWorld().post({ ...report, payload: { fill: 'x'.repeat(65_536) } })).statusCode).toBe(413)
  expect((await createWorld(false).post({ ...report, payload: {} })).statusCode).toBe(429)
})

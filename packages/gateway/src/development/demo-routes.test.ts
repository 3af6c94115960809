import fastifyFormbody from '@fastify/formbody'
import { decodeCapabilityToken } from '@ringdown/token'
import { expect, test } from 'vitest'
import type { Account } from '../account/account.js'
import { createApplication } from '../account/create-application.js'
import { createHttpApp } from '../http-server.js'
import { type DemoPorts, registerDemoRoutes } from './demo-routes.js'
import { demoSoundNames } from './demo-sound.js'
import { createPeopleFeed } from './people-feed.js'

const accountSid = `AC${'a'.repeat(32)}` as const
const applicationSid = `AP${'a'.repeat(32)}` as const
const application = createApplication({ sid: applicationSid, accountSid, friendlyName: 'Demo' }, 1)
const account: Account = {
  ...{
    sid: accountSid,
    friendlyName: 'Tests',
    status: 'active',
    authToken: 'secret-of-the-demo',
    secondaryAuthToken: null,
  },
  ...{ ownerAccountSid: accountSid, createdAt: 1, updatedAt: 1 },
}

function portsFor(found: Account | undefined, httpsPort?: number): DemoPorts {
  return {
    account: () => Promise.resolve(found),
    application: () => application,
    httpsPort: () => httpsPort,
    people: createPeopleFeed(() => ['alice', 'bob']),
    iceServers: (name, ttlSeconds) => [{ urls: [`stun:${name}.example`], username: `${ttlSeconds}` }],
  }
}

async function createApp(found: Account | undefined = account, httpsPort?: number) {
  const app = createHttpApp()
  const ports = portsFor(found, httpsPort)
  await registerDemoRoutes(app, ports)
  return { app, people: ports.people }
}

test.each(['/', '/demo', '/demo/', '/?from=somewhere'])(
  'a phone that is asked for without TLS, at %s, is led to where it works',
  async (url) => {
    const { app } = await createApp(account, 8_443)
    const response = await app.inject({ url, headers: { host: 'localhost:8080' } })
    expect(response.headers.location).toBe('https://localhost:8443/demo/')
  },
)

test('the root leads to the phone, and its page, style and scripts are served', async () => {
  const { app } = await createApp()
  for (const url of ['/', '/demo']) expect((await app.inject(url)).headers.location).toBe('/demo/')
  for (const [path, type] of [
    ['', 'text/html'],
    ['demo.css', 'text/css'],
    ['demo.js', 'javascript'],
    ['people-list.js', 'javascript'],
    ['problem.js', 'javascript'],
    ['sdk.js', 'javascript'],
  ]) {
    const response = await app.inject(`/demo/${path ?? ''}`)
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, expect.stringContaining(type ?? '')])
  }
})

test('a token lets a name receive calls and call out to the demo, for an hour', async () => {
  const { app } = await createApp()
  const response = await app.inject({ method: 'POST', url: '/demo/token', payload: { name: 'alice' } })
  const { token, iceServers } = response.json<{ token: string; iceServers: unknown }>()
  expect(decodeCapabilityToken(token).scopes).toEqual([
    { kind: 'incoming', clientName: 'alice' },
    { kind: 'outgoing', applicationSid, clientName: 'alice', params: [] },
  ])
  expect(iceServers).toEqual([{ urls: ['stun:alice.example'], username: '3600' }])
})

test('with its token a page learns whether somebody has its name already', async () => {
  const { app } = await createApp()
  const ask = async (name: string): Promise<unknown> =>
    (await app.inject({ method: 'POST', url: '/demo/token', payload: { name } })).json()
  expect(await ask('alice')).toMatchObject({ isShared: true })
  expect(await ask('carol')).toMatchObject({ isShared: false })
})

test('the demo stands beside routes that read forms themselves', async () => {
  const app = createHttpApp()
  await app.register(fastifyFormbody)
  await registerDemoRoutes(app, portsFor(account))
  expect((await app.inject('/demo/')).statusCode).toBe(200)
})

test.each([{}, { name: '' }, { name: 'a b' }, { name: 'x'.repeat(33) }, { name: 7 }])(
  'the name in %j gets 400',
  async (payload) => {
    const { app } = await createApp()
    const response = await app.inject({ method: 'POST', url: '/demo/token', payload })
    expect([response.statusCode, response.json()]).toMatchObject([400, { code: 31105 }])
  },
)

test('the VoiceUrl connects to the name asked for, and rejects what is no name', async () => {
  const { app } = await createApp()
  const voice = async (form: string): Promise<string> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return (await app.inject({ method: 'POST', url: '/demo/voice', headers, payload: form })).body
  }
  expect(await voice('To=bob')).toContain('<Dial answerOnBridge="true"><Client>bob</Client></Dial>')
  expect(await voice('To=%3C%2FClient%3E')).toContain('<Response><Reject/></Response>')
  expect(await voice('From=client%3Aalice')).toContain('<Reject/>')
})

test('every sound that an SDK asks for is a WAV file', async () => {
  const { app } = await createApp()
  for (const name of demoSoundNames) {
    const { rawPayload, headers } = await app.inject(`/demo/sound/${name}.wav`)
    expect([headers['content-type'], rawPayload.toString('latin1', 0, 4), rawPayload.readUInt32LE(4)]).toEqual([
      'audio/wav',
      'RIFF',
      rawPayload.length - 8,
    ])
  }
  expect((await app.inject('/demo/sound/constructor.wav')).statusCode).toBe(404)
})

test('a page hears who is here at once, and again at every change, until the gateway ends', async () => {
  const { app, people } = await createApp()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const response = await fetch(`${url}/demo/people`)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const page = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect(await page?.read()).toMatchObject({ value: 'data: ["alice","bob"]\n\n' })
  people.changed()
  expect(await page?.read()).toMatchObject({ value: 'data: ["alice","bob"]\n\n' })
  people.close()
  expect(await page?.read()).toMatchObject({ done: true })
  await app.close()
})

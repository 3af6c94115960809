import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ClientCapability } from '@ringdown/token'
import { expect, onTestFinished, test } from 'vitest'
import { FakeMedia } from './media/fake/fake-media.js'
import { createRestWorld, type RestWorld } from './rest/test-support/rest-world.js'
import { SocketClient } from './signalling/test-support/socket-client.js'

/** A web application that rings bob. */
async function startApplication(): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/xml').end('<Response><Dial><Client>bob</Client></Dial></Response>')
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/voice`
}

interface Login {
  readonly accountSid: string
  readonly authToken: string
}

/** Connect a device that may receive as a name, and call out to an application. */
async function connect(
  { baseUrl, clock }: RestWorld,
  login: Login,
  clientName: string,
  applicationSid: string,
): Promise<SocketClient> {
  const capability = new ClientCapability(login)
    .addScope(new ClientCapability.IncomingClientScope(clientName))
    .addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName }))
  const client = await new SocketClient(`${baseUrl.replace('http', 'ws')}/signal`, '1.6').opened()
  client.send('listen', { token: capability.toJwt({ now: clock.now() / 1000 }) })
  await client.next('connected')
  client.send('register', { media: { audio: true } })
  await client.next('ready')
  return client
}

test('an account that is suspended over REST loses its calls and its devices, and others do not', async () => {
  const world = await createRestWorld()
  const { accounts } = world.clients[6].api.v2010
  const { sid: accountSid, authToken } = await accounts.create({ friendlyName: 'Branch' })
  const voiceUrl = await startApplication()
  const { sid: applicationSid } = await accounts(accountSid).applications.create({ voiceUrl })
  const login = { accountSid, authToken }
  const bob = await connect(world, login, 'bob', applicationSid)
  const alice = await connect(world, login, 'alice', applicationSid)
  const owner = { accountSid: world.account.sid, authToken: world.account.authToken }
  const stranger = await connect(world, owner, 'bob', applicationSid)

  const sdp = await new FakeMedia().createEndpoint(() => undefined).offer()
  alice.send('invite', { callsid: 'TJS00000000-0000-4000-8000-000000000001', sdp, twilio: {} })
  await bob.next('invite')
  await accounts(accountSid).update({ status: 'suspended' })

  await bob.next('cancel')
  await alice.next('hangup')
  for (const device of [alice, bob]) {
    expect(await device.next('error')).toMatchObject({ error: { code: 31203 } })
    expect(await device.closed()).toBe(1008)
  }
  const { rows } = await world.store.calls.list(accountSid as 'AC', {}, { limit: 10 })
  expect(rows.map(({ status, endedAt }) => [status, endedAt !== null])).toEqual([
    ['canceled', true],
    ['completed', true],
  ])
  stranger.send('register', { media: { audio: true } })
  await stranger.next('ready')
})

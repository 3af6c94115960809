import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { AccountSid, ApplicationSid } from '@ringdown/protocol'
import { ClientCapability } from '@ringdown/token'
import { expect, onTestFinished, test } from 'vitest'
import { createApplication } from './account/create-application.js'
import type { Clock } from './clock.js'
import { loadConfig } from './config.js'
import { type Gateway, openStore, startGateway } from './gateway.js'
import { createLog } from './log.js'
import { LoopbackDevice } from './media/werift/test-support/loopback-device.js'
import { createDtlsCertificate, type DtlsCertificate } from './media/werift/transport/dtls-certificate.js'
import { SocketClient } from './signalling/test-support/socket-client.js'
import { systemIds } from './system-ids.js'

const accountSid: AccountSid = `AC${'a'.repeat(32)}`
const applicationSid: ApplicationSid = `AP${'a'.repeat(32)}`
const authToken = 'the-primary-auth-token-of-the-tests'

/** A clock that runs, and can be moved on: what the gateway remembers for minutes is forgotten at once. */
class SkippingClock implements Clock {
  readonly #timers = new Set<{ readonly dueAt: number; readonly fire: () => void }>()
  #skippedMs = 0

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size
  }

  now(): number {
    return Date.now() + this.#skippedMs
  }

  after(delayMs: number, run: () => void): () => void {
    const fire = (): void => {
      cancel()
      run()
    }
    const timer = { dueAt: this.now() + delayMs, fire }
    const timeout = setTimeout(fire, delayMs)
    const cancel = (): void => {
      clearTimeout(timeout)
      this.#timers.delete(timer)
    }
    this.#timers.add(timer)
    return cancel
  }

  skip(ms: number): void {
    this.#skippedMs += ms
    const now = this.now()
    for (const { dueAt, fire } of [...this.#timers]) if (dueAt <= now) fire()
  }
}

/** A web application whose every answer is to ring the caller's friend: `client:alice3` talks with `bob3`. */
async function startApplication(): Promise<Server> {
  const server = createServer((request, response) => {
    void text(request).then((form) => {
      const place = /alice(\d+)/.exec(new URLSearchParams(form).get('From') ?? '')?.[1] ?? ''
      const document = `<Response><Dial><Client>bob${place}</Client></Dial></Response>`
      response.setHeader('content-type', 'text/xml').end(document)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return server
}

interface World {
  readonly gateway: Gateway
  readonly clock: SkippingClock
  readonly application: Server
  readonly certificate: DtlsCertificate
  readonly faults: readonly string[]
}

async function openWorld(): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringdown-leak-'))
  const env = {
    RINGDOWN_HTTP_PORT: '0',
    RINGDOWN_DATA_DIR: dataDir,
    RINGDOWN_ACCOUNT_SID: accountSid,
    RINGDOWN_AUTH_TOKEN: authToken,
    RINGDOWN_MEDIA_LISTEN_ADDRESSES: '127.0.0.1',
    RINGDOWN_MEDIA_UDP_PORT_RANGE: '45000-46999',
    RINGDOWN_STORE_SYNCHRONOUS: 'normal',
  }
  const { config } = loadConfig({ env, flags: {}, readFile: () => '' })
  const application = await startApplication()
  const { store } = await openStore(config)
  const [clock, faults] = [new SkippingClock(), [] as string[]]
  const log = createLog({ level: 'warn', format: 'json' }, { write: (line) => void faults.push(line) })
  const gateway = await startGateway(config, { clock, ids: systemIds, log })
  onTestFinished(async () => {
    await gateway.close()
    await store.close()
    rmSync(dataDir, { recursive: true })
  })
  const voiceUrl = `http://127.0.0.1:${(application.address() as AddressInfo).port}/voice`
  const draft = { sid: applicationSid, accountSid, friendlyName: 'Leak test', voiceUrl }
  await store.applications.insert(createApplication(draft, clock.now()))
  return { gateway, clock, application, certificate: await createDtlsCertificate(), faults }
}

/** A page of a person: who has a socket, and for each call media of its own. */
class Phone {
  readonly #world: World
  readonly socket: SocketClient

  constructor(world: World) {
    this.#world = world
    this.socket = new SocketClient(`ws://127.0.0.1:${world.gateway.listeners.httpPort ?? 0}/signal`, '1.6')
  }

  async enter(name: string): Promise<this> {
    await this.socket.opened()
    const capability = new ClientCapability({ accountSid, authToken })
    capability.addScope(new ClientCapability.IncomingClientScope(name))
    capability.addScope(new ClientCapability.OutgoingClientScope({ applicationSid, clientName: name }))
    this.socket.send('listen', { token: capability.toJwt() })
    await this.socket.next('connected')
    this.socket.send('register', { media: { audio: true } })
    await this.socket.next('ready')
    return this
  }

  /** Media for one call, and the moment at which it hears something. */
  media(ssrc: number): { readonly device: LoopbackDevice; readonly heard: Promise<Buffer> } {
    let onOpus: (payload: Buffer) => void = () => undefined
    const heard = new Promise<Buffer>((resolve) => (onOpus = resolve))
    return { device: new LoopbackDevice({ ssrc, certificate: this.#world.certificate, onOpus }), heard }
  }

  async leave(): Promise<void> {
    const closed = this.socket.closed()
    this.socket.drop()
    await closed
  }
}

/** Alice calls bob, both are heard by the other, alice hangs up. */
async function makeCall(alice: Phone, bob: Phone): Promise<void> {
  const [near, far] = [alice.media(1), bob.media(2)]
  const tempId = `TJS${systemIds.uuid()}`
  alice.socket.send('invite', { callsid: tempId, sdp: await near.device.offer(), twilio: {} })
  const invite = await bob.socket.next('invite')
  const { sdp, connect } = await far.device.answer(invite.sdp)
  bob.socket.send('answer', { callsid: invite.callsid, sdp })
  await bob.socket.next('answer')
  const answer = await alice.socket.next('answer')
  await Promise.all([connect(), near.device.acceptAnswer(answer.sdp ?? '')])
  const talking = setInterval(() => {
    near.device.send(Buffer.from('from alice'))
    far.device.send(Buffer.from('from bob'))
  }, 20)
  const words = await Promise.all([near.heard, far.heard])
  clearInterval(talking)
  expect(words.map(String)).toEqual(['from bob', 'from alice'])
  alice.socket.send('hangup', { callsid: answer.callsid })
  await bob.socket.next('hangup')
  await Promise.all([near.device.close(), far.device.close()])
}

const pairs = 8
/** More than the gateway keeps anything of a call that is over, and less than a token lives. */
const rememberedMs = 300_000

/** So many calls, some of them at once; then everybody leaves, and what is remembered for a while is forgotten. */
async function makeCalls(world: World, count: number): Promise<void> {
  let left = count
  const live = async (_: unknown, place: number): Promise<void> => {
    const [alice, bob] = [await new Phone(world).enter(`alice${place}`), await new Phone(world).enter(`bob${place}`)]
    while (left > 0) {
      left -= 1
      await makeCall(alice, bob)
    }
    await Promise.all([alice.leave(), bob.leave()])
  }
  await Promise.all(Array.from({ length: pairs }, live))
  await expect.poll(() => openResources('UDPWrap')).toBe(0)
  world.application.closeIdleConnections()
  world.clock.skip(rememberedMs)
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function openResources(kind: string): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === kind).length
}

interface Holdings {
  readonly timersOfTheGateway: number
  readonly timers: number
  readonly tcpSockets: number
}

function holdings({ clock }: World): Holdings {
  return {
    timersOfTheGateway: clock.pending,
    timers: openResources('Timeout'),
    tcpSockets: openResources('TCPSocketWrap'),
  }
}

/** What a session, an endpoint or a handshake takes is twice as much; what the engine compiles meanwhile is half. */
const mostBytesPerCall = 20_000

test('after two hundred calls sockets, timers and heap are back where they were', { timeout: 120_000 }, async () => {
  const world = await openWorld()
  const before = holdings(world)
  const heapAfter = async (calls: number): Promise<number> => {
    await makeCalls(world, calls)
    await expect.poll(() => holdings(world), { timeout: 10_000 }).toEqual(before)
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  // The first calls load code and fill caches.
  const heaps = [await heapAfter(40), await heapAfter(100), await heapAfter(100)]
  // What is kept for each call shows in every round, what is kept once in one of them.
  const grownBytes = heaps.slice(1).map((heap, round) => heap - (heaps[round] ?? heap))
  expect(Math.min(...grownBytes) / 100).toBeLessThan(mostBytesPerCall)
  expect(world.faults).toEqual([])
})

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccountSid, ApplicationSid } from '@ringdown/protocol'
import { ClientCapability, type IssueOptions } from '@ringdown/token'
import { createApplication } from '../../account/create-application.js'
import { createAuthorise } from '../../account/authorise.js'
import { RecordingObserver } from '../../call/test-support/recording-observer.js'
import { CallService } from '../../call/call-service.js'
import { FakeMedia } from '../../media/fake/fake-media.js'
import { createRateLimiter } from '../../rate-limiter.js'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.js'
import type { Store } from '../../store/store.js'
import { systemIds } from '../../system-ids.js'
import { createFakeWebhookClient, type FakeWebhookClient } from '../../webhook/fake/fake-webhook-client.js'
import { createManualClock, type ManualClock } from '../../webhook/manual-clock.contract.js'
import type { ConnectionContext } from '../connection-context.js'
import { Presence } from '../presence.js'
import { defaultSignallingLimits, type SignallingLimits } from '../signalling-limits.js'
import { createSignallingServer, type SignallingServer } from '../signalling-server.js'
import { SocketClient } from './socket-client.js'

/** The account, its keys and its application in the tests. */
export const accountSid: AccountSid = `AC${'a'.repeat(32)}`
export const otherAccountSid: AccountSid = `AC${'b'.repeat(32)}`
export const applicationSid: ApplicationSid = `AP${'a'.repeat(32)}`
export const authToken = 'primary-auth-token'
export const voiceUrl = 'http://app.test/voice'

/** What a token of the tests grants. */
interface TokenOptions extends IssueOptions {
  readonly incoming?: string
  readonly outgoing?: string | false
  readonly params?: Readonly<Record<string, string>>
  readonly authToken?: string
  readonly accountSid?: string
}

/** A signalling edge on a real port with everything behind it; media and webhooks alone are in memory. */
export interface SignallingWorld {
  readonly clock: ManualClock
  readonly store: Store
  readonly presence: Presence
  readonly calls: CallService
  readonly webhooks: FakeWebhookClient
  readonly observer: RecordingObserver
  readonly signalling: SignallingServer
  /** Notices of the edge, such as `slow reader`. */
  readonly notices: readonly string[]
  readonly token: (options?: TokenOptions) => string
  /** Open a socket; it has said nothing yet. */
  readonly open: (version?: string, host?: string) => Promise<SocketClient>
  /** Open a socket, listen and wait until it is let in. */
  readonly enter: (options?: TokenOptions, version?: string) => Promise<SocketClient>
  readonly url: string
  readonly context: ConnectionContext
  readonly drain: () => void
}

type Behind = Pick<SignallingWorld, 'clock' | 'store' | 'presence' | 'calls' | 'webhooks' | 'observer'>

async function createBehind(limits: SignallingLimits): Promise<Behind> {
  const clock = createManualClock()
  const { store } = await openSqliteStore({ file: ':memory:' })
  await seed(store, clock.now())
  const presence = new Presence(clock, limits)
  const observer = new RecordingObserver()
  const webhooks = createFakeWebhookClient({ clock, ids: systemIds })
  const calls = new CallService({
    ...{ clock, store, webhooks, observer, ids: systemIds, devices: presence, media: new FakeMedia() },
    limits: { graceMs: 30_000, maxCallsPerAccount: 10, maxCallSeconds: 14_400 },
  })
  return { clock, store, presence, calls, webhooks, observer }
}

function createContext(
  { clock, store, ...behind }: Behind,
  limits: SignallingLimits,
  notices: string[],
): ConnectionContext & { isDown: boolean } {
  const perSecond = limits.listensPerAccountPerSecond
  const context: ConnectionContext & { isDown: boolean } = {
    ...{ ...behind, clock, limits, ids: systemIds, isDown: false },
    place: { region: 'us1', edge: 'ashburn', gateway: 'node-1', home: 'invalid/insights?h=' },
    authorise: createAuthorise({ store, clock }),
    listenRate: createRateLimiter({ perSecond, burst: perSecond }, () => clock.now()),
    isDraining: () => context.isDown,
    clientAddressOf: ({ socket }) => socket.remoteAddress,
    onAdmitted: () => notices.push('admitted'),
    onRefused: (_id, code) => notices.push(`refused ${code}`),
    onMalformed: (_id, { code }) => notices.push(code),
    onSlowReader: () => notices.push('slow reader'),
    onFault: (_id, error) => notices.push(`fault ${String(error)}`),
  }
  return context
}

async function startWorld(
  changed: Partial<SignallingLimits>,
): Promise<SignallingWorld & { readonly stop: () => Promise<void> }> {
  const limits = { ...defaultSignallingLimits, ...changed }
  const notices: string[] = []
  const behind = await createBehind(limits)
  const context = createContext(behind, limits, notices)
  const signalling = createSignallingServer(context)
  const server = createServer()
  signalling.attach(server)
  const url = `ws://127.0.0.1:${await listen(server)}/signal`
  const token = (options: TokenOptions = {}): string => issue(options, behind.clock)
  const open = (version = '1.6', host?: string): Promise<SocketClient> =>
    new SocketClient(url, version, host === undefined ? {} : { host }).opened()
  const enter: SignallingWorld['enter'] = async (options, version) => {
    const client = await open(version)
    client.send('listen', { token: token(options) })
    await client.next('connected')
    return client
  }
  const drain = (): void => {
    context.isDown = true
  }
  const stop = async (): Promise<void> => {
    await behind.calls.endAll()
    await signalling.close()
    await new Promise((resolve) => server.close(resolve))
    await behind.store.close()
  }
  return { ...behind, context, signalling, notices, token, open, enter, url, drain, stop }
}

/** A test in a world of its own, taken down behind it. */
export function inWorld(
  body: (world: SignallingWorld) => Promise<void>,
  limits: Partial<SignallingLimits> = {},
): () => Promise<void> {
  return async () => {
    const world = await startWorld(limits)
    try {
      await body(world)
    } finally {
      await world.stop()
    }
  }
}

function issue({ incoming, outgoing = false, params, ...options }: TokenOptions, clock: ManualClock): string {
  const { authToken: key = authToken, accountSid: issuer = accountSid, ...rest } = options
  const capability = new ClientCapability({ accountSid: issuer, authToken: key })
  if (incoming !== undefined) capability.addScope(new ClientCapability.IncomingClientScope(incoming))
  if (outgoing !== false) {
    const clientName = incoming ?? 'caller'
    capability.addScope(new ClientCapability.OutgoingClientScope({ applicationSid: outgoing, clientName, params }))
  }
  return capability.toJwt({ now: Math.floor(clock.now() / 1000), ...rest })
}

async function seed(store: Store, now: number): Promise<void> {
  for (const sid of [accountSid, otherAccountSid]) {
    const friendlyName = 'Tests'
    const keys = { authToken, secondaryAuthToken: null }
    await store.accounts.insert({
      sid,
      friendlyName,
      status: 'active',
      ...keys,
      ownerAccountSid: sid,
      createdAt: now,
      updatedAt: now,
    })
  }
  await store.applications.insert(
    createApplication({ sid: applicationSid, accountSid, friendlyName: 'Tests', voiceUrl }, now),
  )
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port)
    })
  })
}

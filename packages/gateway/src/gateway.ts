import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { type Authorise, createAuthorise } from './account/authorise.js'
import { CallService } from './call/call-service.js'
import type { Clock } from './clock.js'
import type { GatewayConfig } from './config/gateway-config.js'
import { createDemo, type Demo } from './development/demo.js'
import { ensureFirstAccount, type FirstAccount } from './first-account.js'
import { registerHealthRoutes } from './health/health-routes.js'
import { createHttpApp } from './http-server.js'
import type { Ids } from './ids.js'
import { registerInsightsRoutes } from './insights/insights-routes.js'
import { type Listeners, openListeners } from './listeners.js'
import type { MediaEngine } from './media/media.js'
import { createWeriftMedia } from './media/werift/werift-media.js'
import { createMetrics, type Metrics } from './metrics.js'
import { createObserver, type RecordingObserver } from './observer.js'
import { createRateLimiter } from './rate-limiter.js'
import { registerRest } from './rest/register-rest.js'
import type { RestPorts } from './rest/rest-ports.js'
import type { ConnectionContext } from './signalling/connection-context.js'
import { Presence } from './signalling/presence.js'
import { createSignallingServer, type SignallingServer } from './signalling/signalling-server.js'
import { type OpenedStore, openSqliteStore } from './store/sqlite/sqlite-store.js'
import { claimSqliteStore } from './store/sqlite/store-claim.js'
import type { Store } from './store/store.js'
import { version } from './version.js'
import { createHttpWebhookClient } from './webhook/http/http-webhook-client.js'
import type { WebhookClient } from './webhook/webhook.js'

/** What a gateway needs from the process around it. */
export interface GatewayPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  /** Carries media instead of the engine that the configuration describes; it is closed with the gateway. */
  readonly media?: MediaEngine
}

/** A gateway that takes calls. */
export interface Gateway {
  readonly listeners: Listeners
  readonly firstAccount: FirstAccount
  /** In development mode, the demo. */
  readonly demo: Demo | undefined
  /**
   * Take no new calls, tell devices without a call to reconnect elsewhere, give running calls the configured time to
   * end, then close everything. A second call changes nothing.
   */
  close(): Promise<void>
}

interface Adapters {
  readonly store: Store
  readonly media: MediaEngine
  readonly webhooks: WebhookClient
}

interface Core {
  readonly authorise: Authorise
  readonly calls: CallService
  readonly metrics: Metrics
  readonly observer: RecordingObserver
  readonly presence: Presence
  readonly signalling: SignallingServer
  readonly setDraining: () => void
}

/** Why an unfinished call of an earlier run is marked failed. */
const orphanReason = 'The gateway was restarted while the call ran.'

/** The configured first account is not the one that is there. */
const ignoredAccount =
  'The store holds accounts already, so the first account of the configuration is not made. Use ringdown-gateway account.'

/** Where a configuration keeps its store. */
export function storeFile({ dataDir }: Pick<GatewayConfig, 'dataDir'>): string {
  return join(dataDir, 'ringdown.sqlite')
}

/**
 * Open the store that a configuration names, also while a gateway runs on it.
 *
 * @throws StoreError
 */
export function openStore(config: Pick<GatewayConfig, 'dataDir' | 'store'>): Promise<OpenedStore> {
  return openSqliteStore({ file: storeFile(config), synchronous: config.store.synchronous })
}

/**
 * Start a gateway: open its store, mark what an earlier run left unfinished, listen.
 *
 * @throws StoreError, MediaError, or what the operating system says of a port or a certificate
 */
export async function startGateway(config: GatewayConfig, ports: GatewayPorts): Promise<Gateway> {
  const claim = claimSqliteStore(storeFile(config))
  const closers: (() => Promise<void>)[] = [
    () => {
      claim.release()
      return Promise.resolve()
    },
  ]
  try {
    const { store, migrated } = await openStore(config)
    if (migrated.length > 0) ports.log.info({ migrated }, 'the store was brought up to date')
    closers.push(() => store.close())
    return await startOn(config, ports, store, closers)
  } catch (error) {
    for (const close of closers.reverse()) await close()
    throw error
  }
}

async function startOn(
  config: GatewayConfig,
  ports: GatewayPorts,
  store: Store,
  closers: (() => Promise<void>)[],
): Promise<Gateway> {
  const firstAccount = await ensureFirstAccount({ store, ...ports }, config)
  if (firstAccount.isConfigIgnored) ports.log.warn(ignoredAccount)
  await store.revokedTokens.prune(Math.floor(ports.clock.now() / 1000))
  const orphans = await store.calls.failUnfinished(orphanReason, ports.clock.now())
  if (orphans.length > 0) ports.log.warn({ calls: orphans.length }, orphanReason)
  const media = ports.media ?? (await createWeriftMedia(mediaOptions(config), ports))
  closers.push(() => media.close())
  const onFault = (error: unknown): void => {
    ports.log.error({ error }, 'a webhook request met a defect of the gateway')
  }
  const webhooks = createHttpWebhookClient(ports, { version, onFault, ...config.webhooks })
  closers.push(() => webhooks.close())
  const core = createCore(config, ports, { store, media, webhooks })
  const app = createHttpApp()
  closers.push(() => app.close())
  registerRoutes(app, { store, ...ports, core, iceServers: config.media.iceServers })
  const demo = config.development
    ? await createDemo(app, { store, ...ports, ...core, firstAccount, iceServers: config.media.iceServers })
    : undefined
  const listeners = await openListeners(config, { app, signalling: core.signalling }, ports.clock)
  closers.push(
    () => listeners.close(),
    () => core.signalling.close(),
  )
  await demo?.pointTo(listeners)
  return { listeners, firstAccount, demo, close: once(() => shutDown(config, ports, core, closers)) }
}

function mediaOptions({ media, development }: GatewayConfig): Parameters<typeof createWeriftMedia>[0] {
  // In development the devices are browsers on this very machine.
  return { ...media, includeLoopback: media.includeLoopback || development }
}

function createCore(config: GatewayConfig, { clock, ids, log }: GatewayPorts, adapters: Adapters): Core {
  const { store, media } = adapters
  const presence = new Presence(clock, { devicesPerName: config.signalling.devicesPerName })
  const metrics = createMetrics({
    connectedDevices: () => presence.connectedDevices,
    openMediaEndpoints: () => media.openEndpoints,
  })
  const observer = createObserver(store, metrics, log)
  const authorise = createAuthorise({ store, clock })
  const limits = callLimits(config)
  const calls = new CallService({ clock, ids, ...adapters, devices: presence, observer, limits })
  let isDraining = false
  const signalling = createSignallingServer({
    ...{ clock, ids, authorise, calls, presence },
    limits: config.signalling,
    place: { region: config.region, edge: config.edge, gateway: `ringdown-${ids.uuid()}`, home: config.insights.home },
    listenRate: perSecond(config.signalling.listensPerAccountPerSecond, clock),
    isDraining: () => isDraining,
    ...connectionLog(log, metrics),
  })
  const setDraining = (): void => {
    isDraining = true
  }
  return { authorise, calls, metrics, observer, presence, signalling, setDraining }
}

function callLimits({ calls }: GatewayConfig): ConstructorParameters<typeof CallService>[0]['limits'] {
  return {
    graceMs: calls.reconnectGraceSeconds * 1000,
    maxCallsPerAccount: calls.maxConcurrentPerAccount,
    maxCallSeconds: calls.maxCallSeconds,
  }
}

type ConnectionLog = Pick<ConnectionContext, 'onAdmitted' | 'onRefused' | 'onMalformed' | 'onSlowReader' | 'onFault'>

function connectionLog(log: Logger, metrics: Metrics): ConnectionLog {
  return {
    onAdmitted: (deviceId, accountSid) => {
      log.debug({ deviceId, accountSid }, 'device admitted')
    },
    onRefused: (deviceId, code) => {
      metrics.tokenRefused(code)
      log.info({ deviceId, code }, 'token refused')
    },
    onMalformed: (deviceId, { code, field }) => {
      log.info({ deviceId, code, field }, 'malformed message')
    },
    onSlowReader: (deviceId) => {
      log.warn({ deviceId }, 'device reads too slowly')
    },
    onFault: (deviceId, error) => {
      metrics.fault()
      log.error({ deviceId, error }, 'a message met a defect of the gateway')
    },
  }
}

interface RoutePorts extends GatewayPorts {
  readonly store: Store
  readonly core: Core
  readonly iceServers: RestPorts['iceServers']
}

/** Reports of one account that are taken in a second; a device in a call sends about one every ten seconds. */
const insightsPerSecond = 200

function registerRoutes(app: FastifyInstance, ports: RoutePorts): void {
  const { store, clock, core } = ports
  const { authorise, calls, metrics, observer } = core
  const rate = perSecond(insightsPerSecond, clock)
  registerHealthRoutes(app, { metrics, checkReady: () => store.ping() })
  registerInsightsRoutes(app, {
    clock,
    authorise,
    locate: (accountSid, callId) => calls.locate(accountSid, callId),
    record: (event) => {
      observer.event(event)
    },
    allow: (accountSid) => rate.allow(accountSid),
  })
  registerRest(app, restPorts(ports))
}

function restPorts({ store, clock, ids, iceServers, log, core }: RoutePorts): RestPorts {
  const { calls, metrics, signalling } = core
  return {
    ...{ store, clock, ids, iceServers },
    endAccount: async (accountSid) => {
      await calls.endAllOf(accountSid)
      await signalling.expelInvalid(accountSid)
    },
    onFault: (requestId, error) => {
      metrics.fault()
      log.error({ requestId, error }, 'a REST request failed')
    },
    onRefused: (address, username) => {
      log.info({ address, username }, 'REST credentials refused')
    },
  }
}

function perSecond(rate: number, clock: Clock): ReturnType<typeof createRateLimiter> {
  return createRateLimiter({ perSecond: rate, burst: rate }, () => clock.now())
}

async function shutDown(
  { calls: { drainSeconds } }: GatewayConfig,
  { clock }: GatewayPorts,
  { calls, observer, signalling, setDraining }: Core,
  closers: readonly (() => Promise<void>)[],
): Promise<void> {
  setDraining()
  signalling.releaseIdle()
  await new Promise<void>((resolve) => {
    const cancel = clock.after(drainSeconds * 1000, resolve)
    void calls.idle().then(() => {
      cancel()
      resolve()
    })
  })
  await calls.endAll()
  await observer.settled()
  for (const close of [...closers].reverse()) await close()
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => (result ??= run())
}

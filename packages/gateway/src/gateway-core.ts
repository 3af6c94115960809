import type { Logger } from 'pino'
import { type Authorise, createAuthorise } from './account/authorise.js'
import { CallService } from './call/call-service.js'
import type { Clock } from './clock.js'
import type { GatewayConfig } from './config/gateway-config.js'
import { FeedHub } from './feed/feed-hub.js'
import type { Ids } from './ids.js'
import type { MediaEngine } from './media/media.js'
import { createMetrics, type Metrics } from './metrics.js'
import { createObserver, type RecordingObserver } from './observer.js'
import { PresenceWebhooks } from './presence/presence-webhooks.js'
import { SteadyPresence } from './presence/steady-presence.js'
import { createRateLimiter, type RateLimiter } from './rate-limiter.js'
import type { ConnectionContext } from './signalling/connection-context.js'
import { Presence } from './signalling/presence.js'
import { createSignallingServer, type SignallingServer } from './signalling/signalling-server.js'
import type { Store } from './store/store.js'
import type { TrustedProxies } from './trusted-proxies.js'
import type { WebhookClient } from './webhook/webhook.js'

/** What a gateway needs from the process around it. */
export interface GatewayPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Logger
  /** Carries media instead of the engine that the configuration describes; it is closed with the gateway. */
  readonly media?: MediaEngine
}

/** What a gateway reaches the world through. */
export interface Adapters {
  readonly store: Store
  readonly media: MediaEngine
  readonly webhooks: WebhookClient
}

/** What a core is made in. */
interface Surroundings extends Adapters {
  readonly proxies: TrustedProxies
}

/** What every edge of a gateway works on. */
export interface Core {
  readonly authorise: Authorise
  readonly calls: CallService
  readonly feeds: FeedHub
  readonly metrics: Metrics
  readonly observer: RecordingObserver
  readonly presence: Presence
  readonly signalling: SignallingServer
  readonly isDraining: () => boolean
  readonly setDraining: () => void
}

/** Make the core of a gateway: who is connected, what calls there are, and what is seen of them. */
export function createCore(
  config: GatewayConfig,
  { clock, ids, log }: GatewayPorts,
  { proxies, ...adapters }: Surroundings,
): Core {
  const { store, media } = adapters
  const presence = new Presence(clock, { devicesPerName: config.signalling.devicesPerName })
  const metrics = createMetrics({
    connectedDevices: () => presence.connectedDevices,
    openMediaEndpoints: () => media.openEndpoints,
  })
  const steadyPresence = new SteadyPresence(clock, presence)
  const seen = { clock, ids, presence: steadyPresence, onFault: presenceFault(log, metrics) }
  const feeds = new FeedHub(seen)
  const observer = withFeed(createObserver(store, metrics, log), feeds)
  const presenceWebhooks = new PresenceWebhooks({ ...adapters, ...seen, observer })
  const authorise = createAuthorise({ store, clock })
  const limits = callLimits(config)
  const calls = new CallService({ clock, ids, ...adapters, devices: presence, observer, limits })
  let isGoingDown = false
  const isDraining = (): boolean => isGoingDown
  const signalling = createSignallingServer({
    ...{ clock, ids, authorise, calls, presence },
    limits: config.signalling,
    place: { region: config.region, edge: config.edge, gateway: `ringdown-${ids.uuid()}`, home: config.insights.home },
    listenRate: perSecond(config.signalling.listensPerAccountPerSecond, clock),
    isDraining,
    clientAddressOf: (request) => proxies.clientAddressOf(request),
    ...connectionLog(log, metrics),
  })
  const setDraining = (): void => {
    isGoingDown = true
    steadyPresence.stop()
    presenceWebhooks.stop()
    feeds.end()
  }
  return { authorise, calls, feeds, metrics, observer, presence, signalling, isDraining, setDraining }
}

/** Tell the feeds of every line of a timeline. */
function withFeed(observer: RecordingObserver, feeds: FeedHub): RecordingObserver {
  return {
    ...observer,
    event(event) {
      observer.event(event)
      feeds.publish({ type: 'call', ...event })
    },
  }
}

function presenceFault(log: Logger, metrics: Metrics): (error: unknown) => void {
  return (error) => {
    metrics.fault()
    log.error({ error }, 'a feed or a presence webhook met a defect of the gateway')
  }
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

/** A limiter of so many a second, all of which may come at once. */
export function perSecond(rate: number, clock: Clock): RateLimiter {
  return createRateLimiter({ perSecond: rate, burst: rate }, () => clock.now())
}

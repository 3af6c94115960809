import type { AccountSid } from '@ringdown/protocol'
import type { FastifyInstance } from 'fastify'
import { type Core, type GatewayPorts, perSecond } from './gateway-core.js'
import { registerHealthRoutes } from './health/health-routes.js'
import { registerInsightsRoutes } from './insights/insights-routes.js'
import { registerRest } from './rest/register-rest.js'
import type { RestPorts } from './rest/rest-ports.js'
import type { Store } from './store/store.js'

/** What the routes are made of. */
interface RoutePorts extends GatewayPorts {
  readonly store: Store
  readonly core: Core
  readonly iceServers: RestPorts['iceServers']
}

/** Reports of one account that are taken in a second; a device in a call sends about one every ten seconds. */
const insightsPerSecond = 200

/** Register what is served over HTTP: health, insights, the REST API. */
export function registerRoutes(app: FastifyInstance, ports: RoutePorts): void {
  const { store, clock, core } = ports
  const { authorise, calls, metrics, observer, isDraining } = core
  const rate = perSecond(insightsPerSecond, clock)
  registerHealthRoutes(app, { metrics, checkReady: () => checkReady(store, isDraining) })
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
  const { authorise, calls, feeds, isDraining, metrics, observer, presence, signalling } = core
  const expelInvalid = async (accountSid: AccountSid): Promise<void> => {
    await Promise.all([signalling.expelInvalid(accountSid), feeds.review(accountSid)])
  }
  return {
    ...{ store, clock, ids, authorise, calls, feeds, observer, iceServers, isDraining, expelInvalid },
    devices: {
      of: (accountSid) => presence.devicesOf(accountSid),
      isInCall: (deviceId) => calls.isInCall(deviceId),
      disconnect: (deviceId) => signalling.disconnect(deviceId),
    },
    endAccount: async (accountSid) => {
      await calls.endAllOf(accountSid)
      await expelInvalid(accountSid)
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

async function checkReady(store: Store, isDraining: () => boolean): Promise<void> {
  if (isDraining()) throw new Error('It is shutting down.')
  await store.ping()
}

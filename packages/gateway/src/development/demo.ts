import type { FastifyInstance } from 'fastify'
import type { Application } from '../account/application.js'
import type { Clock } from '../clock.js'
import type { GatewayConfig } from '../config/gateway-config.js'
import type { FirstAccount } from '../first-account.js'
import { issueIceServers } from '../ice/issue-ice-servers.js'
import type { Ids } from '../ids.js'
import type { Listeners } from '../listeners.js'
import type { Presence } from '../signalling/presence.js'
import type { Store } from '../store/store.js'
import { ensureDemoApplication } from './demo-application.js'
import { type DemoPorts, registerDemoRoutes } from './demo-routes.js'
import { createPeopleFeed } from './people-feed.js'

/** The demo of the development mode. */
export interface Demo {
  /** Make its application, now that it is known where this process listens. */
  pointTo(listeners: Listeners): Promise<void>
}

/** What the demo needs. */
export interface DemoOptions {
  readonly store: Store
  readonly ids: Ids
  readonly clock: Clock
  readonly presence: Presence
  readonly firstAccount: FirstAccount
  /** STUN and TURN servers for the demo's phones. */
  readonly iceServers: GatewayConfig['media']['iceServers']
}

/** Add the demo to an HTTP application. */
export async function createDemo(app: FastifyInstance, options: DemoOptions): Promise<Demo> {
  const { store, presence, firstAccount, iceServers } = options
  let application: Application | undefined
  let httpsPort: number | undefined
  const people = createPeopleFeed(() => presence.availableNames(firstAccount.accountSid))
  presence.onChange(() => {
    people.changed()
  })
  app.addHook('preClose', (done) => {
    people.close()
    done()
  })
  const account = async (): ReturnType<DemoOptions['store']['accounts']['find']> =>
    store.accounts.find(firstAccount.accountSid)
  const place = { application: () => application, httpsPort: () => httpsPort }
  const issue: DemoPorts['iceServers'] = (name, ttlSeconds) =>
    issueIceServers(iceServers, { name, expiresAt: Math.floor(options.clock.now() / 1000) + ttlSeconds })
  await registerDemoRoutes(app, { account, people, iceServers: issue, ...place })
  return {
    async pointTo({ httpPort, httpsPort: securePort }) {
      httpsPort = securePort
      const found = await account()
      if (found === undefined || httpPort === undefined) return
      application = await ensureDemoApplication(options, found, `http://127.0.0.1:${httpPort}/demo/voice`)
    },
  }
}

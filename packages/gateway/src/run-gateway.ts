import type { FastifyInstance } from 'fastify'
import type { GatewayConfig } from './config/gateway-config.js'
import type { Demo, DemoOptions } from './development/demo.js'
import { ensureFirstAccount, type FirstAccount } from './first-account.js'
import { type Adapters, type Core, createCore, type GatewayPorts } from './gateway-core.js'
import { registerRoutes } from './gateway-routes.js'
import { createHttpApp } from './http-server.js'
import { type Listeners, openListeners } from './listeners.js'
import { watchStore } from './store-watch.js'
import { createTrustedProxies } from './trusted-proxies.js'

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

/** What to do with the account that a gateway is born with. */
const madeAccount =
  'The first account was made. Issue tokens with its SID and auth token, and say what answers calls: ringdown-gateway application create --voice-url <url>'

/** Why an unfinished call of an earlier run is marked failed. */
const orphanReason = 'The gateway was restarted while the call ran.'

/** The configured first account is not the one that is there. */
const ignoredAccount =
  'The store holds accounts already, so the first account of the configuration is not made. Use ringdown-gateway account.'

/** What a gateway runs on. */
export interface GatewayBase {
  readonly adapters: Adapters
  /** What is to be closed behind it, the last one first. */
  readonly closers: (() => Promise<void>)[]
}

/**
 * Run a gateway: see to it that there is an account, mark what an earlier run left unfinished, listen.
 *
 * @throws StoreError, or what the operating system says of a port or a certificate
 */
export async function runGateway(
  config: GatewayConfig,
  ports: GatewayPorts,
  { adapters, closers }: GatewayBase,
): Promise<Gateway> {
  const { store } = adapters
  const firstAccount = await ensureFirstAccount({ store, ...ports }, config)
  tellOfAccount(config, ports, firstAccount)
  await store.revokedTokens.prune(Math.floor(ports.clock.now() / 1000))
  const orphans = await store.calls.failUnfinished(orphanReason, ports.clock.now())
  if (orphans.length > 0) ports.log.warn({ calls: orphans.length }, orphanReason)
  const proxies = createTrustedProxies(config.trustedProxies)
  const core = createCore(config, ports, { ...adapters, proxies })
  const onFault = (error: unknown): void => {
    core.metrics.fault()
    ports.log.error({ error }, 'an HTTP request met a defect of the gateway')
  }
  const app = createHttpApp({ onFault, proxies })
  closers.push(() => app.close())
  registerRoutes(app, { store, ...ports, core, iceServers: config.media.iceServers })
  const demo = config.development
    ? await openDemo(app, { store, ...ports, ...core, firstAccount, iceServers: config.media.iceServers })
    : undefined
  const listeners = await openListeners(config, { app, signalling: core.signalling }, ports.clock)
  closers.push(
    () => listeners.close(),
    () => core.signalling.close(),
  )
  closers.push(await watchAuthority(core, { store, ...ports }))
  await demo?.pointTo(listeners)
  return { listeners, firstAccount, demo, close: once(() => shutDown(config, ports, core, closers)) }
}

/** Whoever may go on no longer, since a command in another process has said so, is turned away soon. */
function watchAuthority(
  { signalling, feeds, metrics }: Core,
  { store, clock, log }: GatewayPorts & Pick<Adapters, 'store'>,
): Promise<() => Promise<void>> {
  const onFault = (error: unknown): void => {
    metrics.fault()
    log.error({ error }, 'what another process wrote to the store could not be heeded')
  }
  return watchStore({ store, clock, onFault }, async () => {
    await Promise.all([signalling.expelAllInvalid(), feeds.reviewAll()])
  })
}

function tellOfAccount({ development }: GatewayConfig, { log }: GatewayPorts, account: FirstAccount): void {
  const { accountSid, credentialsFile, isNew, isConfigIgnored } = account
  // In development mode the terminal says so in its own way.
  if (isNew && !development) log.info({ accountSid, credentialsFile }, madeAccount)
  if (isConfigIgnored) log.warn(ignoredAccount)
}

async function openDemo(app: FastifyInstance, options: DemoOptions): Promise<Demo> {
  const { createDemo } = await import('./development/demo.js')
  return createDemo(app, options)
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

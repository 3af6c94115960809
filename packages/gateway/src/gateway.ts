import { join } from 'node:path'
import type { GatewayConfig } from './config/gateway-config.js'
import type { Adapters, GatewayPorts } from './gateway-core.js'
import type { MediaEngine } from './media/media.js'
import type { Gateway, GatewayBase } from './run-gateway.js'
import { type OpenedStore, openSqliteStore } from './store/sqlite/sqlite-store.js'
import { claimSqliteStore } from './store/sqlite/store-claim.js'
import { version } from './version.js'

export type { Gateway }

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
    const adapters = await openAdapters(config, ports, closers)
    const { runGateway } = await import('./run-gateway.js')
    return await runGateway(config, ports, { adapters, closers })
  } catch (error) {
    for (const close of closers.reverse()) await close()
    throw error
  }
}

// The commands on the store come by this file too. What they do without is loaded when it is needed: to load all of it
// takes longer than they take.
async function openAdapters(
  config: GatewayConfig,
  ports: GatewayPorts,
  closers: GatewayBase['closers'],
): Promise<Adapters> {
  const { store, migrated } = await openStore(config)
  closers.push(() => store.close())
  if (migrated.length > 0) ports.log.info({ migrated }, 'the store was brought up to date')
  const media = ports.media ?? (await openMedia(config, ports))
  closers.push(() => media.close())
  const { createHttpWebhookClient } = await import('./webhook/http/http-webhook-client.js')
  const onFault = (error: unknown): void => {
    ports.log.error({ error }, 'a webhook request met a defect of the gateway')
  }
  const webhooks = createHttpWebhookClient(ports, { version, onFault, ...config.webhooks })
  closers.push(() => webhooks.close())
  return { store, media, webhooks }
}

async function openMedia({ media, development }: GatewayConfig, ports: GatewayPorts): Promise<MediaEngine> {
  const { createWeriftMedia } = await import('./media/werift/werift-media.js')
  // In development the devices are browsers on this very machine.
  return createWeriftMedia({ ...media, includeLoopback: media.includeLoopback || development }, ports)
}

import { lookup as lookupName } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import type { Clock } from '../../clock.js'
import type { Ids } from '../../ids.js'
import type { WebhookClient } from '../webhook.js'
import { createWebhookClient, type WebhookClientOptions } from '../webhook-client.js'
import { createAddressGuard } from './address-guard.js'
import { createHttpExchange } from './http-exchange.js'

/** How webhook requests go out into the network. */
export interface HttpWebhookOptions extends WebhookClientOptions {
  /**
   * Ranges in CIDR notation that webhooks may not reach, beside link-local, metadata, multicast and unspecified
   * addresses, which they never reach. Default: none, for applications in development live on loopback.
   */
  readonly deniedRanges?: readonly string[] | undefined
  /** Certificates of authorities in PEM to trust beside those of Node.js. */
  readonly trustedAuthorities?: readonly string[] | undefined
}

/** What the adapter needs from outside. */
export interface HttpWebhookPorts {
  readonly clock: Clock
  readonly ids: Ids
  /** Resolves host names; default: the system's resolver. */
  readonly lookup?: LookupFunction | undefined
}

/**
 * Make the webhook client that speaks HTTP/1.1 over TCP and TLS.
 *
 * @throws TypeError for a denied range that is not in CIDR notation
 */
export function createHttpWebhookClient(
  { clock, ids, lookup = lookupName }: HttpWebhookPorts,
  { deniedRanges = [], trustedAuthorities = [], ...options }: HttpWebhookOptions,
): WebhookClient {
  const guard = createAddressGuard(deniedRanges)
  // Named only when there are more, for the list replaces what `NODE_EXTRA_CA_CERTS` adds.
  const authorities = trustedAuthorities.length === 0 ? undefined : [...rootCertificates, ...trustedAuthorities]
  const exchange = createHttpExchange({ clock, guard, lookup, authorities })
  return createWebhookClient({ clock, ids, exchange }, options)
}

import { networkInterfaces } from 'node:os'
import type { Clock } from '../../clock.js'
import type { Ids } from '../../ids.js'
import { frameMs } from '../audio/local-sound.js'
import { MediaError } from '../media.js'
import type { MediaEndpoint, MediaEngine, MediaEvent } from '../media.js'
import { createMediaTicker } from './media-ticker.js'
import type { MediaTicker } from './media-ticker.js'
import { createDtlsCertificate } from './transport/dtls-certificate.js'
import { selectHostAddresses } from './transport/host-address.js'
import type { TransportSettings } from './transport/peer-transport.js'
import { PortPool } from './transport/port-pool.js'
import { WeriftEndpoint } from './werift-endpoint.js'
import { defaultWeriftMediaOptions } from './werift-media-options.js'
import type { WeriftMediaOptions } from './werift-media-options.js'

/** Time and randomness for an engine. */
export interface WeriftMediaPorts {
  readonly clock: Clock
  readonly ids: Ids
}

class WeriftMedia implements MediaEngine {
  readonly #ports: WeriftMediaPorts
  readonly #transport: TransportSettings
  readonly #lossTimeoutMs: number
  readonly #endpoints = new Set<WeriftEndpoint>()
  readonly #ticker: MediaTicker
  #isClosed = false

  constructor(ports: WeriftMediaPorts, transport: TransportSettings, lossTimeoutMs: number) {
    this.#ports = ports
    this.#transport = transport
    this.#lossTimeoutMs = lossTimeoutMs
    this.#ticker = createMediaTicker(ports.clock, frameMs, () => {
      for (const endpoint of this.#endpoints) endpoint.beat()
    })
  }

  get openEndpoints(): number {
    return this.#endpoints.size
  }

  createEndpoint(onEvent: (event: MediaEvent) => void): MediaEndpoint {
    if (this.#isClosed) throw new MediaError('closed', 'The media engine is closed.')
    const endpoint = new WeriftEndpoint({
      ...this.#ports,
      transport: this.#transport,
      lossTimeoutMs: this.#lossTimeoutMs,
      onEvent,
      onClosed: (closed) => this.#forget(closed),
    })
    this.#endpoints.add(endpoint)
    this.#ticker.start()
    return endpoint
  }

  bridge(a: MediaEndpoint, b: MediaEndpoint): void {
    const first = ownEndpoint(a)
    const second = ownEndpoint(b)
    if (first === second) throw new TypeError('An endpoint cannot be bridged to itself.')
    if (first.isClosed || second.isClosed || first.peer === second) return
    this.unbridge(first)
    this.unbridge(second)
    first.joinTo(second)
    second.joinTo(first)
  }

  unbridge(endpoint: MediaEndpoint): void {
    const one = ownEndpoint(endpoint)
    const { peer } = one
    if (!peer) return
    one.joinTo(undefined)
    peer.joinTo(undefined)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#endpoints].map((endpoint) => endpoint.close()))
  }

  #forget(endpoint: WeriftEndpoint): void {
    this.unbridge(endpoint)
    this.#endpoints.delete(endpoint)
    if (this.#endpoints.size === 0) this.#ticker.stop()
  }
}

function ownEndpoint(endpoint: MediaEndpoint): WeriftEndpoint {
  if (endpoint instanceof WeriftEndpoint) return endpoint
  throw new TypeError('The endpoint was made by another media engine.')
}

/**
 * The embedded media engine: RTP relayed in this process, with werift 0.24 for DTLS, SRTP ciphers, STUN and RTCP.
 *
 * @param options - what differs from {@link defaultWeriftMediaOptions}
 * @throws TypeError if the port range is not one
 */
export async function createWeriftMedia(
  options: Partial<WeriftMediaOptions>,
  ports: WeriftMediaPorts,
): Promise<MediaEngine> {
  const settings = { ...defaultWeriftMediaOptions, ...options }
  const transport: TransportSettings = {
    pool: new PortPool(settings.udpPortRange),
    certificate: await createDtlsCertificate(),
    hostAddresses: () => selectHostAddresses(settings, networkInterfaces()),
    announcedAddresses: settings.announcedAddresses,
  }
  return new WeriftMedia(ports, transport, settings.lossTimeoutMs)
}

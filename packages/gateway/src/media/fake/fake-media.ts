import { MediaError } from '../media.js'
import type { MediaEndpoint, MediaEngine, MediaEvent } from '../media.js'
import { FakeEndpoint } from './fake-endpoint.js'

/**
 * A media engine without a network, for tests and for benchmarks of everything else. It negotiates like a real one, and
 * everything that a device or the network would do is done by the test, through {@link FakeEndpoint.emit} and
 * {@link FakeEndpoint.receive}. Nothing is random and nothing takes time.
 */
export class FakeMedia implements MediaEngine {
  readonly #endpoints: FakeEndpoint[] = []
  #openEndpoints = 0
  #isClosed = false

  /** Every endpoint that was made, in order, closed ones included. */
  get endpoints(): readonly FakeEndpoint[] {
    return this.#endpoints
  }

  /** The bridges that stand now, each once, the older endpoint first. */
  get bridges(): readonly (readonly [FakeEndpoint, FakeEndpoint])[] {
    return this.#endpoints.flatMap((endpoint) =>
      endpoint.peer && endpoint.place < endpoint.peer.place ? [[endpoint, endpoint.peer] as const] : [],
    )
  }

  get openEndpoints(): number {
    return this.#openEndpoints
  }

  /** The endpoint whose last description this is, as its device received it. */
  endpointOf(description: string): FakeEndpoint | undefined {
    return this.#endpoints.find((endpoint) => endpoint.description === description)
  }

  createEndpoint(onEvent: (event: MediaEvent) => void): FakeEndpoint {
    if (this.#isClosed) throw new MediaError('closed', 'The media engine is closed.')
    const onClosed = (closed: FakeEndpoint): void => {
      this.unbridge(closed)
      this.#openEndpoints -= 1
    }
    const endpoint = new FakeEndpoint(this.#endpoints.length, { onEvent, onClosed })
    this.#endpoints.push(endpoint)
    this.#openEndpoints += 1
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
    await Promise.all(this.#endpoints.map((endpoint) => endpoint.close()))
  }
}

function ownEndpoint(endpoint: MediaEndpoint): FakeEndpoint {
  if (endpoint instanceof FakeEndpoint) return endpoint
  throw new TypeError('The endpoint was made by another media engine.')
}

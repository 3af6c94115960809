import type { MediaEndpoint } from '../../packages/gateway/src/media/media.js'
import { createWeriftMedia } from '../../packages/gateway/src/media/werift/werift-media.js'
import { systemClock } from '../../packages/gateway/src/system-clock.js'
import { systemIds } from '../../packages/gateway/src/system-ids.js'
import type { Relay } from './relay.js'

/** The gateway's embedded media engine: ICE, DTLS, SRTP decrypted on the way in and encrypted on the way out. */
export async function createWeriftRelay(): Promise<Relay> {
  const options = { listenAddresses: ['127.0.0.1'], udpPortRange: { min: 20_000, max: 29_999 } }
  const engine = await createWeriftMedia(options, { clock: systemClock, ids: systemIds })
  const endpoints: MediaEndpoint[] = []
  return {
    open: (introductions) =>
      Promise.all(
        introductions.map((offer) => {
          const endpoint = engine.createEndpoint(() => undefined)
          endpoints.push(endpoint)
          return endpoint.answer(offer)
        }),
      ),
    join: () => {
      endpoints.forEach((endpoint, place) => {
        const far = endpoints[place ^ 1]
        if (far && place % 2 === 0) engine.bridge(endpoint, far)
      })
    },
    close: async () => {
      await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()))
    },
  }
}

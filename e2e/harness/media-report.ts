import type { Page } from '@playwright/test'

/** What a failure's report keeps of the statistics (W3C, "Identifiers for WebRTC's Statistics API"). */
const reportedTypes = ['transport', 'candidate-pair', 'inbound-rtp', 'outbound-rtp', 'media-source']

/** The state and the statistics of every peer connection that a page has made, oldest first. */
export async function reportMedia(page: Page): Promise<unknown> {
  return page.evaluate(
    async (types) =>
      Promise.all(
        window.peerConnections.map(async (connection) => ({
          connectionState: connection.connectionState,
          iceConnectionState: connection.iceConnectionState,
          signalingState: connection.signalingState,
          stats: [...(await connection.getStats()).values()].filter(({ type }: RTCStats) => types.includes(type)),
        })),
      ),
    reportedTypes,
  )
}

import type { Page } from '@playwright/test'

declare global {
  interface Window {
    peerConnections: RTCPeerConnection[]
  }
}

/** Keep a page's peer connections at hand, since the SDKs keep them to themselves. To be called before it opens. */
export async function keepPeerConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.peerConnections = []
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        window.peerConnections.push(this)
      }
    }
  })
}

/**
 * The ICE username fragments of the path that a page's newest media takes, its own and the gateway's (RFC 8445 §5.3):
 * every ICE restart makes new ones. None while there is no path.
 */
export async function pathOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const stats = [...((await window.peerConnections.at(-1)?.getStats())?.values() ?? [])] as Stat[]
    const find = (id: string | undefined): Stat | undefined => stats.find((stat) => stat.id === id)
    const transport = stats.find(({ type }) => type === 'transport')
    const pair = find(transport?.selectedCandidatePairId)
    if (pair?.state !== 'succeeded') return []
    return [pair.localCandidateId, pair.remoteCandidateId].map((id) => find(id)?.usernameFragment ?? '')
  })
}

/** What is read of the statistics (W3C, "Identifiers for WebRTC's Statistics API"). */
interface Stat {
  readonly id: string
  readonly type: string
  readonly state?: string
  readonly selectedCandidatePairId?: string
  readonly localCandidateId?: string
  readonly remoteCandidateId?: string
  readonly usernameFragment?: string
}

import type { CallSession } from '../call-session.js'
import type { DeviceEnd } from '../device-end.js'
import { pressKeys } from './press-keys.js'
import { tryMedia } from './try-media.js'

/** Keys and pauses are refused once it would take longer than this until they are heard: meanwhile nothing else is. */
const maxBacklogMs = 30_000

const pauseMs: Readonly<Partial<Record<string, number>>> = { w: 500, W: 1_000 }
/** A tone and the gap behind it. */
const keyMs = 240

/**
 * A device sends keys as a message, because its browser cannot put them into its media: the gateway presses them for
 * the far side. Keys that come in the media reach it by themselves.
 */
export function relayKeys(session: CallSession, from: DeviceEnd, dtmf: string): void {
  const to = pressKeys(session, from, dtmf) ? session.farEndOf(from) : undefined
  if (to === undefined) return
  const { legs, ports } = session.context
  const now = ports.clock.now()
  const keys = dtmf.replace(/[a-d]/g, (key) => key.toUpperCase())
  const durationMs = Array.from(keys).reduce((sum, key) => sum + (pauseMs[key] ?? keyMs), 0)
  const heardAt = Math.max(now, to.keysHeardAt) + durationMs
  if (heardAt - now > maxBacklogMs) {
    legs.note(from.callSid, 'dtmf', 'refused', { count: keys.length, maxBacklogMs })
    return
  }
  to.keysHeardAt = heardAt
  void tryMedia(session.context, to.callSid, () => {
    to.endpoint.sendKeys(keys)
    return Promise.resolve()
  })
}

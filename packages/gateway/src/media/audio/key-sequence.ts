import { MediaError } from '../media.js'
import { telephoneEventKeys } from './telephone-event.js'

/** A thing to do while keys are sent: press one, or wait. */
export type KeyStep =
  | { readonly type: 'press'; /** RFC 4733 §3.2: 0 to 15. */ readonly event: number }
  | { readonly type: 'pause'; readonly pauseMs: number }

const pausesMs: Readonly<Record<string, number>> = { w: 500, W: 1_000 }

function readStep(character: string): KeyStep {
  const pauseMs = pausesMs[character]
  if (pauseMs !== undefined) return { type: 'pause', pauseMs }
  const event = telephoneEventKeys.indexOf(character)
  if (event >= 0) return { type: 'press', event }
  throw new MediaError('bad-keys', 'Keys can be 0-9, *, #, A-D, w for half a second of pause and W for a second.')
}

/**
 * Read what is to be sent (Twilio, TwiML `<Play>`, attribute `digits`).
 *
 * @throws MediaError with code `bad-keys`; the message does not quote the keys, since they may be a secret
 */
export function readKeySequence(keys: string): readonly KeyStep[] {
  return Array.from(keys, readStep)
}

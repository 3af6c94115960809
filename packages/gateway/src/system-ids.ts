import { randomBytes, randomUUID } from 'node:crypto'
import { formatSid, sidBytes } from '@ringdown/protocol'
import type { Ids } from './ids.js'

/** Identifiers and secrets from the operating system's random source. */
export const systemIds: Ids = {
  sid: (prefix) => formatSid(prefix, randomBytes(sidBytes)),
  uuid: () => flatten(randomUUID()),
  secret: () => randomBytes(16).toString('hex'),
}

/**
 * A text that Node.js has put together of a dozen pieces keeps them all, at twenty times its own size: too much for the
 * id of each of ten thousand devices.
 */
function flatten(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

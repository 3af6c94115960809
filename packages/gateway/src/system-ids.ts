import { randomBytes, randomUUID } from 'node:crypto'
import { formatSid, sidBytes } from '@ringdown/protocol'
import type { Ids } from './ids.js'

/** Identifiers and secrets from the operating system's random source. */
export const systemIds: Ids = {
  sid: (prefix) => formatSid(prefix, randomBytes(sidBytes)),
  uuid: () => randomUUID(),
  secret: () => randomBytes(16).toString('hex'),
}

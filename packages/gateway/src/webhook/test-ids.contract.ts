import { randomBytes, randomUUID } from 'node:crypto'
import type { Ids } from '../ids.js'

/** Real randomness. */
export const testIds: Ids = {
  sid: (prefix) => `${prefix}${randomBytes(16).toString('hex')}`,
  uuid: () => randomUUID(),
  secret: () => randomBytes(16).toString('hex'),
}

import type { ApiKey } from '../../account/api-key.js'
import { type Facts, formatFacts, textOrHyphen } from '../output/format-facts.js'
import { formatDay, formatMoment } from '../output/format-moment.js'
import { formatTable } from '../output/format-table.js'

/** Write a table of API keys, without their secrets. */
export function formatApiKeyList(keys: readonly ApiKey[]): string {
  const rows = keys.map((key) => ({
    cells: [key.sid, formatDay(key.createdAt)],
    entries: [textOrHyphen(key.friendlyName)],
  }))
  return formatTable([{ cells: ['SID', 'CREATED'], entries: ['NAME'] }, ...rows])
}

/**
 * Write a table of one API key.
 *
 * @param secrets - what to show of its secret, by label
 */
export function formatApiKey(key: ApiKey, secrets: Facts = {}): string {
  return formatFacts({
    'API key': key.sid,
    Account: key.accountSid,
    Name: key.friendlyName,
    ...secrets,
    Created: formatMoment(key.createdAt),
  })
}

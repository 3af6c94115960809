import type { EventFilters } from '../account/device-grant.js'
import type { FeedEvent } from './feed-event.js'

/**
 * Whether an event of presence passes the filters of one of the streams that a token lets its bearer watch. A filter
 * holds for the fields that presence had in the official event stream: `EventType`, `From` and `Available`. Of several
 * values for one name any will do; all names must fit. A name that is none of them fits nothing: whoever issued the token
 * meant to show less, and not everything.
 */
export function passesFilters(streams: readonly EventFilters[], event: FeedEvent): boolean {
  if (event.type !== 'presence') return false
  const fields = new Map([
    ['EventType', 'presence'],
    ['From', event.clientName],
    ['Available', String(event.isAvailable)],
  ])
  return streams.some((filters) =>
    filters.every(([name]) => filters.some(([other, value]) => other === name && fields.get(name) === value)),
  )
}

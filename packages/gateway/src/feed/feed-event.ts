import type { CallEventRecord } from '../call/call-event-record.js'
import type { PresenceChange } from '../presence/presence-change.js'

/** A line of the timeline of a call. */
interface CallFeedEvent extends CallEventRecord {
  readonly type: 'call'
}

/** A client name became available, or ceased to be. */
interface PresenceFeedEvent extends PresenceChange {
  readonly type: 'presence'
  /** Unix milliseconds. */
  readonly at: number
}

/** Something that happened in an account. */
export type FeedEvent = CallFeedEvent | PresenceFeedEvent

/** What a feed tells of an event, as JSON. */
export function toFeedData(event: FeedEvent): string {
  const date = new Date(event.at).toISOString()
  if (event.type === 'presence') {
    const { accountSid, clientName, isAvailable } = event
    return JSON.stringify({ account_sid: accountSid, client_name: clientName, available: isAvailable, date })
  }
  const { accountSid, callSid, kind, name, detail } = event
  return JSON.stringify({ account_sid: accountSid, call_sid: callSid, kind, name, detail, date })
}

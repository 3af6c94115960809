import type { CallSid } from '@ringdown/protocol'
import type { CallEventKind, CallEventRecord } from '../call/call-event-record.js'
import type { Page, PageRequest } from './page.js'

/** Which events of a call to list. */
interface CallEventFilter {
  /** Any of these. */
  readonly kinds?: readonly CallEventKind[] | undefined
}

/** The timelines of calls as they are kept. */
export interface CallEventStore {
  /** Append events, all or none of them, in this order. */
  append(...events: readonly CallEventRecord[]): Promise<void>
  /** In the order appended. */
  list(callSid: CallSid, filter: CallEventFilter, page: PageRequest): Promise<Page<CallEventRecord>>
}

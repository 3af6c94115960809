import type { Selectable } from 'kysely'
import type { CallRecord } from '../../call/call-record.js'
import { columnsOf, pick } from './columns.js'
import type { Database } from './schema.js'

/** The columns of a call. */
export const callColumns = columnsOf<CallRecord>({
  sid: true,
  accountSid: true,
  parentCallSid: true,
  applicationSid: true,
  phoneNumberSid: true,
  from: true,
  to: true,
  direction: true,
  status: true,
  endReason: true,
  createdAt: true,
  startedAt: true,
  answeredAt: true,
  endedAt: true,
  updatedAt: true,
})

/** A call as it is read, with its place in the order of writing. */
export type CallRow = Selectable<Database['calls']>

/** The call in a row. */
export function toCall(row: CallRow): CallRecord {
  return pick(row, callColumns)
}

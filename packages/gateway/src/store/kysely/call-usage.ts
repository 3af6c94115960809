import type { AccountSid } from '@ringdown/protocol'
import { type Kysely, sql } from 'kysely'
import type { DailyUsage } from '../call-store.js'
import type { TimeRange } from '../page.js'
import type { Database } from './schema.js'

const dayMs = 86_400_000

// As in the index that they are read from, or it would not be used.
const day = sql<number>`("started_at" / 86400000)`
const isClient = sql<
  0 | 1
>`(case when substr(case when "direction" = 'inbound' then "from" else "to" end, 1, 7) = 'client:' then 1 else 0 end)`

/** Seconds are rounded as in CallDuration, minutes as in Duration. */
const minutes = sql<number>`coalesce(sum((("ended_at" - "answered_at" + 500) / 1000 + 59) / 60), 0)`

/** Count the ended calls of an account, by the day on which they were dialled. */
export async function readDailyUsage(
  db: Kysely<Database>,
  accountSid: AccountSid,
  { from, before }: TimeRange,
): Promise<readonly DailyUsage[]> {
  let calls = db
    .selectFrom('calls')
    .select([day.as('day'), 'direction', isClient.as('isClient')])
    .select((eb) => [eb.fn.countAll<number>().as('calls'), eb.fn.count<number>('answeredAt').as('answered')])
    .select(minutes.as('minutes'))
    .where('accountSid', '=', accountSid)
    .where('endedAt', 'is not', null)
    .where('startedAt', 'is not', null)
  if (from !== undefined) calls = calls.where(day, '>=', Math.ceil(from / dayMs))
  if (before !== undefined) calls = calls.where(day, '<', Math.floor(before / dayMs))
  const rows = await calls
    .groupBy([day, 'direction', isClient])
    .orderBy(day)
    .orderBy('direction')
    .orderBy(isClient)
    .execute()
  return rows.map((row) => ({ ...row, day: row.day * dayMs, isClient: row.isClient === 1 }))
}

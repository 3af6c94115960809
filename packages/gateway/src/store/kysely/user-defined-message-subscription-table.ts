import type { Kysely } from 'kysely'
import type { UserDefinedMessageSubscription } from '../../call/user-defined-message-subscription.js'
import type { UserDefinedMessageSubscriptionStore } from '../user-defined-message-subscription-store.js'
import { columnsOf, pick } from './columns.js'
import type { Database } from './schema.js'

const columns = columnsOf<UserDefinedMessageSubscription>({
  sid: true,
  accountSid: true,
  callSid: true,
  callback: true,
  method: true,
  idempotencyKey: true,
  createdAt: true,
})

/** Subscriptions to the messages of calls in SQL. */
export function createUserDefinedMessageSubscriptionTable(db: Kysely<Database>): UserDefinedMessageSubscriptionStore {
  return {
    async insert(subscription) {
      await db.insertInto('userDefinedMessageSubscriptions').values(pick(subscription, columns)).execute()
    },

    list(callSid) {
      return db
        .selectFrom('userDefinedMessageSubscriptions')
        .select(columns)
        .where('callSid', '=', callSid)
        .orderBy('createdAt')
        .orderBy('sid')
        .execute()
    },

    async delete(callSid, sid) {
      const { numDeletedRows } = await db
        .deleteFrom('userDefinedMessageSubscriptions')
        .where('sid', '=', sid as UserDefinedMessageSubscription['sid'])
        .where('callSid', '=', callSid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

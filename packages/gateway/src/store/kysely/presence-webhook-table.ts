import type { PresenceWebhook } from '../../account/presence-webhook.js'
import type { PresenceWebhookStore } from '../presence-webhook-store.js'
import { columnsOf, pick } from './columns.js'
import { type Engine, prepareFind } from './prepare-find.js'

const columns = columnsOf<PresenceWebhook>({
  accountSid: true,
  url: true,
  method: true,
  createdAt: true,
  updatedAt: true,
})

/** Presence webhooks in SQL. */
export function createPresenceWebhookTable(engine: Engine): PresenceWebhookStore {
  const { db } = engine
  return {
    set(webhook) {
      const { url, method, updatedAt } = webhook
      return db
        .insertInto('presenceWebhooks')
        .values(pick(webhook, columns))
        .onConflict((conflict) => conflict.column('accountSid').doUpdateSet({ url, method, updatedAt }))
        .returning(columns)
        .executeTakeFirstOrThrow()
    },

    find: prepareFind(engine, { table: 'presenceWebhooks', columns, by: ['accountSid'] }),

    async delete(accountSid) {
      const { numDeletedRows } = await db
        .deleteFrom('presenceWebhooks')
        .where('accountSid', '=', accountSid)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

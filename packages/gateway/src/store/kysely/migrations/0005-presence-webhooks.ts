import type { Kysely, Migration } from 'kysely'

/** A webhook that an account is told of presence by. */
export const presenceWebhooks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('presence_webhooks')
      .addColumn('account_sid', 'text', (column) => column.primaryKey().notNull().references('accounts.sid'))
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .execute()
  },
}

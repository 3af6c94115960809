import type { Kysely, Migration } from 'kysely'

/** The header fields of the answer that a notification is about. */
export const responseHeaders: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('notifications').addColumn('response_headers', 'text').execute()
  },
}

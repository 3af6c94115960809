import { type Kysely, type Migration, sql } from 'kysely'

/** What kind of number a telephone number is. */
export const phoneNumberTypes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('incoming_phone_numbers')
      .addColumn('type', 'text', (column) => column.notNull().defaultTo('local'))
      .execute()
    await sql`update incoming_phone_numbers set type = 'toll-free'
      where (substr(phone_number, 1, 5) in ('+1800', '+1833', '+1844', '+1855', '+1866', '+1877', '+1888')
        or substr(phone_number, 1, 4) = '+800') and length(phone_number) = 12`.execute(db)
    await db.schema
      .createIndex('incoming_phone_numbers_by_account_sid_type_created_at_sid')
      .on('incoming_phone_numbers')
      .columns(['account_sid', 'type', 'created_at', 'sid'])
      .execute()
  },
}

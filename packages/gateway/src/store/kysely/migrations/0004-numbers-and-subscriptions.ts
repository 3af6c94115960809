import type { Kysely, Migration } from 'kysely'

/** Phone numbers of an account's own, and subscriptions to the messages of a call. */
export const numbersAndSubscriptions: Migration = {
  async up(db: Kysely<unknown>) {
    await createIncomingPhoneNumbers(db)
    await createUserDefinedMessageSubscriptions(db)
  },
}

async function createIncomingPhoneNumbers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('incoming_phone_numbers')
    .addColumn('sid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('phone_number', 'text', (column) => column.notNull().unique())
    .addColumn('friendly_name', 'text', (column) => column.notNull())
    .addColumn('voice_application_sid', 'text', (column) => column.references('applications.sid').onDelete('set null'))
    .addColumn('voice_url', 'text')
    .addColumn('voice_method', 'text', (column) => column.notNull())
    .addColumn('voice_fallback_url', 'text')
    .addColumn('voice_fallback_method', 'text', (column) => column.notNull())
    .addColumn('voice_caller_id_lookup', 'integer', (column) => column.notNull())
    .addColumn('status_callback', 'text')
    .addColumn('status_callback_method', 'text', (column) => column.notNull())
    .addColumn('stir_status', 'text')
    .addColumn('sms_application_sid', 'text')
    .addColumn('sms_url', 'text')
    .addColumn('sms_method', 'text', (column) => column.notNull())
    .addColumn('sms_fallback_url', 'text')
    .addColumn('sms_fallback_method', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'incoming_phone_numbers', ['account_sid', 'created_at', 'sid'])
  await createIndex(db, 'incoming_phone_numbers', ['account_sid', 'friendly_name', 'created_at', 'sid'])
  // For the deletion of an application.
  await createIndex(db, 'incoming_phone_numbers', ['voice_application_sid'])
}

async function createUserDefinedMessageSubscriptions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('user_defined_message_subscriptions')
    .addColumn('sid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('call_sid', 'text', (column) => column.notNull().references('calls.sid').onDelete('cascade'))
    .addColumn('callback', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('idempotency_key', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('user_defined_message_subscriptions_once', ['call_sid', 'idempotency_key'])
    .execute()
  await createIndex(db, 'user_defined_message_subscriptions', ['call_sid', 'created_at', 'sid'])
}

async function createIndex(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}

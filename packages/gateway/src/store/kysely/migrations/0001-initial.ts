import type { Kysely, Migration } from 'kysely'
import type { EngineTypes } from '../engine-types.js'

/** The first schema. Times are Unix milliseconds, but for `revoked_tokens.expires_at`, which is in seconds. */
export function initial(types: EngineTypes): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createAccounts(db)
      await createApiKeys(db)
      await createApplications(db)
      await createCalls(db, types)
      await createCallEvents(db, types)
      await createNotifications(db, types)
      await createRevokedTokens(db)
    },
  }
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts')
    .addColumn('sid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('friendly_name', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('auth_token', 'text', (column) => column.notNull())
    .addColumn('secondary_auth_token', 'text')
    .addColumn('owner_account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createApiKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('sid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('friendly_name', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'api_keys', ['account_sid', 'created_at', 'sid'])
}

async function createApplications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('applications')
    .addColumn('sid', 'text', (column) => column.primaryKey().notNull())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('friendly_name', 'text', (column) => column.notNull())
    .addColumn('voice_url', 'text')
    .addColumn('voice_method', 'text', (column) => column.notNull())
    .addColumn('voice_fallback_url', 'text')
    .addColumn('voice_fallback_method', 'text', (column) => column.notNull())
    .addColumn('status_callback', 'text')
    .addColumn('status_callback_method', 'text', (column) => column.notNull())
    .addColumn('voice_caller_id_lookup', 'integer', (column) => column.notNull())
    .addColumn('sms_url', 'text')
    .addColumn('sms_method', 'text', (column) => column.notNull())
    .addColumn('sms_fallback_url', 'text')
    .addColumn('sms_fallback_method', 'text', (column) => column.notNull())
    .addColumn('sms_status_callback', 'text')
    .addColumn('message_status_callback', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'applications', ['account_sid', 'created_at', 'sid'])
}

/** `application_sid` refers to nothing: calls outlive their application, and a token may name one that never was. */
async function createCalls(db: Kysely<unknown>, { sequence }: EngineTypes): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('seq', sequence, (column) => column.primaryKey())
    .addColumn('sid', 'text', (column) => column.notNull().unique())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('parent_call_sid', 'text', (column) => column.references('calls.sid').onDelete('set null'))
    .addColumn('application_sid', 'text')
    .addColumn('from', 'text', (column) => column.notNull())
    .addColumn('to', 'text', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('end_reason', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('answered_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute()
  // One per filter, each ending in the order of the pages, so that a page costs the same at any depth.
  await createIndex(db, 'calls', ['account_sid', 'created_at', 'seq'])
  await createIndex(db, 'calls', ['account_sid', 'to', 'created_at', 'seq'])
  await createIndex(db, 'calls', ['account_sid', 'from', 'created_at', 'seq'])
  await createIndex(db, 'calls', ['parent_call_sid', 'created_at', 'seq'])
  // Status first: the calls that a crash left unfinished are looked for in all accounts.
  await createIndex(db, 'calls', ['status', 'account_sid', 'created_at', 'seq'])
}

async function createCallEvents(db: Kysely<unknown>, { sequence }: EngineTypes): Promise<void> {
  await db.schema
    .createTable('call_events')
    .addColumn('seq', sequence, (column) => column.primaryKey())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('call_sid', 'text', (column) => column.notNull().references('calls.sid').onDelete('cascade'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute()
  await createIndex(db, 'call_events', ['call_sid', 'seq'])
}

async function createNotifications(db: Kysely<unknown>, { sequence }: EngineTypes): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('seq', sequence, (column) => column.primaryKey())
    .addColumn('sid', 'text', (column) => column.notNull().unique())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('call_sid', 'text', (column) => column.references('calls.sid').onDelete('cascade'))
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('code', 'integer', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('request_url', 'text')
    .addColumn('request_method', 'text')
    .addColumn('request_variables', 'text')
    .addColumn('response_body', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await createIndex(db, 'notifications', ['account_sid', 'at', 'seq'])
  await createIndex(db, 'notifications', ['call_sid', 'at', 'seq'])
}

async function createRevokedTokens(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('revoked_tokens')
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('token_id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('revoked_tokens_key', ['account_sid', 'token_id'])
    .execute()
  await createIndex(db, 'revoked_tokens', ['expires_at'])
}

async function createIndex(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}

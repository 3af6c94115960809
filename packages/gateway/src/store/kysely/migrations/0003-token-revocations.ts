import { type Kysely, type Migration, sql } from 'kysely'
import type { EngineTypes } from '../engine-types.js'

/** Revocations, which may name a client, in place of revoked ids. */
export function tokenRevocations(types: EngineTypes): Migration {
  return { up: (db: Kysely<unknown>) => createTokenRevocations(db, types) }
}

/** Times are Unix milliseconds, but for `issued_before` and `expires_at`, which are in seconds as in tokens. */
async function createTokenRevocations(db: Kysely<unknown>, { sequence }: EngineTypes): Promise<void> {
  await db.schema
    .createTable('token_revocations')
    .addColumn('seq', sequence, (column) => column.primaryKey())
    .addColumn('account_sid', 'text', (column) => column.notNull().references('accounts.sid'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('issued_before', 'bigint')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('token_revocations_key', ['account_sid', 'value', 'kind'])
    .execute()
  await createIndex(db, 'token_revocations', ['account_sid', 'created_at', 'seq'])
  await createIndex(db, 'token_revocations', ['expires_at'])
  // So far every revocation was made by the command, which keeps it for 366 days.
  await sql`insert into token_revocations (account_sid, kind, value, expires_at, created_at)
    select account_sid, 'token-id', token_id, expires_at, (expires_at - 366 * 86400) * 1000
    from revoked_tokens order by expires_at, token_id`.execute(db)
  await db.schema.dropTable('revoked_tokens').execute()
}

async function createIndex(db: Kysely<unknown>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute()
}

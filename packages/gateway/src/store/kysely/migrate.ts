import { DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator } from 'kysely'
import { StoreError } from '../store-error.js'
import type { Database } from './schema.js'

/** What to bring a database to. */
export interface MigrateOptions {
  readonly migrations: Readonly<Record<string, Migration>>
  /** What a person knows the database as: a path, a host and a name; no password. */
  readonly databaseName: string
}

/**
 * Run the migrations that this database has not seen, in order.
 *
 * @returns the names of those that ran; none when it was up to date
 * @throws StoreError with code `newer-schema` if it has seen one that is not known here, `migration-failed` if one fails
 */
export async function migrate(
  db: Kysely<Database>,
  { migrations, databaseName }: MigrateOptions,
): Promise<readonly string[]> {
  await refuseNewerSchema(db, { migrations, databaseName })
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error instanceof StoreError) throw error
  if (error !== undefined) {
    const at = results.find(({ status }) => status === 'Error')?.migrationName ?? 'the first one'
    throw new StoreError(
      'migration-failed',
      `The schema of ${databaseName} could not be brought up to date: migration ${at} failed. Nothing is changed; restore a backup if the file was edited by hand`,
      { cause: error },
    )
  }
  return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
}

/** Before the migrator runs: it would report its bookkeeping as corrupted. */
async function refuseNewerSchema(db: Kysely<Database>, { migrations, databaseName }: MigrateOptions): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === DEFAULT_MIGRATION_TABLE)) return
  const seen = await db
    .withTables<Record<typeof DEFAULT_MIGRATION_TABLE, { readonly name: string }>>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .execute()
  const unknown = seen.find(({ name }) => !Object.hasOwn(migrations, name))
  if (unknown === undefined) return
  throw new StoreError(
    'newer-schema',
    `${databaseName} was written by a newer version of Ringdown (its migration ${unknown.name} is unknown here): run that version, or restore the backup made before the upgrade`,
  )
}

import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from './schema.js'

/** A statement that was prepared once: runs it, and gives the values of the first row in the order of the columns. */
export type ReadRow = (parameters: readonly unknown[]) => Promise<readonly unknown[] | undefined>

/** Prepares a statement of an engine. */
export type PrepareRow = (sql: string) => ReadRow

/** An engine: its query builder, and a shorter way for what is asked most often. */
export interface Engine {
  readonly db: Kysely<Database>
  readonly prepareRow: PrepareRow
  /** Asks for one number, which is another one when somebody else has written. */
  readonly foreignVersionSql: string
}

/** Which row is wanted. */
interface Wanted<Table extends keyof Database, Column extends string> {
  readonly table: Table
  readonly columns: readonly Column[]
  /** The columns whose values are given, which no two rows share. */
  readonly by: readonly (keyof Database[Table] & string)[]
}

/**
 * Write a query for one row once, and have it prepared: to build a query, and to name what comes back, takes the query
 * builder many times longer than a database takes to find a row by its key.
 *
 * @returns finds the row with the values of the columns in `by`, in their order
 */
export function prepareFind<
  Table extends keyof Database,
  Column extends keyof Selectable<Database[Table]> & string,
  Row = Pick<Selectable<Database[Table]>, Column>,
>(
  { db, prepareRow }: Engine,
  { table, columns, by }: Wanted<Table, Column>,
): (...values: readonly string[]) => Promise<Row | undefined> {
  const wanted = sql.join(columns.map((column) => sql.ref(column)))
  // Only the place of a value is compiled.
  const conditions = by.map((column) => sql`${sql.ref(column)} = ${''}`)
  const query = sql`select ${wanted} from ${sql.table(table)} where ${sql.join(conditions, sql` and `)}`.compile(db)
  const read = prepareRow(query.sql)
  return async (...parameters) => {
    const values = await read(parameters)
    return values && (nameValues(columns, values) as Row)
  }
}

function nameValues(columns: readonly string[], values: readonly unknown[]): unknown {
  const row: Record<string, unknown> = {}
  for (const [place, column] of columns.entries()) row[column] = values[place]
  return row
}

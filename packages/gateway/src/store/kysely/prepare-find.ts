import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from './schema.js'

/** A statement that was prepared once: runs it, and gives the first row. */
export type ReadRow<Row> = (parameters: readonly unknown[]) => Promise<Row | undefined>

/** Prepares a statement of an engine; `toRow` is given the values of a row in the order of the columns. */
export type PrepareRow = <Row>(sql: string, toRow: (values: readonly unknown[]) => Row) => ReadRow<Row>

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
 * builder many times longer than a database takes to find a row by its key. So does each promise on the way: there is one.
 *
 * @param toRecord - makes of the row what is found; the default is the row itself
 * @returns finds the row with the values of the columns in `by`, in their order
 */
export function prepareFind<
  Table extends keyof Database,
  Column extends keyof Selectable<Database[Table]> & string,
  Row = Pick<Selectable<Database[Table]>, Column>,
  Found = Row,
>(
  { db, prepareRow }: Engine,
  { table, columns, by }: Wanted<Table, Column>,
  toRecord: (row: Row) => Found = (row) => row as unknown as Found,
): (...values: readonly string[]) => Promise<Found | undefined> {
  const wanted = sql.join(columns.map((column) => sql.ref(column)))
  // Only the place of a value is compiled.
  const conditions = by.map((column) => sql`${sql.ref(column)} = ${''}`)
  const query = sql`select ${wanted} from ${sql.table(table)} where ${sql.join(conditions, sql` and `)}`.compile(db)
  const toRow = nameValues(columns) as (values: readonly unknown[]) => Row
  const read = prepareRow(query.sql, (values) => toRecord(toRow(values)))
  return (...parameters) => read(parameters)
}

function nameValues(columns: readonly string[]): (values: readonly unknown[]) => unknown {
  return (values) => {
    const row: Record<string, unknown> = {}
    for (const [place, column] of columns.entries()) row[column] = values[place]
    return row
  }
}

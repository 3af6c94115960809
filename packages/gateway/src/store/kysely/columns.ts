/** The column names of a row type; the compiler demands each of them and no other. */
export function columnsOf<Row>(columns: Readonly<Record<keyof Row & string, true>>): readonly (keyof Row & string)[] {
  return Object.freeze(Object.keys(columns) as (keyof Row & string)[])
}

/**
 * Copy these columns and nothing else: a caller's object may hold more than its type says, and a patch may not reach
 * columns that do not change. Columns whose value is `undefined` are left out.
 */
export function pick<Row extends object, Column extends keyof Row & string>(
  row: Row,
  columns: readonly Column[],
): Pick<Row, Column> {
  return Object.fromEntries(
    columns.filter((column) => row[column] !== undefined).map((column) => [column, row[column]]),
  ) as Pick<Row, Column>
}

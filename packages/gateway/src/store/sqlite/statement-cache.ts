import type { SqliteStatement } from 'kysely'

/** Statements that are kept: a gateway at work has some dozens, and lists with many values in a filter some more. */
const maxStatements = 200

/**
 * Keep statements prepared, by their text: to prepare one takes longer than to find a row by its key. SQLite prepares
 * a kept one anew by itself when the schema has changed.
 */
export function createStatementCache(prepare: (sql: string) => SqliteStatement): (sql: string) => SqliteStatement {
  /** The one used last comes last. */
  const kept = new Map<string, SqliteStatement>()
  return (sql) => {
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    const [oldest] = kept.keys()
    if (oldest !== undefined && kept.size > maxStatements) kept.delete(oldest)
    return statement
  }
}

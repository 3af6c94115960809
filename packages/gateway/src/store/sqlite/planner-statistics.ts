import type SqliteDatabase from 'better-sqlite3'

/**
 * For each index how many rows it holds, then how many of them share their first value, their first two, and so on.
 *
 * They are a large store's, and the same for every store, so that every store searches by the same indexes: without
 * them SQLite takes an index for a time alone to be as good as one for a name and a time, and reads all calls of an
 * account to find those of one name (SQLite, "The SQLite Query Planner", 4.1).
 */
const statistics: readonly (readonly [table: string, index: string, estimate: string])[] = [
  ...['created_at', 'started_at', 'ended_at'].flatMap((time) => [
    ['calls', `calls_by_account_sid_${time}_seq`, '1000000 100000 2 1'] as const,
    ['calls', `calls_by_account_sid_to_${time}_seq`, '1000000 100000 1000 2 1'] as const,
    ['calls', `calls_by_account_sid_from_${time}_seq`, '1000000 100000 1000 2 1'] as const,
    ['calls', `calls_by_status_account_sid_${time}_seq`, '1000000 200000 20000 2 1'] as const,
  ]),
  ['calls', 'calls_by_parent_call_sid_created_at_seq', '1000000 4 2 1'],
  ['calls', 'calls_for_usage', '1000000 100000 3000 1000 800 2 1'],
  ['notifications', 'notifications_by_account_sid_at_seq', '1000000 100000 2 1'],
  ['notifications', 'notifications_by_account_sid_level_at_seq', '1000000 100000 40000 2 1'],
  ['notifications', 'notifications_by_call_sid_at_seq', '1000000 4 2 1'],
]

/** Give SQLite the statistics that it chooses its indexes by. Belongs into a transaction; a second time changes nothing. */
export function applyPlannerStatistics(database: SqliteDatabase.Database): void {
  // Makes the table of statistics if there is none, and reads it if there is.
  database.exec('analyze sqlite_schema')
  const known = database.prepare('select tbl, idx, stat from sqlite_stat1 order by rowid').raw().all()
  if (JSON.stringify(known) === JSON.stringify(statistics)) return
  database.exec('delete from sqlite_stat1')
  const insert = database.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)')
  for (const row of statistics) insert.run(...row)
  database.exec('analyze sqlite_schema')
}

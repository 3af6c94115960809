import SqliteDatabase from 'better-sqlite3'

/** The rows of every table of a store, by the table's name. */
export type StoreTables = Readonly<Record<string, readonly unknown[]>>

/** Read a store as it is on the disk. */
export function readTables(storeFile: string): StoreTables {
  const database = new SqliteDatabase(storeFile, { readonly: true })
  const tables = database
    .prepare<[], { name: string }>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .all()
  const rows = tables.map(
    ({ name }) => [name, database.prepare(`select * from "${name}" order by rowid`).all()] as const,
  )
  database.close()
  return Object.fromEntries(rows)
}

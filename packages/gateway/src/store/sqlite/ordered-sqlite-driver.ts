import { type DatabaseConnection, SqliteDriver } from 'kysely'

/**
 * Kysely's SQLite driver with a fair queue in front of it.
 *
 * The driver's own lock wakes every waiter at each release, lets newcomers overtake them, and so writes rows in another
 * order than asked for; with thousands waiting it also takes quadratic time. A timeline must keep its order.
 */
export class OrderedSqliteDriver extends SqliteDriver {
  #last: Promise<void> = Promise.resolve()
  #endTurn: () => void = () => undefined
  /** Those whose turn it is or will be. */
  #queued = 0

  override async acquireConnection(): Promise<DatabaseConnection> {
    const turn = this.#last
    let endTurn: () => void = () => undefined
    this.#queued += 1
    this.#last = new Promise((resolve) => {
      endTurn = resolve
    })
    await turn
    this.#endTurn = endTurn
    return super.acquireConnection()
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection()
    this.#queued -= 1
    this.#endTurn()
  }

  /**
   * Do something that awaits nothing when nobody has the connection, so that it sees no part of a transaction: at once if
   * nobody waits for it either, since to wait for a turn takes longer than to find a row.
   */
  async inTurn<Result>(run: () => Result): Promise<Result> {
    if (this.#queued === 0) return run()
    await this.acquireConnection()
    try {
      return run()
    } finally {
      await this.releaseConnection()
    }
  }

  /** Once everything asked for before is done. */
  override async destroy(): Promise<void> {
    await this.#last
    await super.destroy()
  }
}

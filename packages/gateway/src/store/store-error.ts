/** Why the store refused. Stable: never renamed, never reused. */
export type StoreErrorCode =
  | 'conflict'
  | 'unknown-reference'
  | 'bad-page'
  | 'newer-schema'
  | 'migration-failed'
  | 'corrupt'
  | 'read-only'
  | 'busy'
  | 'in-use'
  | 'full'
  | 'unavailable'

/** A failure of the store: the message is one sentence that says what to do, and holds no value of any row. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

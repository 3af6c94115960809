/** The column types that have no name both engines know. */
export interface EngineTypes {
  /** An integer primary key that the database hands out, rising. */
  readonly sequence: 'integer' | 'bigserial'
}

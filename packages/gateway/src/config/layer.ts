import type { RawValue } from './setting.js'

/** A value that somebody gave, and where, to be read after "set". */
export interface Given {
  readonly raw: RawValue
  readonly where: string
}

/** What one source gives, by the names of the settings. */
export interface Layer {
  readonly given: ReadonlyMap<string, Given>
  /** What is wrong with the source itself: unknown names, broken syntax. */
  readonly problems: readonly string[]
  /** What is odd about it, but may be meant. */
  readonly warnings: readonly string[]
}

/** An empty value is as good as none: compose files and shells set variables to nothing. */
export function isEmpty(raw: RawValue): boolean {
  return typeof raw === 'string' && raw.trim() === ''
}

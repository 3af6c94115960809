/** What carries packets between the two devices of each call. */
export interface Relay {
  /**
   * Open an end for each device; the first two are of one call, and so on.
   *
   * @param introductions - what each device says of itself
   * @returns what each device must know to reach its end
   */
  open(introductions: readonly string[]): Promise<readonly string[]>
  /** Every device is there: let them hear each other. */
  join(): void
  /** Close every end. */
  close(): Promise<void>
}

/** What can be carried with: the names of the contenders. */
export type RelayKind = 'bare' | 'werift'

/**
 * Which part of a list to read. Paging stays exact while rows are added and deleted: each row that was there when the
 * first page was read, and still is, comes exactly once, whether the list is read to its end or back to its start.
 */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number
  /** The `next` of the page before; opaque, and still good when the row it was made from is deleted. */
  readonly after?: string | undefined
  /** The `previous` of the page after, in place of `after`; as opaque, and good for as long. */
  readonly before?: string | undefined
}

/**
 * Rows, and where the pages beside theirs are. `next` is undefined on the last page, `previous` on the first. What they
 * lead to is empty if its rows have been deleted meanwhile.
 */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | undefined
  readonly previous: string | undefined
}

/** Moments in Unix milliseconds; a bound that is left out does not bound. */
export interface TimeRange {
  /** The first moment inside. */
  readonly from?: number | undefined
  /** The first moment after. */
  readonly before?: number | undefined
}

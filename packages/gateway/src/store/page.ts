/**
 * Which part of a list to read. Paging stays exact while rows are added and deleted: each row that was there when the
 * first page was read, and still is, comes exactly once.
 */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number
  /** The `next` of the page before; opaque, and still good when the row it was made from is deleted. */
  readonly after?: string | undefined
}

/** Rows and where the next page starts; `next` is undefined on the last page. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | undefined
}

/** Moments in Unix milliseconds; a bound that is left out does not bound. */
export interface TimeRange {
  /** The first moment inside. */
  readonly from?: number | undefined
  /** The first moment after. */
  readonly before?: number | undefined
}

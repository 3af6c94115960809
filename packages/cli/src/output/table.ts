import Table from 'cli-table3'
import stringWidth from 'string-width'
import { wrapText } from './wrap-text.js'

/** A row of a table: a label, and entries below each other. */
export interface Row {
  readonly label: string
  /** Safe for a terminal already; each starts on a line of its own. */
  readonly entries: readonly string[]
}

const widestTable = 80
const narrowestTable = 40

/** The width that output is laid out for: that of the terminal, from 40 to 80 columns; 80 when it is not known. */
export function layoutWidth(columns: number | undefined): number {
  // Some pseudo-terminals have a width of 0.
  if (columns === undefined || columns === 0) return widestTable
  return Math.min(Math.max(columns, narrowestTable), widestTable)
}

/**
 * Draw a table with a border, as wide as its content needs. Long entries are wrapped, never cut off.
 *
 * @param width - the most columns that it may take, as of {@link layoutWidth}
 */
export function drawTable(rows: readonly Row[], width: number): string {
  const labelWidth = Math.max(...rows.map(({ label }) => stringWidth(label)))
  // Three borders, and a space on either side of both cells.
  const entryWidth = width - labelWidth - 7
  const table = new Table({ style: { head: [], border: [], compact: true } })
  for (const { label, entries } of rows) {
    table.push([label, entries.flatMap((entry) => wrapText(entry, entryWidth)).join('\n')])
  }
  return `${table.toString()}\n`
}

import { formatTable } from './format-table.js'
import { escapeText } from './terminal-text.js'

/** What is shown of one thing, by label; empty and missing values are shown as a hyphen. */
export type Facts = Readonly<Record<string, string | null>>

/** Write a table of labels and values. */
export function formatFacts(facts: Facts): string {
  return formatTable(
    Object.entries(facts).map(([label, value]) => ({ cells: [label], entries: [textOrHyphen(value)] })),
  )
}

/** Text that is safe for a terminal; a hyphen for none. */
export function textOrHyphen(value: string | null): string {
  return value === null || value === '' ? '-' : escapeText(value)
}

/** Print rows as text under their columns: the first column is of names, the others are of figures. */
export function alignTable(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const align = (row: readonly string[]): string =>
    row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')
  const head = align(columns)
  return [title, head, '-'.repeat(head.length), ...rows.map(align)].join('\n')
}
